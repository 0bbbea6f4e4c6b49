import type { BaseMeasure, Cell, TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { attest } from '../../transforms/attest.ts'
import { countTable, dimension, flat } from './disclosure/tables.ts'

/**
 * A table of learners and their minutes by region, total included.
 *
 * @param contributions minutes of each learner, by region
 * @param kept how many of the largest contributions a cell carries
 */
export function minutesTable(
  contributions: Readonly<Record<string, readonly number[]>>,
  kept = 3,
  type: 'sum' | 'events' = 'sum',
): Held<'tabulated', TabulatedTable> {
  const { shape } = countTable([dimension('region', flat(...Object.keys(contributions)))], {})
  const [learners] = shape.baseMeasures
  const minutes: BaseMeasure = { ...learners!, name: 'minutes', type, counts: 'minutes' }
  const cells = shape.dimensions[0]!.codes.map(({ code }): Cell => {
    const own = code === '_T' ? Object.values(contributions).flat() : contributions[code]!
    const contributors = own.length
    const value = own.reduce((sum, one) => sum + one, 0)
    const largest = own.toSorted((a, b) => b - a).slice(0, kept)
    return {
      coordinates: [code],
      contributors,
      measures: [
        { value: contributors, contributors, largest: [] },
        { value, contributors, largest },
      ],
      outcomes: {},
      scores: {},
    }
  })
  return attest('tabulated', { shape: { ...shape, baseMeasures: [learners!, minutes] }, cells })
}
