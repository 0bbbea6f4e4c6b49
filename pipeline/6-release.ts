import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of } from '../reports/checksums.ts'
import { writeRelease } from '../reports/write-release.ts'
import type { PublishedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import type { Period } from '../schemas/period.ts'
import type { AuditParameters, Manifest } from '../schemas/release.ts'
import { codeVersion } from './code-version.ts'
import type { Ledger } from './ledger/open-ledger.ts'
import { recordRelease } from './ledger/record-release.ts'
import type { Project } from './load-project.ts'
import { type PublishedPeriod, releaseFolder } from './release-shelf.ts'

/** Where a run publishes, and where it says so first. */
export interface Publishing {
  readonly releases: string
  readonly ledger: Ledger
}

/**
 * Step 6, release: writes what the audit let pass as version 1 of its period. The ledger has it before anybody can
 * see it, so that whatever a crash leaves, nothing is out that the ledger does not know.
 *
 * @param earlier all releases so far, those of this run among them, in any order: the latest before the period is
 *   the one that the manifest names as its previous
 */
export async function release(
  tables: Held<'protected', readonly PublishedTable[]>,
  auditParameters: AuditParameters,
  project: Project,
  period: Period,
  asOf: string,
  { releases, ledger }: Publishing,
  earlier: readonly PublishedPeriod[],
): Promise<string> {
  const { id, title, timeZone, privacyPolicy } = project.definition.project
  const {
    tieBreakKeyFile: _secret,
    auditSeconds: _local,
    quarantineShare: _restricted,
    ...policyParameters
  } = project.definition.policy
  const [previous] = earlier
    .filter((other) => other.period.start < period.start)
    .toSorted((a, b) =>
      a.period.start > b.period.start ? -1 : a.period.start < b.period.start ? 1 : b.version - a.version,
    )
  let intended = 0
  const announce = async (manifest: Manifest): Promise<void> => {
    const recorded = await recordRelease(ledger, manifest, tables, releases)
    intended = await ledger.append({ kind: 'intended', release: recorded })
  }
  const written = await writeRelease(
    tables,
    {
      project: { id, title, timeZone },
      period: { ...period },
      version: 1,
      asOf,
      privacyPolicy,
      policyParameters,
      codeVersion: await codeVersion(),
      auditParameters,
      previousManifestSha256: previous === undefined ? null : await manifestHash(releases, previous),
    },
    releases,
    announce,
  )
  await ledger.append({ kind: 'published', intended })
  return written.folder
}

async function manifestHash(releases: string, { period, version }: PublishedPeriod): Promise<string> {
  return sha256Of(await readFile(join(releaseFolder(releases, period.id, version), 'manifest.json')))
}
