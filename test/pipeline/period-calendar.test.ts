import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dayAfter,
  isClosed,
  nextPeriod,
  parsePeriod,
  periodOf,
  todayIn,
} from '../../pipeline/period-calendar.ts'
import { type PeriodGrain, periodGrainSchema } from '../../schemas/period.ts'

describe('periodOf', () => {
  // ISO 8601: week 1 holds the year's first Thursday; years that begin on a Thursday, and leap ones on a Wednesday, have 53 weeks.
  it.each([
    ['2026-01-01', '2026-W01', '2025-12-29', '2026-01-05'],
    ['2025-12-28', '2025-W52', '2025-12-22', '2025-12-29'],
    ['2025-12-29', '2026-W01', '2025-12-29', '2026-01-05'],
    ['2026-12-31', '2026-W53', '2026-12-28', '2027-01-04'],
    ['2027-01-03', '2026-W53', '2026-12-28', '2027-01-04'],
    ['2027-01-04', '2027-W01', '2027-01-04', '2027-01-11'],
    ['2020-12-31', '2020-W53', '2020-12-28', '2021-01-04'],
    ['2023-01-01', '2022-W52', '2022-12-26', '2023-01-02'],
    ['2024-12-30', '2025-W01', '2024-12-30', '2025-01-06'],
    ['2024-02-29', '2024-W09', '2024-02-26', '2024-03-04'],
  ])('puts %s into week %s, from %s to %s', (day, id, start, end) => {
    expect(periodOf(day, 'week')).toEqual({ id, grain: 'week', start, end })
  })

  it.each([
    ['2026-01-01', '2026-Q1', '2026-01-01', '2026-04-01'],
    ['2026-03-31', '2026-Q1', '2026-01-01', '2026-04-01'],
    ['2026-04-01', '2026-Q2', '2026-04-01', '2026-07-01'],
    ['2026-09-30', '2026-Q3', '2026-07-01', '2026-10-01'],
    ['2026-12-31', '2026-Q4', '2026-10-01', '2027-01-01'],
  ])('puts %s into quarter %s, from %s to %s', (day, id, start, end) => {
    expect(periodOf(day, 'quarter')).toEqual({ id, grain: 'quarter', start, end })
  })

  it.each([
    ['day', '2024-02-29', '2024-02-29', '2024-03-01'],
    ['month', '2024-02', '2024-02-01', '2024-03-01'],
    ['month', '2026-12', '2026-12-01', '2027-01-01'],
    ['year', '2026', '2026-01-01', '2027-01-01'],
  ] as const)('knows the %s %s', (grain, id, start, end) => {
    expect(periodOf(start, grain)).toEqual({ id, grain, start, end })
  })
})

const days = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const grains: fc.Arbitrary<PeriodGrain> = fc.constantFrom(...periodGrainSchema.options)

property.prop([days, grains])(
  'a period reads back from its name, and holds the day that it was made from',
  (day, grain) => {
    const period = periodOf(day, grain)
    expect(parsePeriod(period.id)).toEqual(period)
    expect(period.start <= day && day < period.end).toBe(true)
  },
)

property.prop([days, grains])(
  'periods follow each other without gap or overlap, in the order of their names',
  (day, grain) => {
    const period = periodOf(day, grain)
    const next = nextPeriod(period)
    expect(next.start).toBe(period.end)
    expect(periodOf(period.start, grain)).toEqual(period)
    expect(next.id > period.id).toBe(true)
  },
)

property.prop([days, grains, fc.integer({ min: 0, max: 366 })])(
  'a period is closed from its last day on, the embargo added',
  (day, grain, embargo) => {
    const period = periodOf(day, grain)
    const shift = (from: string, n: number) =>
      new Date(Date.parse(from) + n * 86_400_000).toISOString().slice(0, 10)
    const lastDay = shift(period.end, embargo - 1)
    expect(isClosed(period, lastDay, embargo)).toBe(true)
    expect(isClosed(period, shift(lastDay, 1), embargo)).toBe(true)
    expect(isClosed(period, shift(lastDay, -1), embargo)).toBe(false)
    expect(dayAfter(shift(period.end, -1))).toBe(period.end)
  },
)

describe('parsePeriod', () => {
  it.each([
    '',
    '26-10',
    '2026-13',
    '2026-00',
    '2026-02-30',
    '2025-W53',
    '2026-W54',
    '2026-W00',
    '2026-Q5',
    '2026-Q0',
    '2026-10 ',
    '2026-W1',
    'v1',
    '.staging-2026-10',
    '2026-10-1',
  ])('refuses "%s"', (id) => {
    expect(() => parsePeriod(id)).toThrow(
      /^a period is a day, ISO week, month, quarter or year such as 2026-10\. Provided value: /,
    )
  })

  it('knows week 53 of a year that has one', () => {
    expect(parsePeriod('2026-W53')).toMatchObject({ start: '2026-12-28', end: '2027-01-04' })
  })
})

describe('todayIn', () => {
  it.each([
    ['Asia/Tashkent', '2026-06-30T18:59:59Z', '2026-06-30'],
    ['Asia/Tashkent', '2026-06-30T19:00:00Z', '2026-07-01'],
    ['America/New_York', '2026-07-01T03:59:59Z', '2026-06-30'],
    ['Europe/London', '2026-03-29T00:30:00Z', '2026-03-29'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', '2027-01-01'],
  ])('in %s, %s lies on %s', (timeZone, now, day) => {
    expect(todayIn(timeZone, new Date(now))).toBe(day)
  })
})
