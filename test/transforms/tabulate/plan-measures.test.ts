import { describe, expect, it } from 'vitest'
import { plan } from './plans.ts'

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
      'test_results:learners',
      'test_results:learners',
      'test_results:events',
      'test_results:events:passed',
    ])
    expect(baseMeasures.map(({ part }) => part)).toEqual([
      { dimension: 'outcome', code: 'passed', rest: 'failed' },
      null,
      null,
      null,
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
