import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { factRelation } from '../../../transforms/deidentify/fact-relation.ts'
import {
  collapse,
  isFiner,
  type LatticeNode,
  latticeOf,
  nodeName,
  nodesOf,
} from '../../../transforms/tabulate/lattice.ts'
import { planOf, tables } from '../school-tables.ts'

const levels = ['lesson', 'course', 'track', null] as const
const all: readonly LatticeNode[] = levels.flatMap((course) => [true, false].map((day) => ({ course, day })))
const node = fc.constantFrom(...all)
const plans = tables.map(planOf)

describe('nodes', () => {
  it('have names of their own', () => expect(new Set(all.map(nodeName)).size).toBe(all.length))

  it.each([
    {
      table: 0,
      names: [
        'lesson_day',
        'lesson_period',
        'course_day',
        'course_period',
        'track_day',
        'track_period',
        'all_day',
        'all_period',
      ],
    },
    { table: 1, names: ['track_period', 'all_period'] },
    { table: 2, names: ['all_period'] },
    { table: 3, names: ['all_day', 'all_period'] },
  ])('of table $table are $names', ({ table, names }) => {
    expect(nodesOf(plans[table]!.dimensions).map(nodeName)).toEqual(names)
  })

  test.prop([
    fc.subarray(
      plans.filter(({ fact }) => fact === 'lesson_views'),
      { minLength: 1 },
    ),
  ])('of several tables are all that one of them needs, each once, finer ones first', (chosen) => {
    const lattice = latticeOf(chosen)
    const needed = new Set(chosen.flatMap(({ dimensions }) => nodesOf(dimensions)).map(nodeName))
    expect(lattice.map(nodeName).toSorted()).toEqual([...needed].toSorted())
    for (const [i, coarse] of lattice.entries())
      for (const later of lattice.slice(i + 1)) expect(isFiner(later, coarse)).toBe(false)
  })

  it.each(plans.map((plan) => ({ plan, id: plan.shape.id })))(
    'of $id can each but the first be made from an earlier one',
    ({ plan }) => {
      const lattice = latticeOf([plan])
      for (const [i, coarse] of lattice.entries())
        if (i > 0) expect(lattice.slice(0, i).some((fine) => isFiner(fine, coarse))).toBe(true)
    },
  )
})

describe('isFiner is a partial order', () => {
  test.prop([node])('every node with itself', (a) => {
    expect(isFiner(a, a)).toBe(true)
  })
  test.prop([node, node])('two nodes both ways only if they are one', (a, b) => {
    expect(isFiner(a, b) && isFiner(b, a)).toBe(nodeName(a) === nodeName(b))
  })
  test.prop([node, node, node])('from one to the next', (a, b, c) => {
    if (isFiner(a, b) && isFiner(b, c)) expect(isFiner(a, c)).toBe(true)
  })
  it('the finest and the coarsest bound all', () => {
    for (const a of all) {
      expect(isFiner({ course: 'lesson', day: true }, a)).toBe(true)
      expect(isFiner(a, { course: null, day: false })).toBe(true)
    }
  })
})

it('collapses lessons to tracks by way of their courses', () => {
  const fact = factRelation('lesson_views', {
    course: 'lesson',
    day: true,
    indicators: [],
    quantities: ['minutes'],
    latest: [],
  })
  expect(collapse('n', { course: 'lesson', day: true }, { course: 'track', day: false }, fact)).toBe(
    'SELECT s.code, of_course.track, CAST(sum(s.n) AS BIGINT) AS n, CAST(sum(s.minutes) AS BIGINT) AS minutes FROM n AS s' +
      ' JOIN cohort."lesson_course" AS of_lesson ON of_lesson.lesson = s.lesson' +
      ' JOIN cohort."course_track" AS of_course ON of_course.course = of_lesson.course  GROUP BY s.code, of_course.track',
  )
})
