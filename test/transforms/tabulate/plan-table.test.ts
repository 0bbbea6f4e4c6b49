import { describe, expect, it } from 'vitest'
import { type Policy, policySchema } from '../../../schemas/policy.ts'
import { tableSchema } from '../../../schemas/table.ts'
import { planTable } from '../../../transforms/tabulate/plan-table.ts'
import { attribute } from '../hierarchies.ts'
import { attributes, catalogue, period } from '../school.ts'

const table = {
  id: 't',
  title: { en: 'T' },
  from: 'lesson_views',
  dimensions: {},
  measures: { active: { count: 'learners' } },
}
const pinned = attribute('pinned', { lines: ['a;x;*', 'b;x;*'], level: 'level_1' })
const plan = (change: object, policy: Policy = policySchema.parse({})) =>
  planTable(tableSchema.parse({ ...table, ...change }), {
    attributes: [...attributes, pinned],
    catalogue,
    period,
    policy,
  })
const dimension = (from: string, dimensions: object) => {
  const measures = from === 'progress' ? { n: { count: 'learners', where: 'finished' } } : table.measures
  return plan({ from, dimensions, measures }).shape.dimensions[0]!
}
const codes = (from: string, dimensions: object) => dimension(from, dimensions).codes.map(({ code }) => code)

describe('a dimension', () => {
  it.each([
    {
      from: 'lesson_views',
      dimensions: { region: {} },
      expected: ['_T', 'east', 'west', 'a', 'b', 'c', '_X'],
    },
    {
      from: 'lesson_views',
      dimensions: { region: { level: 'zone' } },
      expected: ['_T', 'east', 'west', '_X'],
    },
    { from: 'lesson_views', dimensions: { gender: {} }, expected: ['_T', 'f', 'm'] },
    { from: 'lesson_views', dimensions: { course: {} }, expected: ['_T', 'code', 'maths', 'ai', 'ml', 'py'] },
    { from: 'lesson_views', dimensions: { course: { level: 'track' } }, expected: ['_T', 'code', 'maths'] },
    { from: 'test_results', dimensions: { outcome: {} }, expected: ['_T', 'passed', 'failed'] },
    {
      from: 'test_results',
      dimensions: { score_band: { level: 'broad' } },
      expected: ['_T', '0-49', '50-69', '70-100'],
    },
    {
      from: 'progress',
      dimensions: { result: {} },
      expected: ['_T', 'bad', 'good', 'distinction', 'fail', 'pass', '_X'],
    },
  ])('$dimensions of $from has the codes $expected', ({ from, dimensions, expected }) => {
    expect(codes(from, dimensions)).toEqual(expected)
  })
  it('lists every day of the period', () => {
    expect(codes('registrations', { day: {} })).toEqual([
      '_T',
      ...['28', '29', '30'].map((d) => `2026-09-${d}`),
      ...['01', '02', '03', '04'].map((d) => `2026-10-${d}`),
    ])
  })
  it('nests ten-point bands in broad ones', () => {
    const bands = dimension('test_results', { score_band: {} }).codes
    expect(
      bands.filter(({ level }) => level === 2).map(({ code, parent }) => `${code} in ${parent}`),
    ).toEqual([
      ...['0-9', '10-19', '20-29', '30-39', '40-49'].map((code) => `${code} in 0-49`),
      ...['50-59', '60-69'].map((code) => `${code} in 50-69`),
      ...['70-79', '80-89', '90-100'].map((code) => `${code} in 70-100`),
    ])
  })
  it.each([
    { from: 'lesson_views', dimensions: { gender: {} }, kind: 'attribute', sensitive: true },
    { from: 'lesson_views', dimensions: { region: {} }, kind: 'attribute', sensitive: false },
    { from: 'lesson_views', dimensions: { day: {} }, kind: 'event', sensitive: false },
    { from: 'test_results', dimensions: { outcome: {} }, kind: 'outcome', sensitive: true },
    { from: 'test_results', dimensions: { score_band: {} }, kind: 'outcome', sensitive: true },
    { from: 'progress', dimensions: { result: {} }, kind: 'outcome', sensitive: true },
  ])('$dimensions is of the kind $kind, sensitive: $sensitive', ({ from, dimensions, kind, sensitive }) => {
    expect(dimension(from, dimensions)).toMatchObject({ kind, sensitive })
  })
})

describe('measures of one table', () => {
  const { baseMeasures } = plan({
    from: 'test_results',
    measures: {
      passed: { count: 'learners', where: 'passed' },
      assessed: { count: 'learners' },
      attempts: { count: 'events' },
      passes: { count: 'events', where: 'passed' },
      rate: { ratio: ['passed', 'assessed'] },
    },
  }).shape
  const of = (name: string) => baseMeasures.find((measure) => measure.name === name)

  it('bound each other', () => {
    expect(of('passed')).toMatchObject({ within: 'assessed', atMost: ['assessed', 'passes'] })
    expect(of('assessed')).toMatchObject({ within: null, atMost: ['attempts'] })
    expect(of('passes')).toMatchObject({ within: null })
  })
  it('say how they add up over events', () => {
    expect(baseMeasures.map(({ name, overEvents }) => [name, overEvents])).toEqual([
      ['passed', 'latest'],
      ['assessed', 'distinct'],
      ['attempts', 'additive'],
      ['passes', 'additive'],
    ])
    expect(plan({ from: 'registrations' }).shape.baseMeasures[0]?.overEvents).toBe('additive')
    expect(plan({ measures: { m: { sum: 'minutes' } } }).shape.baseMeasures[0]?.overEvents).toBe('additive')
    expect(
      plan({ from: 'progress', measures: { n: { count: 'learners', where: 'enrolled' } } }).shape
        .baseMeasures[0]?.overEvents,
    ).toBe('distinct')
  })
  it('count the same whatever the table calls them', () => {
    expect(baseMeasures.map(({ counts }) => counts)).toEqual([
      'test_results:learners:passed',
      'test_results:learners',
      'test_results:events',
      'test_results:events:passed',
    ])
    expect(plan({ measures: { x: { sum: 'minutes' } } }).shape.baseMeasures[0]?.counts).toBe(
      'lesson_views:minutes',
    )
  })
  it('are not within another where nothing counts everyone', () => {
    const [enrolled, completed] = plan({
      from: 'progress',
      measures: {
        enrolled: { count: 'learners', where: 'enrolled' },
        completed: { count: 'learners', where: 'completed' },
      },
    }).shape.baseMeasures
    expect([enrolled?.within, completed?.within, completed?.atMost]).toEqual([null, null, []])
  })
})

