import { expect, it } from 'vitest'
import { figuresRecordSchema } from '../../schemas/ledger.ts'

it('takes figures, letters of statuses and days, by column', () => {
  const columns = [
    [12, 0, 'c', 'z', 'x'],
    ['2026-02-28', null],
  ]
  expect(figuresRecordSchema.parse(columns)).toEqual(columns)
})

it.each([
  { wrong: 1.5 },
  { wrong: 2 ** 53 },
  { wrong: 'y' },
  { wrong: '2026-02-30' },
  { wrong: true },
  { wrong: undefined },
  { wrong: [] },
])('takes nothing else: $wrong', ({ wrong }) => {
  expect(figuresRecordSchema.safeParse([[1, 'c'], [wrong]]).success).toBe(false)
})

it('takes columns only', () => {
  for (const wrong of [{}, [1], ['c'], [[1], { length: 1 }]])
    expect(figuresRecordSchema.safeParse(wrong).success).toBe(false)
})
