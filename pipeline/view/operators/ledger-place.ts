import { sha256Of } from '../../../reports/checksums.ts'
import { manifestText } from '../../../reports/manifest.ts'
import { Failure } from '../../../schemas/failure.ts'
import type { LedgerEntry } from '../../../schemas/ledger.ts'
import { findRelease } from '../../ledger/hold-against-shelf.ts'
import type { KnownRelease } from '../../ledger/known-releases.ts'
import { readLedger } from '../../ledger/read-ledger.ts'
import { skippedPeriods } from '../../ledger/skipped-periods.ts'
import type { OperatorLayer } from './operator-layer.ts'

/** A release of the project as an entry of the ledger has it. */
export interface EnteredRelease extends KnownRelease {
  /** When the run that entered it began. */
  readonly at: string
}

/** Where a release stands in the ledger. Restricted. */
export type LedgerPlace =
  | {
      readonly isWhole: true
      readonly entries: number
      /** SHA-256 of the last entry. */
      readonly head: string
      /** The release that is shown; null where the ledger knows none of its name. */
      readonly own: EnteredRelease | null
      /** Whether it is the very release that is shown. */
      readonly isSame: boolean
      /** All of the project, in the order of their entries. */
      readonly releases: readonly EnteredRelease[]
      /** Periods of the project that were given up, and why. */
      readonly skipped: readonly string[]
    }
  | { readonly isWhole: false; readonly reason: string }

/** Reads the ledger and checks all of it, as every night does; writes nothing, and needs no lock. */
export async function ledgerPlace(
  { ledger, release }: Pick<OperatorLayer, 'ledger' | 'release'>,
  now: Date,
): Promise<LedgerPlace> {
  const { manifest } = release
  const project = manifest.project.id
  try {
    const { entries, last, known } = await readLedger(ledger, now)
    const entered = (one: KnownRelease): EnteredRelease => ({ ...one, at: enteredAt(entries, one) })
    const own = findRelease(known, project, manifest.period.id, manifest.version)
    return {
      isWhole: true,
      entries: entries.length,
      head: last,
      own: own === null ? null : entered(own),
      isSame: own?.release.manifest_sha256 === sha256Of(manifestText(manifest)),
      releases: known.filter((one) => one.release.project === project).map(entered),
      skipped: skippedPeriods(entries)
        .filter((one) => one.project === project)
        .map(({ period }) => period.id),
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { isWhole: false, reason: error.message }
  }
}

function enteredAt(entries: readonly LedgerEntry[], { sequence }: KnownRelease): string {
  return entries[sequence - 1]!.at
}
