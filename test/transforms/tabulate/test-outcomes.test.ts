import { describe, expect, it } from 'vitest'
import { testOutcomeCode, testOutcomeCodes } from '../../../transforms/tabulate/test-outcomes.ts'

const marks = { least: 50, greatest: 60 }

it.each([
  { percent: 0, passed: false, ten: 'failed_0-9', broad: 'failed_0-49' },
  { percent: 49, passed: false, ten: 'failed_40-49', broad: 'failed_0-49' },
  { percent: 55, passed: false, ten: 'failed_50-59', broad: 'failed_50-69' },
  { percent: 55, passed: true, ten: 'passed_50-59', broad: 'passed_50-69' },
  { percent: 69, passed: true, ten: 'passed_60-69', broad: 'passed_50-69' },
  { percent: 70, passed: true, ten: 'passed_70-79', broad: 'passed_70-100' },
  { percent: 100, passed: true, ten: 'passed_90-100', broad: 'passed_70-100' },
])('$percent % with passed $passed is $ten and $broad', ({ percent, passed, ten, broad }) => {
  expect(testOutcomeCode('ten', passed, percent)).toBe(ten)
  expect(testOutcomeCode('broad', passed, percent)).toBe(broad)
  expect(testOutcomeCode('pass', passed, percent)).toBe(passed ? 'passed' : 'failed')
})

describe('code lists', () => {
  it('leaves out bands that no pass mark allows', () => {
    expect(testOutcomeCodes('broad', marks).map(({ code }) => code)).toEqual([
      '_T',
      'passed',
      'failed',
      'passed_50-69',
      'passed_70-100',
      'failed_0-49',
      'failed_50-69',
    ])
  })

  it('holds every result that the marks allow, each under its broad band and its verdict', () => {
    const parents = new Map(testOutcomeCodes('ten', marks).map(({ code, parent }) => [code, parent]))
    for (let percent = 0; percent <= 100; percent++)
      for (const passed of [percent >= marks.least, percent >= marks.greatest]) {
        const broad = testOutcomeCode('broad', passed, percent)
        expect(parents.get(testOutcomeCode('ten', passed, percent))).toBe(broad)
        expect(parents.get(broad)).toBe(testOutcomeCode('pass', passed, percent))
      }
  })

  it('keeps a mark with decimals in the band that its share begins in', () => {
    const codes = testOutcomeCodes('ten', { least: 59.5, greatest: 59.5 }).map(({ code }) => code)
    expect(codes).toContain('passed_50-59')
    expect(codes).toContain('failed_50-59')
    expect(codes).not.toContain('failed_60-69')
  })
})