describe('zeros', () => {
  const open = policySchema.parse({ zeros: { publish: true, reason: 'an empty course is no secret' } })
  it.each([
    { because: 'nothing is said', change: {}, policy: undefined, zeros: 'protect' },
    {
      because: 'the table says so',
      change: { zeros: { publish: true, reason: 'an empty day is no secret' } },
      policy: undefined,
      zeros: 'publish',
    },
    { because: 'the policy says so', change: {}, policy: open, zeros: 'publish' },
  ])('are to $zeros when $because', ({ change, policy, zeros }) =>
    expect(plan(change, policy).shape.zeros).toBe(zeros),
  )
})

it('counts its cells against its budget', () => {
  const dimensions = { region: {}, gender: {} }
  expect(plan({ dimensions, cellBudget: 21 }).shape.cellBudget).toBe(21)
  expect(() => plan({ dimensions, cellBudget: 20 })).toThrow('table t may have 20 cells. Provided value: 21')
})

describe('a table is refused', () => {
  const ofTests = (measures: object) => ({ from: 'test_results', measures })
  it.each([
    {
      because: 'a dimension is unknown',
      change: { dimensions: { mood: {} } },
      message: 'names a dimension that the project does not have. Provided value: mood',
    },
    {
      because: 'the fact has no course',
      change: { from: 'registrations', dimensions: { course: {} } },
      message: 'Provided value: course',
    },
    {
      because: 'the fact has no such outcome',
      change: { dimensions: { outcome: {} } },
      message: 'Provided value: outcome',
    },
    {
      because: 'an attribute has no such level',
      change: { dimensions: { region: { level: 'village' } } },
      message: 'region has the levels town, zone. Provided value: village',
    },
    {
      because: 'a level is finer than the pinned one',
      change: { dimensions: { pinned: { level: 'level_0' } } },
      message: 'may not show pinned finer than its pinned level. Provided value: level_0',
    },
    {
      because: 'tests have no lessons',
      change: { ...ofTests(table.measures), dimensions: { course: { level: 'lesson' } } },
      message: 'needs one of the levels course, track. Provided value: lesson',
    },
    {
      because: 'days have no other level',
      change: { dimensions: { day: { level: 'week' } } },
      message: 'can show day at the level day only. Provided value: week',
    },
    {
      because: 'outcomes have no other level',
      change: { ...ofTests(table.measures), dimensions: { outcome: { level: 'broad' } } },
      message: 'Provided value: broad',
    },
    {
      because: 'scores have no such bands',
      change: { ...ofTests(table.measures), dimensions: { score_band: { level: 'five' } } },
      message: 'needs score_band at one of the levels ten, broad',
    },
    {
      because: 'a result is shown at another level',
      change: { from: 'progress', dimensions: { result: { level: 'broad' } } },
      message: 'must show result at its pinned level',
    },
    {
      because: 'a quantity is unknown',
      change: { measures: { m: { sum: 'clicks' } } },
      message: 'sums a quantity that lesson_views does not have. Provided value: clicks',
    },
    {
      because: 'an indicator is unknown',
      change: { measures: { m: { count: 'learners', where: 'passed' } } },
      message: 'names an indicator that lesson_views does not have. Provided value: passed',
    },
    {
      because: 'progress has no moment of its own',
      change: { from: 'progress' },
      message: 'must say where: for active',
    },
    {
      because: 'a score is unknown',
      change: { measures: { ...table.measures, m: { mean: 'score' } } },
      message: 'names a score that lesson_views does not have. Provided value: score',
    },
    {
      because: 'it only derives',
      change: ofTests({ m: { mean: 'score' } }),
      message: 'needs a measure that counts or sums',
    },
    {
      because: 'a mean needs its base',
      change: ofTests({ n: { count: 'events' }, m: { mean: 'score' } }),
      message: 'needs count: learners beside its mean or median',
    },
    {
      because: 'a ratio is upside down',
      change: ofTests({
        a: { count: 'learners' },
        p: { count: 'learners', where: 'passed' },
        r: { ratio: ['a', 'p'] },
      }),
      message: 'Provided value: a, p',
    },
    {
      because: 'a ratio is of events',
      change: ofTests({
        a: { count: 'events' },
        p: { count: 'events', where: 'passed' },
        r: { ratio: ['p', 'a'] },
      }),
      message: 'Provided value: p, a',
    },
    {
      because: 'events have no latest outcome of their own',
      change: {
        ...ofTests({ a: { count: 'learners' }, e: { count: 'events' } }),
        dimensions: { score_band: {} },
      },
      message: 'may count only learners along an outcome',
    },
    {
      because: 'results are those of the finished',
      change: {
        from: 'progress',
        dimensions: { result: {} },
        measures: { n: { count: 'learners', where: 'enrolled' } },
      },
      message: 'must count where: finished along result',
    },
  ])('when $because', ({ change, message }) => expect(() => plan(change)).toThrow(message))
})
