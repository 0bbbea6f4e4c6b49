import type { PublishedTable } from '../../schemas/cell.ts'
import { type ScreenCheck, unlessAny } from './screen-check.ts'

/** Shares under which a reader misses much, as the default policy warns its publisher. */
const [leastCells, leastStated] = [0.4, 0.8]
const notStated = '_X'

const percent = (share: number) => `${Math.round(100 * share)} %`

function publishedRows({ rows }: PublishedTable): number {
  return rows.filter(({ figures }) => figures[0]!.status === 'A').length
}

/** Value of the first base measure at given coordinates; null where it is hidden or not there. */
function valueAt({ rows }: PublishedTable, coordinates: readonly string[]): number | null {
  const row = rows.find((one) => one.coordinates.every((code, d) => code === coordinates[d]))
  return row?.figures[0]?.value ?? null
}

const totals = ({ shape }: PublishedTable) => shape.dimensions.map(({ codes }) => codes[0]!.code)

/** What is there, and how much of it is withheld. */
export const completenessChecks: readonly ScreenCheck[] = [
  {
    id: 'completeness/tables',
    what: 'a release has at least one table, and each of them a row',
    run: ({ manifest, tables }) =>
      unlessAny(
        [
          ...(manifest.tables.length === 0 ? ['there is no table'] : []),
          ...manifest.tables.flatMap(({ id }) =>
            tables.some(({ shape, rows }) => shape.id === id && rows.length > 0) ? [] : [`${id} has no rows`],
          ),
        ],
        'fail',
        {
          passed: 'all tables can be read and have rows',
          guidance: 'Ask the publisher for the release again.',
        },
      ),
  },
  {
    id: 'completeness/matrix',
    what: 'each table has a row for every combination of its codes, and none twice',
    run: ({ tables }) =>
      unlessAny(
        tables.flatMap(({ shape, rows }) => {
          const expected = shape.dimensions.reduce((product, { codes }) => product * codes.length, 1)
          const found = new Set(rows.map(({ coordinates }) => JSON.stringify(coordinates))).size
          return found === expected && rows.length === expected
            ? []
            : [`${shape.id}: ${found} of ${expected} combinations in ${rows.length} rows`]
        }),
        'fail',
        { passed: 'every combination is there once', guidance: 'Ask the publisher for the release again.' },
      ),
  },
  {
    id: 'completeness/grand-totals',
    what: 'the grand total of each table is published',
    run: ({ tables }) =>
      unlessAny(
        tables.filter((table) => valueAt(table, totals(table)) === null).map(({ shape }) => shape.id),
        'warn',
        {
          passed: 'all grand totals are published',
          guidance:
            'Shares of the whole cannot be computed from these tables; do not add up their parts instead.',
        },
      ),
  },
  {
    id: 'completeness/withheld',
    what: `at least ${percent(leastCells)} of a table's cells are published`,
    run: ({ tables }) =>
      unlessAny(
        tables.flatMap((table) => {
          const share = publishedRows(table) / table.rows.length
          return share < leastCells ? [`${table.shape.id}: ${percent(share)} published`] : []
        }),
        'warn',
        {
          passed: 'no table withholds most of its cells',
          guidance: 'Use a coarser level, or ask the publisher for a coarser table: withheld is not zero.',
        },
      ),
  },
  {
    id: 'completeness/not-stated',
    what: `learners who did not state something are at most ${percent(1 - leastStated)} of a table`,
    run: ({ tables }) =>
      unlessAny(
        tables.flatMap((table) => {
          const whole = valueAt(table, totals(table))
          if (whole === null || whole === 0) return []
          return table.shape.dimensions.flatMap(({ name, codes }, d) => {
            if (!codes.some(({ code }) => code === notStated)) return []
            const missing = valueAt(table, totals(table).with(d, notStated))
            const share = missing === null ? 0 : missing / whole
            return share > 1 - leastStated ? [`${table.shape.id}.${name}: ${percent(share)} not stated`] : []
          })
        }),
        'warn',
        {
          passed: 'most learners stated what tables are by',
          guidance:
            'Say the share beside any comparison: those who did not state it may differ from the rest.',
        },
      ),
  },
]
