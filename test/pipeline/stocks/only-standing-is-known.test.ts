import { expect, it, vi } from 'vitest'
import { fillSchool, monthOf, schoolOf, stockSchool } from './stock-school.ts'

const { known } = vi.hoisted(() => ({ known: [] as (readonly Uint8Array[])[] }))

vi.mock(import('../../../pipeline/5-protect.ts'), async (original) => {
  const whole = await original()
  return {
    ...whole,
    protect: async (...task) => {
      known.push(task[6] ?? [])
      return whole.protect(...task)
    },
  }
})

/**
 * What follows from rows that count as known is held against no release: so none may be among them that a release shows as
 * it stands now.
 */
it('rows of a stock count as known whatever is released only where they stand', {
  timeout: 120_000,
}, async () => {
  const nights = schoolOf({ 'n1 f': 6, 'n1 m': 7, 's1 m': 2 }, { 'n2 f': 9, 's1 m': -1 })
  const school = await stockSchool()
  for (const m of nights.keys()) {
    await fillSchool(school, nights, m)
    known.length = 0
    expect((await school.run({ ...monthOf(m), period: undefined })).outcome).toBe('done')
    const month = monthOf(m).period
    const rows = await school.published('registered', 'CAST(as_of AS VARCHAR)', month)
    const { asOf } = monthOf(m)
    const days = [...(Array.isArray(rows) ? rows : [])].map(([day]: unknown[]) => day)
    const fresh = days.filter((day) => day === asOf).length
    const standing = days.filter((day) => day !== null && day !== asOf).length
    // Tables are in the order of their ids: the flow, then the stock.
    const [flow, stock] = known.at(-1)!
    expect([...flow!].every((one) => one === 0)).toBe(true)
    expect(stock!.reduce((sum, one) => sum + one, 0)).toBe(standing)
    expect({ m, fresh: fresh > 0 }).toEqual({ m, fresh: true })
  }
})
