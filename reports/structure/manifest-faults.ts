import { isDeepStrictEqual } from 'node:util'
import type { Manifest } from '../../schemas/release.ts'
import { manifestText, parquetPath, policySha256 } from '../manifest.ts'
import { isPeriodId } from '../release-facts.ts'
import type { Fault } from './finding.ts'

/**
 * What is wrong with a manifest that has the fields of its format.
 *
 * @param bytes of the file, which must hold this manifest in its one form: JSON that repeats a key could
 * carry more than a reader sees
 */
export function manifestFaults(manifest: Manifest, bytes: Buffer): readonly Fault[] {
  const { id, project, period, version, policy, tables, audit } = manifest
  const checks: readonly (readonly [boolean, string])[] = [
    [
      !bytes.equals(Buffer.from(manifestText(manifest))),
      'a manifest has one form: keys in order, two spaces, one final newline',
    ],
    [id !== `${project.id}/${period.id}/${version}`, 'a release is named project/period/version'],
    [!isPeriodId(period.id), "a period's name is a date or a part of a year"],
    [period.start >= period.end, 'a period ends after it starts'],
    [policy.sha256 !== policySha256(policy.parameters), "the policy's SHA-256 is that of its parameters"],
    [
      Object.entries(limitsOf(audit)).some(
        ([name, limit]) => !isDeepStrictEqual(policy.parameters[name] ?? limit, limit),
      ),
      "the audit held the release to the policy's limits",
    ],
    [new Set(tables.map((table) => table.id)).size < tables.length, 'a table id stands for one table'],
    [tables.some((table) => table.file !== parquetPath(table.id)), "a table's file is tables/<id>.parquet"],
  ]
  return checks.filter(([broken]) => broken).map(([, clause]) => ({ rule: 'manifest', clause }))
}

/** What the audit held the release to, as a policy writes it: how far figures were rounded is no choice. */
function limitsOf({
  parameters: { rounding, ...limits },
}: Manifest['audit']): Readonly<Record<string, unknown>> {
  const { base, method } = rounding ?? {}
  return { ...limits, rounding: rounding === undefined ? 'none' : { base, method } }
}
