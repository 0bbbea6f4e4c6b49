import { describe, expect, it } from 'vitest'
import type { Night } from '../updates/stock-nights.ts'
import { publishMonths, seenIn } from './stock-reader.ts'
import { schoolOf } from './stock-school.ts'

const k = 5

const row = (region: string, gender: string) => {
  const regions = ['_T', 'north', 'n1', 'n2', 'n3', 'south', 's1', 's2']
  return regions.indexOf(region) * 3 + ['_T', 'f', 'm'].indexOf(gender)
}

/**
 * Whoever takes the last known figure of each part from a whole of today, whichever days they are of: what is left is how
 * many came to the parts (or went) since those days, each since its own.
 */
async function mixedDays(nights: readonly Night[]): Promise<readonly string[]> {
  const schools = await publishMonths(nights, k, true)
  const seen = await seenIn(schools, 'registered')
  const sums = [
    ...['_T', 'north', 'n1', 'n2', 's1'].map((region) => ({
      whole: row(region, '_T'),
      parts: [row(region, 'f'), row(region, 'm')],
    })),
    ...['_T', 'f', 'm'].map((gender) => ({
      whole: row('_T', gender),
      parts: [row('north', gender), row('south', gender)],
    })),
    ...['_T', 'f', 'm'].map((gender) => ({
      whole: row('north', gender),
      parts: ['n1', 'n2', 'n3'].map((region) => row(region, gender)),
    })),
  ]
  const found: string[] = []
  for (let now = 0; now < seen.length; now++)
    for (const { whole, parts } of sums) {
      const of = seen[now]!.shown[whole]
      const last = parts.map(
        (part) => seen.slice(0, now + 1).findLast(({ shown }) => shown[part] != null)?.shown[part],
      )
      if (of == null || last.some((one) => one == null)) continue
      const changed = Math.abs(of - last.reduce<number>((sum, one) => sum + one!, 0))
      if (changed > 0 && changed < k) found.push(`month ${now}, row ${whole}: ${changed}`)
    }
  return found
}

describe('a whole of today, less parts that stand since different days', { timeout: 400_000 }, () => {
  it.each([
    {
      what: 'six men and two women come, and then nobody',
      nights: schoolOf({ 'n1 m': 6, 'n1 f': 2 }, {}, {}),
    },
    {
      what: 'the same, and then one more man',
      nights: schoolOf({ 'n1 m': 6, 'n1 f': 2 }, { 'n1 m': 1 }, {}),
    },
    {
      what: 'six men and two women go, and then nobody',
      nights: schoolOf({ 'n1 m': -6, 'n1 f': -2 }, {}, {}),
    },
    { what: 'two women come before six men', nights: schoolOf({ 'n1 f': 2 }, { 'n1 m': 6 }, {}) },
  ])('tells of no few: $what', async ({ nights }) => {
    expect(await mixedDays(nights)).toEqual([])
  })

  it('is shown where enough changed all the same', async () => {
    const nights = schoolOf({ 'n1 m': 6, 'n1 f': 6 }, {})
    const seen = await seenIn(await publishMonths(nights, k, true), 'registered')
    expect(seen[1]!.shown[row('_T', '_T')]).toBe(192)
  })
})
