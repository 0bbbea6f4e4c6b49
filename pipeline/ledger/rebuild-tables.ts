import { matrixSize, type PublishedTable, type TableShape } from '../../schemas/cell.ts'
import type { RecordedRelease } from '../../schemas/ledger.ts'
import type { RecordedDefinition } from '../../schemas/recorded-definition.ts'
import { readRecordedTable } from './figure-store.ts'
import type { LedgerFolder } from './ledger-folder.ts'

/**
 * The tables of a release as its readers have them, from the ledger alone. Names stand in the place of titles, which
 * the ledger does not keep, and the matrix is its own budget.
 *
 * @returns null where a definition was recorded before definitions were complete
 * @throws {BrokenLedger} if what is stored is not what the entry names
 */
export async function rebuildTables(
  folder: LedgerFolder,
  { period, tables }: RecordedRelease,
): Promise<readonly PublishedTable[] | null> {
  const rebuilt: PublishedTable[] = []
  for (const table of tables) {
    const { definition, rows } = readRecordedTable(folder, table)
    if (!('format' in definition)) return null
    const stock = table.as_of === undefined ? {} : { asOf: table.as_of }
    rebuilt.push({ shape: { ...shapeOf(table.id, period.id, definition), ...stock }, rows })
  }
  return rebuilt
}

function shapeOf(id: string, period: string, definition: RecordedDefinition): TableShape {
  const dimensions = definition.dimensions.map(({ codes, ...dimension }) => ({
    ...dimension,
    title: { en: dimension.name },
    codes: codes.map((code) => ({ ...code, labels: { en: code.code } })),
  }))
  return {
    id,
    title: { en: id },
    fact: definition.fact,
    period,
    dimensions,
    baseMeasures: definition.base_measures.map(({ over_events, at_most, ...measure }) => ({
      ...measure,
      title: { en: measure.name },
      overEvents: over_events,
      atMost: at_most,
    })),
    derivedMeasures: definition.derived_measures.map((measure) => ({
      ...measure,
      title: { en: measure.name },
    })),
    zeros: definition.zeros,
    cellBudget: matrixSize(dimensions),
  }
}
