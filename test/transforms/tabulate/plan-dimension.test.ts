import { describe, expect, it } from 'vitest'
import { plan, table } from './plans.ts'

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
      dimensions: { outcome: { level: 'broad' } },
      expected: [
        ...['_T', 'passed', 'failed', 'passed_50-69', 'passed_70-100'],
        ...['failed_0-49', 'failed_50-69'],
      ],
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
    const bands = dimension('test_results', { outcome: { level: 'ten' } }).codes
    expect(
      bands.filter(({ level }) => level === 3).map(({ code, parent }) => `${code} in ${parent}`),
    ).toEqual([
      ...['passed_50-59', 'passed_60-69'].map((code) => `${code} in passed_50-69`),
      ...['passed_70-79', 'passed_80-89', 'passed_90-100'].map((code) => `${code} in passed_70-100`),
      ...['0-9', '10-19', '20-29', '30-39', '40-49'].map((band) => `failed_${band} in failed_0-49`),
      ...['failed_50-59', 'failed_60-69'].map((code) => `${code} in failed_50-69`),
    ])
  })
  it.each([
    { from: 'lesson_views', dimensions: { gender: {} }, kind: 'attribute', sensitive: true },
    { from: 'lesson_views', dimensions: { region: {} }, kind: 'attribute', sensitive: false },
    { from: 'lesson_views', dimensions: { day: {} }, kind: 'event', sensitive: false },
    { from: 'test_results', dimensions: { outcome: {} }, kind: 'outcome', sensitive: true },
    {
      from: 'test_results',
      dimensions: { outcome: { level: 'ten' } },
      kind: 'outcome',
      sensitive: true,
    },
    { from: 'progress', dimensions: { result: {} }, kind: 'outcome', sensitive: true },
  ])('$dimensions is of the kind $kind, sensitive: $sensitive', ({ from, dimensions, kind, sensitive }) => {
    expect(dimension(from, dimensions)).toMatchObject({ kind, sensitive })
  })
})
