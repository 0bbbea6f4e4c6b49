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
  /**
   * Forgets who is refused, or absent for long, once this run has read the sources.
   *
   * @param today `YYYY-MM-DD`
   */
  forget(today: string): Promise<Departures>
}

/** Stores the contributions beside the ledger, on disk when this returns; an entry still has to name them. */
export async function storeSeries(
  ledger: Ledger,
  series: Pick<StoredSeries, 'pack'> | null,
): Promise<RecordedContributions | undefined> {
  if (series === null) return undefined
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
  const contributions = await storeSeries(ledger, series)
  await ledger.append({
    kind: 'erased',
    learners: departures.forgotten,
    on,
    ...(contributions === undefined ? {} : { contributions }),
  })
  await ledger.tidyContributions()
  return departures
}
