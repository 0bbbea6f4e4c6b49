import type { PublishedTable } from '../../schemas/cell.ts'
import { type ScreenCheck, unlessAny } from './screen-check.ts'

function wrongFigures(
  { shape, rows }: PublishedTable,
  isWrong: (value: number, measure: number) => boolean,
): readonly string[] {
  const names = [...shape.baseMeasures, ...shape.derivedMeasures].map(({ name }) => name)
  return rows.flatMap(({ coordinates, figures }) =>
    figures.flatMap(({ value }, m) =>
      value !== null && isWrong(value, m) ? [`${shape.id} ${coordinates.join(' ')} ${names[m]}`] : [],
    ),
  )
}

/** Figures in the unit that they claim. */
export const unitChecks: readonly ScreenCheck[] = [
  {
    id: 'units/counts',
    what: 'counts and sums are whole numbers from 0',
    run: ({ tables }) =>
      unlessAny(
        tables.flatMap((table) =>
          wrongFigures(
            table,
            (value, m) => m < table.shape.baseMeasures.length && (!Number.isSafeInteger(value) || value < 0),
          ),
        ),
        'fail',
        { passed: 'all counts are whole numbers', guidance: 'Do not use the table; ask the publisher.' },
      ),
  },
  {
    id: 'units/percentages',
    what: 'percentages, means and medians of scores lie from 0 to 100',
    run: ({ tables }) =>
      unlessAny(
        tables.flatMap((table) =>
          wrongFigures(table, (value, m) => {
            const derived = table.shape.derivedMeasures[m - table.shape.baseMeasures.length]
            if (derived === undefined) return false
            const scale = derived.type === 'mean' ? 10 ** derived.decimals : 1
            return value < 0 || value > 100 * scale
          }),
        ),
        'fail',
        { passed: 'all of them do', guidance: 'Do not use the table; ask the publisher.' },
      ),
  },
]
