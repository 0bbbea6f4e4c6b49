import { stat } from 'node:fs/promises'
import { readRelease } from '../reports/read-release.ts'
import type { PublicKey } from '../reports/signature/minisign.ts'
import type { PublishedTable } from '../schemas/cell.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import type { Manifest } from '../schemas/release.ts'
import type { Withdrawal } from '../schemas/withdrawal.ts'
import { auditBudget } from './5-protect.ts'
import { attackAlone, findingOf } from './attack-releases.ts'
import { checkSignatures, type SignatureCheck } from './check-signatures.ts'
import {
  chainWarnings,
  comparedFindings,
  findingsWithPrevious,
  heldRelease,
  isComparedGiven,
  type PreviousRelease,
  readPrevious,
  releaseBefore,
} from './previous-releases.ts'
import { withSolverThreads } from './solver-threads.ts'

/** Something that speaks against a release; never a hidden figure. */
export interface Finding {
  readonly rule: string
  /** File or table, with coordinates where it is about one row. */
  readonly where: string
  readonly clause: string
}

export interface Verification {
  readonly release: string | null
  readonly passed: boolean
  readonly signature: SignatureCheck['signature']
  readonly findings: readonly Finding[]
  readonly warnings: readonly string[]
  /** Id of the release before, where the manifest names one that its reader gave. */
  readonly follows: string | null
  /** Whether the release that changes on its page are against is among those given; null where none is named, or given. */
  readonly isComparedGiven: boolean | null
  /** Its publisher took it back: the files are whole, and not to be used. */
  readonly withdrawn: Withdrawal | null
  readonly tables: number
  readonly cells: number
}

export interface Verified extends Verification {
  readonly manifest: Manifest | null
  readonly published: readonly PublishedTable[]
}

/** What a recipient has besides the release. */
export interface Besides {
  /** The publisher's, had from elsewhere. */
  readonly publicKey?: PublicKey | null
  /** Folders of earlier releases: what a reader who kept them knows as well. */
  readonly previous?: readonly string[]
}

/**
 * What a recipient can check of a release folder, with no source data: files, structure, arithmetic, attacks. Rows of
 * stocks are judged day by day.
 *
 * @param threads for the attacks; as many as there are cores, at most 4, where absent
 * @throws {ConfigurationError} if there is no such folder; whatever is wrong in it is a finding
 */
export async function verifyRelease(
  folder: string,
  auditSeconds: number,
  threads?: number,
  { publicKey = null, previous = [] }: Besides = {},
): Promise<Verified> {
  await refuseNoFolder(folder)
  const before: PreviousRelease[] = []
  for (const one of previous) {
    await refuseNoFolder(one)
    before.push(await readPrevious(one))
  }
  const { manifest, tables, findings: structural, withdrawn } = await readRelease(folder)
  const findings: Finding[] = structural.map(({ rule, file, clause }) => ({ rule, where: file, clause }))
  if (manifest !== null && tables.length === manifest.tables.length) {
    const own = heldRelease(manifest, tables)
    await withSolverThreads(threads, async (runner) => {
      const budget = () => auditBudget({ auditSeconds }, runner)
      for (const finding of await attackAlone(own, budget)) findings.push(findingOf(finding))
      for (const finding of await findingsWithPrevious(own, before, budget)) findings.push(finding)
    })
  }
  findings.push(...comparedFindings(manifest, before))
  const signed = await checkSignatures(folder, manifest, withdrawn !== null, publicKey)
  findings.push(...signed.findings)
  return {
    release: manifest?.id ?? null,
    passed: findings.length === 0 && manifest !== null,
    signature: signed.signature,
    findings,
    warnings: [
      ...signed.warnings,
      ...chainWarnings(manifest, before),
      ...(withdrawn === null ? [] : [`withdrawn on ${withdrawn.withdrawn_on}: ${withdrawn.reason}`]),
    ],
    follows: releaseBefore(manifest, before)?.id ?? null,
    isComparedGiven: isComparedGiven(manifest, before),
    withdrawn,
    tables: tables.length,
    cells: tables.reduce((sum, { rows }) => sum + rows.length, 0),
    manifest,
    published: tables,
  }
}

async function refuseNoFolder(folder: string): Promise<void> {
  const isFolder = await stat(folder).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new ConfigurationError('a release must be a folder that exists', folder)
}
