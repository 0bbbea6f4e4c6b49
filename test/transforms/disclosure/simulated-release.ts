import * as fc from 'fast-check'
import type { BaseMeasure, Cell, Dimension, TabulatedTable } from '../../../schemas/cell.ts'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import { dimension, flat } from './tables.ts'

interface Attempt {
  readonly course: string
  readonly passed: boolean
}
interface Learner {
  readonly place: string
  readonly age: string
  readonly attempts: readonly Attempt[]
}

const places = dimension('place', { n: '_T', s: '_T', n1: 'n', n2: 'n', s1: 's', s2: 's', s3: 's' })
const ages = dimension('age', flat('young', 'old'))
const courses = dimension('course', { math: '_T', arts: '_T', m1: 'math', m2: 'math', a1: 'arts' }, 'event')
const outcomes = dimension('outcome', flat('pass', 'fail'), 'outcome')

/** Groups of learners who sat tests, from few to many, so that some rows are small and some are uniform. */
const learnersArbitrary: fc.Arbitrary<readonly Learner[]> = fc
  .array(
    fc.record({
      place: fc.constantFrom('n1', 'n2', 's1', 's2', 's3'),
      age: fc.constantFrom('young', 'old'),
      attempts: fc.array(fc.record({ course: fc.constantFrom('m1', 'm2', 'a1'), passed: fc.boolean() }), {
        maxLength: 3,
      }),
      size: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 60 })),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((groups) => groups.flatMap(({ size, ...learner }) => Array.from({ length: size }, () => learner)))

/** Three linked tables of one simulated month: distinct learners, events, nested measures, an outcome. */
export const simulatedRelease: fc.Arbitrary<readonly TabulatedTable[]> = fc
  .tuple(learnersArbitrary, fc.constantFrom('protect' as const, 'publish' as const))
  .map(([learners, zeros]) => [
    tabulate('courses', [places, courses], [assessed, passed, events], learners, zeros),
    tabulate('outcomes', [places, outcomes], [assessed], learners, zeros),
    tabulate('ages', [ages, places], [assessed, passed], learners, zeros),
  ])

const title = { en: 'title' }
const assessed: BaseMeasure = {
  name: 'assessed',
  title,
  type: 'learners',
  counts: 'learners',
  overEvents: 'distinct',
  atMost: ['events'],
  within: null,
  where: null,
  quantity: null,
  part: null,
}
const passed: BaseMeasure = { ...assessed, name: 'passed', counts: 'learners passed', within: 'assessed' }
const events: BaseMeasure = {
  ...assessed,
  name: 'events',
  type: 'events',
  counts: 'events',
  overEvents: 'additive',
  atMost: [],
}

function tabulate(
  id: string,
  dimensions: readonly Dimension[],
  measures: readonly BaseMeasure[],
  learners: readonly Learner[],
  zeros: 'protect' | 'publish',
): TabulatedTable {
  const names = measures.map(({ name }) => name)
  const baseMeasures = measures.map((measure) => ({
    ...measure,
    atMost: measure.atMost.filter((name) => names.includes(name)),
  }))
  const cells = [...matrixCoordinates(dimensions)].map((coordinates): Cell => {
    const code = (name: string) => coordinates[dimensions.findIndex((one) => one.name === name)] ?? '_T'
    const inside = learners.flatMap(({ place, age, attempts }) => {
      const there = isUnder(places, place, code('place')) && isUnder(ages, age, code('age'))
      const seen = attempts.filter(({ course }) => isUnder(courses, course, code('course')))
      const latest = seen.at(-1)
      if (!there || latest === undefined) return []
      return isUnder(outcomes, latest.passed ? 'pass' : 'fail', code('outcome')) ? [seen] : []
    })
    const largest = inside.map((attempts) => attempts.length).sort((a, b) => b - a)
    const values: Record<string, number> = {
      assessed: inside.length,
      passed: inside.filter((attempts) => attempts.some((attempt) => attempt.passed)).length,
      events: inside.reduce((sum, attempts) => sum + attempts.length, 0),
    }
    return {
      coordinates,
      contributors: inside.length,
      measures: baseMeasures.map(({ name }) => ({
        value: values[name]!,
        contributors: name === 'passed' ? values['passed']! : inside.length,
        largest: name === 'events' ? largest : [],
      })),
      outcomes: {},
      scores: {},
    }
  })
  const shape = {
    id,
    title,
    fact: 'test_results',
    period: '2026-10',
    dimensions,
    baseMeasures,
    derivedMeasures: [],
    zeros,
    cellBudget: 100_000,
  }
  return { shape, cells }
}

function isUnder({ codes }: Dimension, leaf: string, code: string): boolean {
  for (let at: string | null = leaf; at !== null; at = codes.find((one) => one.code === at)!.parent) {
    if (at === code) return true
  }
  return false
}
