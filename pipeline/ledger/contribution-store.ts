import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of } from '../../reports/checksums.ts'
import type { LedgerEntry, RecordedContributions } from '../../schemas/ledger.ts'
import { BrokenLedger } from './broken-ledger.ts'
import { isMissing } from './is-missing.ts'
import type { KnownRelease } from './known-releases.ts'
import { type LedgerFolder, makeContributionsFolder } from './ledger-folder.ts'
import { writeDurably } from './write-durably.ts'

/** Contributions as an entry names them. */
export interface KnownContributions {
  /** Number of the entry. */
  readonly sequence: number
  /** The project that counts them. */
  readonly project: string
  readonly recorded: RecordedContributions
}

/**
 * What the entries say lies beside them, oldest first: what the last settled entry names, and whatever one that is not
 * settled may turn out to name.
 *
 * @param known what counts as known; what was voided does not
 */
export function namedContributions(
  entries: readonly LedgerEntry[],
  known: readonly KnownRelease[],
): readonly KnownContributions[] {
  const states = new Map(known.map(({ sequence, state }) => [sequence, state]))
  let named: readonly KnownContributions[] = []
  let project = ''
  for (const { sequence, content } of entries) {
    if (content.kind === 'erased') {
      if (content.contributions !== undefined)
        named = [{ sequence, project, recorded: content.contributions }]
      continue
    }
    if (content.kind !== 'intended') continue
    const { contributions, project: of } = content.release
    const state = states.get(sequence)
    if (contributions === undefined || state === undefined) continue
    project = of
    const own = contributions === null ? [] : [{ sequence, project, recorded: contributions }]
    named = state === 'pending' ? [...named, ...own] : own
  }
  return named
}

export function contributionPath({ contributions }: LedgerFolder, sha256: string): string {
  return join(contributions, `${sha256}.parquet`)
}

export function contributorKeyPath({ contributions }: LedgerFolder): string {
  return join(contributions, 'contributor.key')
}

/** Stores contributions under their hash, which comes back. */
export async function storeContributions(folder: LedgerFolder, bytes: Uint8Array): Promise<string> {
  const sha256 = sha256Of(bytes)
  await makeContributionsFolder(folder)
  await writeDurably(contributionPath(folder, sha256), bytes)
  return sha256
}

/** @throws {BrokenLedger} if what an entry names is missing, or has changed by a bit */
export async function verifyContributions(
  folder: LedgerFolder,
  named: readonly KnownContributions[],
): Promise<void> {
  for (const { recorded } of named) {
    await readContributions(folder, recorded)
    const key = await readFile(contributorKeyPath(folder)).catch(() => null)
    if (key === null || sha256Of(key) !== recorded.key)
      throw new BrokenLedger(
        'the secret of the contributors’ codes is the one that it was',
        'contributor.key',
      )
  }
}

/** @throws {BrokenLedger} if they are not what the entry names */
export async function readContributions(
  folder: LedgerFolder,
  { sha256 }: RecordedContributions,
): Promise<Buffer> {
  const bytes = await readFile(contributionPath(folder, sha256)).catch(() => null)
  if (bytes === null || sha256Of(bytes) !== sha256)
    throw new BrokenLedger(
      'contributions to stocks lie beside it as they were stored',
      `contributions/${sha256}.parquet`,
    )
  return bytes
}

/** Removes what no entry names any more: earlier states, which name learners who are gone since. */
export async function removeOtherContributions(
  folder: LedgerFolder,
  named: readonly KnownContributions[],
): Promise<void> {
  const kept = new Set(named.map(({ recorded }) => contributionPath(folder, recorded.sha256)))
  const names = await readdir(folder.contributions).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw error
  })
  for (const name of names) {
    const path = join(folder.contributions, name)
    if (/\.parquet(\.unfinished)?$/.test(name) && !kept.has(path)) await rm(path, { force: true })
  }
}
