import type { BaseMeasure, Dimension, PublishedTable, TableShape } from '../../schemas/cell.ts'
import { type ScreenCheck, type Screened, skip, unlessAny } from './screen-check.ts'

/** Whether children of a code add up to it: learners over events do not. */
function addsUp({ overEvents }: BaseMeasure, { kind }: Dimension): boolean {
  return kind !== 'event' || overEvents === 'additive'
}

const place = ({ id }: TableShape, coordinates: readonly string[], measure: string) =>
  `${id} ${coordinates.join(' ')} ${measure}`

/** Rows of one day by coordinates; a stock shows rows of several days, which do not add up. */
function rowsOf({ shape, rows }: PublishedTable): ReadonlyMap<string, PublishedTable['rows'][number]> {
  const ofToday = shape.asOf === undefined ? rows : rows.filter(({ asOf }) => asOf === shape.asOf)
  return new Map(ofToday.map((row) => [row.coordinates.join('\u001f'), row]))
}

function wrongSums(table: PublishedTable): readonly string[] {
  const { shape } = table
  const at = rowsOf(table)
  return [...at.values()].flatMap(({ coordinates, figures }) =>
    shape.dimensions.flatMap((dimension, d) => {
      const children = dimension.codes.filter(({ parent }) => parent === coordinates[d])
      if (children.length === 0) return []
      return shape.baseMeasures.flatMap((measure, m) => {
        const whole = figures[m]!.value
        const parts = children.map(
          ({ code }) => at.get(coordinates.with(d, code).join('\u001f'))?.figures[m]?.value ?? null,
        )
        if (whole === null || parts.includes(null) || !addsUp(measure, dimension)) return []
        const sum = parts.reduce<number>((total, part) => total + (part ?? 0), 0)
        return sum === whole ? [] : [place(shape, coordinates, measure.name)]
      })
    }),
  )
}

/** Figures by what they count and where, whichever table shows them. */
function conflicts({ tables }: Screened): readonly string[] {
  const seen = new Map<string, { readonly value: number; readonly where: string }>()
  return tables.flatMap((table) => {
    const { shape } = table
    return [...rowsOf(table).values()].flatMap(({ coordinates, figures }) =>
      shape.baseMeasures.flatMap(({ counts, name, part }, m) => {
        const value = figures[m]!.value
        if (value === null) return []
        const codes = shape.dimensions.flatMap((one, d) =>
          coordinates[d] === one.codes[0]!.code ? [] : [`${one.name}=${coordinates[d]}`],
        )
        const category = part === null ? [] : [`${part.dimension}=${part.code}`]
        const key = [counts, shape.asOf ?? '', ...[...codes, ...category].toSorted()].join('\u001f')
        const where = place(shape, coordinates, name)
        const other = seen.get(key)
        if (other === undefined) seen.set(key, { value, where })
        return other === undefined || other.value === value ? [] : [`${other.where} and ${where}`]
      }),
    )
  })
}

/** Arithmetic that everybody does first. */
export const totalChecks: readonly ScreenCheck[] = [
  {
    id: 'totals/add-up',
    what: 'published parts add up to their published whole',
    run: ({ manifest, tables }) =>
      manifest.audit.parameters.rounding?.method === 'conventional'
        ? skip('figures are rounded one by one, and need not add up')
        : unlessAny(tables.flatMap(wrongSums), 'fail', {
            passed: 'all published parts add up',
            guidance: 'Do not use the table; ask the publisher.',
          }),
  },
  {
    id: 'totals/agree',
    what: 'what several tables show is the same figure in all of them',
    run: (screened) =>
      unlessAny(conflicts(screened), 'fail', {
        passed: 'tables agree wherever they count the same',
        guidance: 'Do not use these tables together; ask the publisher.',
      }),
  },
  {
    id: 'totals/parts-of-wholes',
    what: 'nobody is in a part who is not in the whole: passed are at most the assessed',
    run: ({ tables }) =>
      unlessAny(
        tables.flatMap(({ shape, rows }) =>
          rows.flatMap(({ coordinates, figures }) =>
            shape.baseMeasures.flatMap(({ name, atMost }, m) => {
              const value = figures[m]!.value
              return atMost.flatMap((whole) => {
                const other =
                  figures[shape.baseMeasures.findIndex((one) => one.name === whole)]?.value ?? null
                return value === null || other === null || value <= other
                  ? []
                  : [place(shape, coordinates, `${name} > ${whole}`)]
              })
            }),
          ),
        ),
        'fail',
        { passed: 'no part exceeds its whole', guidance: 'Do not use the table; ask the publisher.' },
      ),
  },
]
