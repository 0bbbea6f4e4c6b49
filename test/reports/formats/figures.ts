import type { PublishedTable, TableShape } from '../../../schemas/cell.ts'
import { exampleTable, results } from '../example-release.ts'

/** A row for each figure, whatever the format: codes, measure, value as text or null, status, day of the row. */
export type Figures = readonly (readonly (string | null)[])[]

const awkward: TableShape = {
  ...results,
  id: 'awkward',
  asOf: '2026-10-31',
  dimensions: [
    {
      ...results.dimensions[0]!,
      name: 'age',
      codes: ['_T', '-15', '16-17', '65+', '$2B', 'a,"b"', '<&>', 'Ж', '_X'].map((code, i) => ({
        code,
        parent: i === 0 ? null : '_T',
        level: i === 0 ? 0 : 1,
        labels: { en: `label of ${code}`, uz: 'oʻzbekcha' },
      })),
    },
  ],
}
/** Its codes are of all kinds, and its rows of several days. */
export const stock: PublishedTable = {
  ...exampleTable(awkward),
  rows: exampleTable(awkward).rows.map((row, i) => ({
    ...row,
    asOf: row.figures[0]!.status === 'A' ? (i % 2 === 0 ? '2026-10-31' : '2026-09-30') : null,
  })),
}

/** All figures of a table. */
export function figuresOf({ shape, rows }: PublishedTable): Figures {
  const measures = [...shape.baseMeasures, ...shape.derivedMeasures]
  return sorted(
    rows.flatMap(({ coordinates, figures, asOf }) =>
      figures.map(({ value, status }, m) => {
        const measure = measures[m]!
        const shown =
          value === null ? null : measure.type === 'mean' ? (value / 10).toFixed(1) : String(value)
        return [...coordinates, measure.name, shown, status, asOf ?? null]
      }),
    ),
  )
}

export function sorted(figures: Figures): Figures {
  return figures.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

/** Rows as a page shows them; no figure is large enough for groups of digits. */
export function shownRows({ shape, rows }: PublishedTable, point: string) {
  const decimals = [...shape.baseMeasures, ...shape.derivedMeasures].map(({ type }) =>
    type === 'mean' ? 1 : 0,
  )
  return rows.map(({ coordinates, figures, asOf }) => [
    ...coordinates,
    ...figures.map(({ value, status }, m) =>
      value === null ? `[${status}]` : (value / 10 ** decimals[m]!).toFixed(decimals[m]!).replace('.', point),
    ),
    ...(shape.asOf === undefined ? [] : [asOf ?? '[c]']),
  ])
}

/** Names of the columns of a table, in the order of its files. */
export function columnNames({
  dimensions,
  baseMeasures,
  derivedMeasures,
  asOf,
}: TableShape): readonly string[] {
  return [
    ...dimensions.map(({ name }) => name),
    'time_period',
    ...(asOf === undefined ? [] : ['as_of']),
    ...[...baseMeasures, ...derivedMeasures].flatMap(({ name }) => [name, `${name}_status`]),
  ]
}

/** From rows with the columns of `columnNames`. */
export function fromWide(shape: TableShape, rows: readonly (readonly (string | null)[])[]): Figures {
  const names = columnNames(shape)
  const measures = [...shape.baseMeasures, ...shape.derivedMeasures]
  return sorted(
    rows.flatMap((row) => {
      const of = (name: string) => row[names.indexOf(name)] ?? null
      const place = shape.dimensions.map(({ name }) => of(name))
      return measures.map(({ name }) => [...place, name, of(name), of(`${name}_status`), of('as_of')])
    }),
  )
}
