import * as fc from 'fast-check'
import type { BaseMeasure, Dimension, PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import { matrixCoordinates } from '../../schemas/cell.ts'
import type { Period } from '../../schemas/period.ts'
import { dimension, flat } from './disclosure/tables.ts'
import type { Figure } from './subtraction-attacker.ts'

const period = (id: string, grain: Period['grain'], start: string, end: string): Period => ({
  id,
  grain,
  start,
  end,
})
export const months: readonly Period[] = [
  period('2026-10', 'month', '2026-10-01', '2026-11-01'),
  period('2026-11', 'month', '2026-11-01', '2026-12-01'),
  period('2026-12', 'month', '2026-12-01', '2027-01-01'),
]
/** As long as a quarter's first two months. */
export const twoMonths = period('2026-10/11', 'quarter', '2026-10-01', '2026-12-01')
export const quarter = period('2026-Q4', 'quarter', '2026-10-01', '2027-01-01')

/** Learners who are alike: where they live, and the course that they took in each month; null for none. */
export interface Kind {
  readonly place: string
  readonly taken: readonly (string | null)[]
}

export const places = dimension('place', flat('n', 's'))
export const courses = dimension('course', flat('a', 'b'), 'event')
const choices = [null, 'a', 'b']
/** Every kind of learner that there can be. */
export const kinds: readonly Kind[] = ['n', 's'].flatMap((place) =>
  choices.flatMap((first) =>
    choices.flatMap((second) => choices.map((third) => ({ place, taken: [first, second, third] }))),
  ),
)

/** How many learners of each kind: mostly none, some few, some many. */
export const someLearners: fc.Arbitrary<readonly number[]> = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) },
    { weight: 3, arbitrary: fc.integer({ min: 12, max: 60 }) },
  ),
  { minLength: kinds.length, maxLength: kinds.length },
)

function monthsOf({ start, end }: Period): readonly number[] {
  return months.flatMap((month, m) => (month.start >= start && month.end <= end ? [m] : []))
}

/** How many lessons a learner of a kind saw in a cell: one in each month with a course. */
function seen({ place, taken }: Kind, of: Period, [at, course = '_T']: readonly string[]): number {
  if (at !== '_T' && at !== place) return 0
  return monthsOf(of).filter((m) => taken[m] != null && (course === '_T' || course === taken[m])).length
}

const measure: BaseMeasure = {
  name: 'learners',
  title: { en: 'Learners' },
  type: 'learners',
  counts: 'lesson_views:learners',
  overEvents: 'distinct',
  atMost: [],
  within: null,
  where: null,
  quantity: null,
  part: null,
}
const events: BaseMeasure = {
  ...measure,
  name: 'views',
  type: 'events',
  counts: 'lesson_views:events',
  overEvents: 'additive',
}

/** Active learners, and their views where asked for, by place and course in a month or the quarter. */
export function activeTable(
  learners: readonly number[],
  of: Period,
  withViews = false,
  dimensions: readonly Dimension[] = [places, courses],
): TabulatedTable {
  const baseMeasures = withViews ? [{ ...measure, atMost: ['views'] }, events] : [measure]
  const cells = [...matrixCoordinates(dimensions)].map((coordinates) => {
    const each = kinds.map((kind) => seen(kind, of, coordinates))
    const count = each.reduce((sum, views, i) => sum + (views > 0 ? learners[i]! : 0), 0)
    const views = each.reduce((sum, one, i) => sum + one * learners[i]!, 0)
    const largest = kinds
      .flatMap((_, i) => Array.from({ length: Math.min(3, learners[i]!) }, () => each[i]!))
      .filter((one) => one > 0)
      .sort((a, b) => b - a)
      .slice(0, 3)
    return {
      coordinates,
      contributors: count,
      measures: [
        { value: count, contributors: count, largest: [] },
        ...(withViews ? [{ value: views, contributors: count, largest }] : []),
      ],
      outcomes: {},
      scores: {},
    }
  })
  const shape = {
    id: 'active',
    title: { en: 'Active learners' },
    fact: 'lesson_views',
    period: of.id,
    dimensions,
    baseMeasures,
    derivedMeasures: [],
    zeros: 'publish' as const,
    cellBudget: 1000,
  }
  return { shape, cells }
}

/** The same table with its views only. */
export function viewsTable(
  learners: readonly number[],
  of: Period,
  dimensions: readonly Dimension[],
): TabulatedTable {
  const { shape, cells } = activeTable(learners, of, true, dimensions)
  return {
    shape: { ...shape, baseMeasures: [events] },
    cells: cells.map((cell) => ({ ...cell, measures: cell.measures.slice(1) })),
  }
}

/** What a reader sees of such tables: how often each published number of learners counts a learner of each kind. */
export function readLearners(tables: readonly PublishedTable[]): readonly Figure[] {
  return readFigures(tables, measure, (views) => (views > 0 ? 1 : 0))
}

/** The same of views. */
export function readViews(tables: readonly PublishedTable[]): readonly Figure[] {
  return readFigures(tables, events, (views) => views)
}

function readFigures(
  tables: readonly PublishedTable[],
  { name }: BaseMeasure,
  counted: (views: number) => number,
): readonly Figure[] {
  return tables.flatMap(({ shape, rows }) => {
    const of = [...months, twoMonths, quarter].find(({ id }) => id === shape.period)
    if (of === undefined) throw new Error('a table must be of a month, two of them or the quarter')
    const at = shape.baseMeasures.findIndex((one) => one.name === name)
    return rows.flatMap(({ coordinates, figures }) => {
      const { value } = figures[at] ?? { value: null }
      const counts = kinds.map((kind) => counted(seen(kind, of, coordinates)))
      return value === null ? [] : [{ name: `${shape.period} ${coordinates.join(' ')}`, value, counts }]
    })
  })
}
