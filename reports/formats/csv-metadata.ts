import type { PublishedTable } from '../../schemas/cell.ts'
import { columnsOf } from '../columns.ts'
import { csvChunks } from '../csv-text.ts'
import type { FlatTable } from '../flat-table.ts'
import { csvMetadataPath } from './format-paths.ts'
import type { TextFile, Texts } from './text-format.ts'
import { unitOf } from './unit.ts'

const names = [
  'col_name',
  'col_type',
  'label',
  'indicator_grouping',
  'indicator_unit',
  'indicator_dp',
  'filter_hint',
  'filter_grouping_column',
] as const

/**
 * `tables/<id>.meta.csv`: a row for each column that a reader filters by, or that is an indicator, in the columns of the
 * Explore Education Statistics service of the United Kingdom
 * (https://explore-education-statistics.service.gov.uk). Columns of time and of statuses are neither.
 */
export const csvMetadata: Texts = ({ tables }) =>
  tables.map(({ shape }): TextFile => ({ path: csvMetadataPath(shape.id), chunks: csvChunks(rowsOf(shape)) }))

function rowsOf(shape: PublishedTable['shape']): FlatTable {
  const filters = shape.dimensions.map(({ name, title, codes }) => {
    const levels = Math.max(...codes.map(({ level }) => level))
    const hint = levels > 1 ? 'Codes of several levels: see the code list in manifest.json' : ''
    return [name, 'Filter', title.en, '', '', '', hint, '']
  })
  const titles = new Map(columnsOf(shape).map(({ name, title, decimals }) => [name, { title, decimals }]))
  const indicators = [...shape.baseMeasures, ...shape.derivedMeasures].map((measure) => {
    const { title, decimals } = titles.get(measure.name)!
    return [measure.name, 'Indicator', title.en, '', unitOf(measure).symbol, String(decimals), '', '']
  })
  return {
    name: shape.id,
    columns: names.map((name) => ({ name, type: 'VARCHAR', decimals: 0 })),
    rows: [...filters, ...indicators].map((row) => row.map((field) => (field === '' ? null : field))),
  }
}
