import type { PublishedTable } from '../../schemas/cell.ts'
import { columnsOf } from '../columns.ts'
import { csvChunks, fixedPoint } from '../csv-text.ts'
import type { FlatTable, FlatValue } from '../flat-table.ts'
import { sdmxCsvPath } from '../formats/format-paths.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import type { TextFile, Texts } from '../formats/text-format.ts'
import { unitOf } from '../formats/unit.ts'
import { sortedRowNumbers } from '../row-order.ts'
import {
  agencyOf,
  dataflowOf,
  indicatorConcept,
  sdmxCode,
  sdmxFrequencies,
  sdmxName,
  sdmxStatuses,
  structureVersion,
} from './sdmx-names.ts'

/** An observation that is missing on purpose, as SDMX-CSV writes it where values are numbers. */
const missing = 'NaN'

/**
 * `tables/<id>.sdmx.csv`: SDMX-CSV 2.1, a row for each figure of each row (sdmx-twg, SDMX-CSV field guide,
 * https://github.com/sdmx-twg/sdmx-csv). It replaces what was there: a release is whole.
 */
export const sdmxCsv: Texts = (content) =>
  content.tables.map(
    (table): TextFile => ({
      path: sdmxCsvPath(table.shape.id),
      chunks: csvChunks(observations(table, content.facts)),
    }),
  )

function observations({ shape, rows }: PublishedTable, facts: ReleaseContent['facts']): FlatTable {
  const names = [
    ...['STRUCTURE', 'STRUCTURE_ID', 'ACTION', 'FREQ'],
    ...shape.dimensions.map(({ name }) => sdmxName(name)),
    ...[indicatorConcept, 'TIME_PERIOD', 'OBS_VALUE', 'OBS_STATUS', 'UNIT_MEASURE'],
    ...(shape.asOf === undefined ? [] : ['AS_OF']),
  ]
  const structure = `${agencyOf(facts)}:${dataflowOf(shape)}(${structureVersion})`
  const head = ['dataflow', structure, 'R', sdmxFrequencies[facts.period.grain]]
  const measures = [...shape.baseMeasures, ...shape.derivedMeasures].map((measure) => {
    const { decimals } = columnsOf(shape).find(({ name }) => name === measure.name)!
    return { indicator: sdmxName(measure.name), unit: unitOf(measure).sdmx, decimals }
  })
  function* all(): Generator<readonly FlatValue[]> {
    for (const number of sortedRowNumbers(shape.dimensions)) {
      const { coordinates, figures, asOf } = rows[number]!
      const place = coordinates.map(sdmxCode)
      for (const [m, { value, status }] of figures.entries()) {
        const { indicator, unit, decimals } = measures[m]!
        const shown = value === null ? missing : fixedPoint(value, decimals)
        const row = [...head, ...place, indicator, shape.period, shown, sdmxStatuses[status], unit]
        yield shape.asOf === undefined ? row : [...row, asOf ?? null]
      }
    }
  }
  return {
    name: shape.id,
    columns: names.map((name) => ({ name, type: 'VARCHAR', decimals: 0 })),
    rows: { [Symbol.iterator]: all },
  }
}
