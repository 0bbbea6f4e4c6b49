import type { LedgerEntry, RecordedRelease } from '../../schemas/ledger.ts'
import { BrokenLedger } from './broken-ledger.ts'
import { entryName } from './ledger-folder.ts'

/** A release whose figures count as known to everybody, whether its folder is still there or not. */
export interface KnownRelease {
  /** Number of the entry that holds it. */
  readonly sequence: number
  readonly release: RecordedRelease
  /** `pending`: it was about to appear when a run was stopped; it may have. */
  readonly state: 'pending' | 'published' | 'withdrawn'
  /** What its notice says; null unless it is withdrawn. */
  readonly withdrawal: { readonly on: string; readonly reason: string } | null
}

/** `project/period/version`, as manifests name a release. */
export function releaseId({
  project,
  period,
  version,
}: Pick<RecordedRelease, 'project' | 'period' | 'version'>): string {
  return `${project}/${period.id}/${version}`
}

/**
 * What the entries together say is known, in the order of their numbers. Voided releases are not among it.
 *
 * @throws {BrokenLedger} if an entry speaks of what is not there, or of one release twice
 */
export function knownReleases(entries: readonly LedgerEntry[]): readonly KnownRelease[] {
  const known = new Map<number, KnownRelease>()
  const ids = new Set<string>()
  const skipped = new Set<string>()
  for (const { sequence, content } of entries) {
    const refer = (to: number, state: KnownRelease['state']): KnownRelease => {
      const found = known.get(to)
      if (found?.state === state) return found
      throw new BrokenLedger(
        'an entry speaks of a release that an earlier one left open to it',
        entryName(sequence),
      )
    }
    if (content.kind === 'intended' || content.kind === 'adopted') {
      const { release } = content
      if (skipped.has(periodKey(release)))
        throw new BrokenLedger('no period that was given up is released', entryName(sequence))
      if (ids.has(releaseId(release)))
        throw new BrokenLedger('no release is entered twice', entryName(sequence))
      const state = content.kind === 'intended' ? 'pending' : 'published'
      ids.add(releaseId(release))
      known.set(sequence, { sequence, release, state, withdrawal: null })
    } else if (content.kind === 'published') {
      known.set(content.intended, { ...refer(content.intended, 'pending'), state: 'published' })
    } else if (content.kind === 'voided') {
      ids.delete(releaseId(refer(content.intended, 'pending').release))
      known.delete(content.intended)
    } else if (content.kind === 'withdrawn') {
      const { on, reason } = content
      const found = refer(content.release, 'published')
      known.set(content.release, { ...found, state: 'withdrawn', withdrawal: { on, reason } })
    } else if (content.kind === 'skipped') {
      const key = periodKey(content)
      if (skipped.has(key) || [...known.values()].some(({ release }) => periodKey(release) === key))
        throw new BrokenLedger(
          'a period is given up once, and only if it is not released',
          entryName(sequence),
        )
      skipped.add(key)
    }
  }
  return [...known.values()].toSorted((a, b) => a.sequence - b.sequence)
}

function periodKey({ project, period }: Pick<RecordedRelease, 'project' | 'period'>): string {
  return `${project}/${period.id}`
}

/** The stocks of a release. Of a later version only flows are revised, and those have days as well. */
export function recordedStocks({
  version,
  tables,
}: Pick<RecordedRelease, 'version' | 'tables'>): RecordedRelease['tables'] {
  return version > 1 ? [] : tables.filter(({ as_of }) => as_of !== undefined)
}
