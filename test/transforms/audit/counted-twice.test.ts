import { expect, it } from 'vitest'
import { periodOf } from '../../../pipeline/period-calendar.ts'
import { countedTwice } from '../../../transforms/audit/counted-twice.ts'
import { periodDimension } from '../../../transforms/audit/joint-periods.ts'
import { countTable, dimension, flat } from '../disclosure/tables.ts'

const place = dimension('place', flat('a', 'b'))
const stock = (uncertain: readonly number[]) => ({
  truth: countTable([place], { a: 33, b: 60 }),
  uncertain: Float64Array.from(uncertain),
})
const [quarter, may] = [periodOf('2026-04-01', 'quarter'), periodOf('2026-05-01', 'month')]

it('looks up who may be counted twice by period and codes', () => {
  const twice = countedTwice([
    { ...stock([2, 2, 0]), period: quarter },
    { ...stock([0, 0, 0]), period: may },
  ])
  const time = dimension(periodDimension, { [may.id]: '_T' }, 'event')
  const course = dimension('course', flat('c'), 'event')
  const inPeriod = (id: string, ...codes: readonly string[]) => twice([time, course, place], [id, ...codes])
  expect(inPeriod(quarter.id, '_T', '_T')).toBe(2)
  expect(inPeriod(quarter.id, '_T', 'a')).toBe(2)
  expect(inPeriod(quarter.id, '_T', 'b')).toBe(0)
  expect(inPeriod(may.id, '_T', 'a')).toBe(0)
  expect(inPeriod(quarter.id, 'c', 'a'), 'no stock has such a row').toBe(2)
})

it('looks up codes alone beside flows of one period, and the most of several stocks', () => {
  const twice = countedTwice([stock([1, 0, 1]), stock([0, 0, 3])])
  expect(['_T', 'a', 'b'].map((code) => twice([place], [code]))).toEqual([1, 0, 3])
  expect(countedTwice([])([place], ['a'])).toBe(0)
})
