import { isDeepStrictEqual } from 'node:util'
import type { PublishedRow, PublishedTable } from '../../schemas/cell.ts'
import type { Manifest } from '../../schemas/release.ts'
import type { Finding } from '../verify.ts'
import { readRecordedTable } from './figure-store.ts'
import type { KnownRelease } from './known-releases.ts'
import { ledgerFolder } from './ledger-folder.ts'

/**
 * Every row of a release that stands as of an earlier day, though no release of that day showed it so: of such rows there
 * are no sources any more, but the ledger knows what was published.
 *
 * @param ledger folder of a ledger that was found whole
 * @throws {BrokenLedger} if what is stored is not what the entry names
 */
export async function auditStandingRows(
  ledger: string,
  known: readonly KnownRelease[],
  manifest: Pick<Manifest, 'project' | 'period'>,
  published: readonly PublishedTable[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const { shape, rows } of published) {
    const shown = new Map<string, ReadonlyMap<string, PublishedRow>>()
    for (const { asOf, coordinates, figures } of rows) {
      if (asOf == null || asOf === shape.asOf) continue
      const ofDay = shown.get(asOf) ?? (await rowsOf(ledger, known, manifest, shape.id, asOf))
      shown.set(asOf, ofDay)
      if (isDeepStrictEqual(ofDay.get(coordinates.join('\u001f'))?.figures, figures)) continue
      const where = [shape.id, ...coordinates].join(' ')
      findings.push({
        rule: 'not-as-published',
        where,
        clause: 'a row that stands is as its day published it',
      })
    }
  }
  return findings
}

/**
 * What a table showed as it stood on a day: as a stock, or as flows of the same period, of which the first version tells no
 * day of its own.
 */
async function rowsOf(
  ledger: string,
  known: readonly KnownRelease[],
  { project, period }: Pick<Manifest, 'project' | 'period'>,
  id: string,
  day: string,
): Promise<ReadonlyMap<string, PublishedRow>> {
  const rows = new Map<string, PublishedRow>()
  for (const { release } of known) {
    const table = release.tables.find((one) => one.id === id)
    if (release.project !== project.id || table === undefined) continue
    const isFirst = table.as_of === undefined && release.period.id === period.id
    if ((isFirst ? release.as_of : table.as_of) !== day) continue
    for (const row of readRecordedTable(ledgerFolder(ledger), table).rows)
      if (isFirst || row.asOf === day) rows.set(row.coordinates.join('\u001f'), row)
  }
  return rows
}
