import { describe, expect, it } from 'vitest'
import type { BaseMeasure, TabulatedTable } from '../../../schemas/cell.ts'
import { disclosesGroup } from '../../../transforms/disclosure/group-disclosure.ts'
import { judgePrimaries } from '../../../transforms/disclosure/primary-suppression.ts'
import { hasFewContributors } from '../../../transforms/disclosure/threshold.ts'
import { isProtectedZero } from '../../../transforms/disclosure/zeros.ts'
import { countTable, limits as defaults, dimension, flat } from './tables.ts'

describe('threshold', () => {
  it.each([
    { contributors: 0, discloses: false, because: 'an empty cell is about nobody' },
    { contributors: 1, discloses: true, because: 'one learner is under 10' },
    { contributors: 9, discloses: true, because: 'nine learners are under 10' },
    { contributors: 10, discloses: false, because: 'ten learners are not under 10' },
  ])('$contributors: $because', ({ contributors, discloses }) => {
    expect(hasFewContributors(contributors, 10)).toBe(discloses)
  })
})

describe('zeros', () => {
  it.each([
    { contributors: 0, zeros: 'protect', discloses: true },
    { contributors: 0, zeros: 'publish', discloses: false },
    { contributors: 1, zeros: 'protect', discloses: false },
  ] as const)('$contributors, zeros $zeros: $discloses', ({ contributors, zeros, discloses }) => {
    expect(isProtectedZero(contributors, zeros)).toBe(discloses)
  })
})

describe('group disclosure', () => {
  it.each([
    { contributors: 0, group: 0, outside: 0, discloses: false, because: 'an empty group has no members' },
    { contributors: 0, group: 200, outside: 90, discloses: true, because: 'none of 200 has the outcome' },
    { contributors: 2, group: 200, outside: 2, discloses: true, because: 'all but two share another' },
    { contributors: 3, group: 200, outside: 3, discloses: false, because: 'three lie outside the largest' },
    { contributors: 2, group: 200, outside: 90, discloses: false, because: 'the group is diverse' },
  ])('$contributors of $group: $because', ({ contributors, group, outside, discloses }) => {
    expect(disclosesGroup(contributors, [{ contributors: group, outsideLargest: outside }], 3)).toBe(
      discloses,
    )
  })
})

describe('judgePrimaries', () => {
  const limits = { ...defaults, minimumContributors: 10, outcomeDiversity: 3 }

  it('hides a zero along a sensitive outcome of a non-empty group, though zeros are public', () => {
    const regions = dimension('region', flat('x', 'y', 'z'))
    const outcome = dimension('outcome', flat('pass', 'fail'), 'outcome')
    const table = countTable([regions, outcome], { 'x pass': 50, 'y pass': 30, 'y fail': 20 })
    const reasons = judgePrimaries(table, limits).map(([first]) => first!)
    const named = table.cells.flatMap(({ coordinates }, i) =>
      reasons[i]!.length > 0 ? [`${coordinates.join(' ')}: ${reasons[i]!.join(' ')}`] : [],
    )
    expect(named).toEqual(['x fail: group-disclosure'])
  })

  it.each([
    { assessed: 50, passed: 30, named: [[], [], []], because: 'both sides are large' },
    { assessed: 50, passed: 45, named: [[], [], ['threshold']], because: 'five did not pass' },
    { assessed: 50, passed: 50, named: [[], [], ['group-disclosure']], because: 'all passed' },
    { assessed: 50, passed: 0, named: [[], ['group-disclosure'], []], because: 'none passed' },
    { assessed: 0, passed: 0, named: [[], [], []], because: 'zeros of an empty group are public' },
    {
      assessed: 50,
      passed: 48,
      named: [[], [], ['threshold', 'group-disclosure']],
      because: 'two learners lie outside',
    },
  ])('$passed of $assessed passed: $because', ({ assessed, passed, named }) => {
    expect(judgePrimaries(passTable(assessed, passed), limits)[0]).toEqual(named)
  })
})

function passTable(assessed: number, passed: number): TabulatedTable {
  const base = countTable([], {})
  const whole: BaseMeasure = { ...base.shape.baseMeasures[0]!, name: 'assessed', counts: 'assessed' }
  const part: BaseMeasure = { ...whole, name: 'passed', counts: 'passed', within: 'assessed' }
  const measures = [assessed, passed].map((value) => ({ value, contributors: value, largest: [] }))
  const cell = { coordinates: [], contributors: assessed, measures, outcomes: {}, scores: {} }
  return { shape: { ...base.shape, baseMeasures: [whole, part] }, cells: [cell] }
}
