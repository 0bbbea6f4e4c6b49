import { readFile } from 'node:fs/promises'
import { sha256Of } from '../../reports/checksums.ts'
import type { RecordedContributions } from '../../schemas/ledger.ts'
import { contributorKeyPath } from '../ledger/contribution-store.ts'
import type { Departures } from '../ledger/forget-contributions.ts'
import { ledgerFolder } from '../ledger/ledger-folder.ts'
import type { Ledger } from '../ledger/open-ledger.ts'

/** What a project keeps about single learners from release to release, in the run's database. */
export interface StoredSeries {
  /** All contributions as they are to be stored: the same give the same bytes. */
  pack(): Promise<Buffer>
  /** Whether the project still has anything that they are kept for. */
  readonly isUsed: boolean
  /**
   * Forgets who is refused, or absent for long, once this run has read the sources.
   *
   * @param today `YYYY-MM-DD`
   */
  forget(today: string): Promise<Departures>
}

/**
 * Stores the contributions for a release beside the ledger, on disk when this returns; its entry still has to name them.
 *
 * @returns null where none are to be kept, undefined where there is nothing to say of them
 */
export async function storeSeries(
  ledger: Ledger,
  series: Pick<StoredSeries, 'pack' | 'isUsed'> | null,
): Promise<RecordedContributions | null | undefined> {
  if (series === null) return undefined
  return series.isUsed ? store(ledger, series) : null
}

async function store(ledger: Ledger, series: Pick<StoredSeries, 'pack'>): Promise<RecordedContributions> {
  const key = sha256Of(await readFile(contributorKeyPath(ledgerFolder(ledger.path))))
  return { sha256: await ledger.storeContributions(await series.pack()), key }
}

/**
 * Takes learners who are refused, or absent from the sources for long, out of the contributions beside the ledger at once,
 * whether or not anything is released, and keeps since when others are absent: an entry says how many were taken out, and
 * nobody is named.
 *
 * @param on today, `YYYY-MM-DD`
 */
export async function forgetDeparted(ledger: Ledger, series: StoredSeries, on: string): Promise<Departures> {
  const departures = await series.forget(on)
  if (!departures.isChanged) return departures
  const contributions = await store(ledger, series)
  const { forgotten, requested } = departures
  await ledger.append({ kind: 'erased', learners: forgotten, requested, on, contributions })
  await ledger.tidyContributions()
  return departures
}
