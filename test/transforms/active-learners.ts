import * as fc from 'fast-check'
import type { PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import { matrixCoordinates } from '../../schemas/cell.ts'
import { countTable, dimension, flat } from './disclosure/tables.ts'
import type { Figure } from './subtraction-attacker.ts'

/** Learners who are alike: where they live, and the weeks in which they were active; none for those who were not. */
interface Kind {
  readonly place: string
  readonly weeks: readonly string[]
}

export const places = dimension('place', flat('n', 's'))
export const weeks = dimension('week', flat('w1', 'w2', 'w3'), 'event')
const subsets = [[], ['w1'], ['w2'], ['w3'], ['w1', 'w2'], ['w1', 'w3'], ['w2', 'w3'], ['w1', 'w2', 'w3']]
/** Every kind of learner that there can be. */
export const kinds: readonly Kind[] = ['n', 's'].flatMap((place) =>
  subsets.map((subset) => ({ place, weeks: subset })),
)

/** How many learners of each kind, few or many. */
export const someLearners: fc.Arbitrary<readonly number[]> = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 20, max: 60 })),
  { minLength: kinds.length, maxLength: kinds.length },
)

function isCounted({ place, weeks: active }: Kind, [atPlace, atWeek]: readonly string[]): boolean {
  return (
    active.length > 0 &&
    (atPlace === '_T' || place === atPlace) &&
    (atWeek === undefined || atWeek === '_T' || active.includes(atWeek))
  )
}

/** Active learners by place and week: a learner counts in each week, and once in the month. */
export function activeTable(learners: readonly number[]): TabulatedTable {
  const empty = countTable([places, weeks], {}, 'publish', 'active')
  const [measure] = empty.shape.baseMeasures
  const cells = [...matrixCoordinates([places, weeks])].map((coordinates) =>
    cell(
      coordinates,
      learners.reduce((sum, count, i) => sum + (isCounted(kinds[i]!, coordinates) ? count : 0), 0),
    ),
  )
  const baseMeasures = [{ ...measure!, counts: 'active', overEvents: 'distinct' as const }]
  return { shape: { ...empty.shape, baseMeasures }, cells }
}

/** Registered learners by place, active or not. */
export function registeredTable(learners: readonly number[]): TabulatedTable {
  const counts: Record<string, number> = { n: 0, s: 0 }
  learners.forEach((count, i) => {
    counts[kinds[i]!.place]! += count
  })
  const { shape, cells } = countTable([places], counts, 'publish', 'registered')
  const baseMeasures = shape.baseMeasures.map((measure) => ({ ...measure, counts: 'registered' }))
  return { shape: { ...shape, baseMeasures }, cells }
}

/** The month and each week as tables of their own that are not known to count the same learners. */
export function apart({ shape, cells }: TabulatedTable): readonly TabulatedTable[] {
  return weeks.codes.map(({ code }) => ({
    shape: {
      ...shape,
      id: `active-${code.replace('_', '')}`,
      dimensions: [places],
      baseMeasures: shape.baseMeasures.map((measure) => ({ ...measure, counts: `active ${code}` })),
    },
    cells: cells.flatMap((one) =>
      one.coordinates[1] === code ? [{ ...one, coordinates: [one.coordinates[0]!] }] : [],
    ),
  }))
}

/** What a reader sees of tables made here, whichever way they were protected. */
export function readFigures(tables: readonly PublishedTable[]): readonly Figure[] {
  return tables.flatMap(({ shape, rows }) => {
    const [what, week] = shape.baseMeasures[0]!.counts.split(' ')
    return rows.flatMap(({ coordinates, figures }) => {
      const { value } = figures[0]!
      const at = week === undefined ? coordinates : [...coordinates, week]
      const holds = (kind: Kind) =>
        what === 'registered' ? at[0] === '_T' || at[0] === kind.place : isCounted(kind, at)
      return value === null
        ? []
        : [{ name: `${what} ${at.join(' ')}`, value, counts: kinds.map((kind) => Number(holds(kind))) }]
    })
  })
}

function cell(coordinates: readonly string[], value: number): TabulatedTable['cells'][number] {
  const measures = [{ value, contributors: value, largest: [] }]
  return { coordinates, contributors: value, measures, outcomes: {}, scores: {} }
}
