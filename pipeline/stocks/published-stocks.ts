import { canonicalJson } from '../../reports/canonical-json.ts'
import type { PublishedRow, TableShape } from '../../schemas/cell.ts'
import { WithheldError } from '../../schemas/failure.ts'
import { readRecordedTable } from '../ledger/figure-store.ts'
import type { KnownRelease } from '../ledger/known-releases.ts'
import { ledgerFolder } from '../ledger/ledger-folder.ts'
import { tableTexts } from '../ledger/table-record.ts'

/** What one release showed of its stocks. */
export interface PublishedStocks {
  /** Day that its fresh rows are of, `YYYY-MM-DD`. */
  readonly asOf: string
  /** By table id, in the order of `matrixCoordinates`. */
  readonly rows: ReadonlyMap<string, readonly PublishedRow[]>
  /** By table id: text of what the table is about. */
  readonly definitions: ReadonlyMap<string, string>
}

/**
 * What all known releases of a project showed of its stocks, earliest first.
 *
 * @param ledger folder of the ledger
 * @throws {BrokenLedger} if figures are not as they were stored
 */
export async function readPublishedStocks(
  ledger: string,
  known: readonly KnownRelease[],
  project: string,
): Promise<readonly PublishedStocks[]> {
  const published: PublishedStocks[] = []
  for (const { release } of known) {
    if (release.project !== project) continue
    const rows = new Map<string, readonly PublishedRow[]>()
    const definitions = new Map<string, string>()
    let asOf = ''
    for (const table of release.tables) {
      if (table.as_of === undefined) continue
      asOf = table.as_of
      const recorded = await readRecordedTable(ledgerFolder(ledger), table)
      rows.set(table.id, recorded.rows)
      definitions.set(table.id, canonicalJson(recorded.definition))
    }
    if (rows.size > 0) published.push({ asOf, rows, definitions })
  }
  return published.toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1))
}

/** The text of what a table is about, as `PublishedStocks` has it. */
export function definitionOf(shape: TableShape): string {
  return tableTexts({ shape, rows: [] }).definition
}

/**
 * Refuses stocks that are not the next ones of their series: the same tables with the same codes, as of a later day.
 *
 * @throws {WithheldError} naming the table
 */
export function refuseOtherSeries(
  shapes: readonly TableShape[],
  published: readonly PublishedStocks[],
): void {
  const last = published.at(-1)
  if (last === undefined) return
  for (const shape of shapes) {
    if (last.definitions.get(shape.id) !== definitionOf(shape))
      throw new WithheldError(
        `a stock keeps its dimensions, codes and measure from release to release, and none is added: put the project back as it was. Provided value: table ${shape.id}`,
      )
    if (shape.asOf === undefined || shape.asOf <= last.asOf)
      throw new WithheldError(
        `stocks are released in the order of their days. Provided value: ${shape.period}, after ${last.asOf}`,
      )
  }
  const missing = [...last.definitions.keys()].find((id) => shapes.every((shape) => shape.id !== id))
  if (missing !== undefined)
    throw new WithheldError(
      `all stocks of a project are released together, or none: put the table back. Provided value: table ${missing}`,
    )
}
