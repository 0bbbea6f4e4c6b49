import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { updateCells } from '../../../pipeline/update-cells.ts'

const folder = mkdtempSync(join(tmpdir(), 'kohort-update-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const options = {
  count: 'freq',
  dimensions: 'region>district,gender',
  minimumContributors: 10,
  intervalWidth: 10,
  zeros: 'publish',
  effort: 'standard',
} as const

const districts = ['n1', 'n2', 's1', 's2', 's3']
/** Counts of women and men, district by district. */
function week(name: string, counts: readonly (readonly [number, number])[]): string {
  const lines = counts.flatMap(([f, m], i) => {
    const region = districts[i]!.startsWith('n') ? 'north' : 'south'
    return [`${region},${districts[i]},f,${f}`, `${region},${districts[i]},m,${m}`]
  })
  const file = join(folder, name)
  writeFileSync(file, `region,district,gender,freq\n${lines.join('\n')}\n`)
  return file
}

const first = week('first.csv', [
  [40, 41],
  [50, 52],
  [60, 61],
  [70, 72],
  [80, 83],
])

function states(file: string): Record<string, string> {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  return Object.fromEntries(
    lines.map((line) => {
      const [district, gender, , status, value, asOf] = line.split(',')
      return [`${district} ${gender}`, `${status} ${value} ${asOf}`]
    }),
  )
}

const out = (name: string) => join(folder, name)

describe('a stock that is published again', () => {
  it('stands where few came, with its day, and is fresh where many did', async () => {
    await updateCells({ ...options, cells: first, asOf: '2026-10-04', before: [], out: out('a') })
    const second = week('second.csv', [
      [43, 41],
      [50, 52],
      [85, 86],
      [95, 97],
      [80, 83],
    ])
    const result = await updateCells({
      ...options,
      cells: second,
      asOf: '2026-10-11',
      before: [out('a')],
      out: out('b'),
    })
    expect(result).toMatchObject({ withheld: false, hidden: 0, gaveUp: false })
    const seen = states(out('b'))
    expect(seen['n1 f']).toBe('standing 40 2026-10-04')
    expect(seen['n2 _T']).toBe('standing 102 2026-10-04')
    expect(seen['north _T']).toBe('standing 183 2026-10-04')
    expect(seen['s1 f']).toBe('fresh 85 2026-10-11')
    expect(seen['south _T']).toBe('fresh 526 2026-10-11')
    // With all of the south, the country would show the three who came in the north.
    expect(seen['_T _T']).toBe('standing 609 2026-10-04')
    expect(statSync(out('b')).mode & 0o777).toBe(0o600)
  })

  it('pools what waits until it is enough', async () => {
    const third = week('third.csv', [
      [52, 41],
      [50, 52],
      [85, 86],
      [95, 97],
      [80, 83],
    ])
    await updateCells({
      ...options,
      cells: third,
      asOf: '2026-10-18',
      before: [out('a'), out('b')],
      out: out('c'),
    })
    const seen = states(out('c'))
    expect(seen['n1 f']).toBe('fresh 52 2026-10-18')
    expect(seen['s1 f']).toBe('standing 85 2026-10-11')
  })

  it.each([
    { days: ['b', 'a'], asOf: '2026-10-18', clause: 'order of their days' },
    { days: ['a', 'b'], asOf: '2026-10-11', clause: 'order of their days' },
    { days: [], asOf: '2026-13-01', clause: 'must be a day' },
  ])('refuses $days as of $asOf', async ({ days, asOf, clause }) => {
    const before = days.map(out)
    await expect(updateCells({ ...options, cells: first, asOf, before, out: null })).rejects.toThrow(clause)
  })

  it('refuses counts without a code of earlier days', async () => {
    const fewer = week('fewer.csv', [
      [40, 41],
      [50, 52],
    ])
    const update = { ...options, cells: fewer, asOf: '2026-10-11', before: [out('a')], out: null }
    await expect(updateCells(update)).rejects.toThrow('every code of earlier days')
  })
})

const shared = new URL('../../../../shared/data/tables/', import.meta.url)
const absent = !existsSync(shared) && process.env['REQUIRE_SHARED'] !== '1'

describe.skipIf(absent)('one week of a growing stock (skipped where ../shared is absent)', () => {
  it('shows no increment under k, and all that could be shown but 58 cells', {
    timeout: 600_000,
  }, async () => {
    const weeks = ['W1_198k_district_age_gender.csv', 'W2_200k_district_age_gender.csv']
    const common = { ...options, dimensions: 'region>district,age,gender' }
    const [earlier, later] = weeks.map((name) => new URL(name, shared).pathname)
    await updateCells({ ...common, cells: earlier!, asOf: '2026-10-04', before: [], out: out('w1') })
    const result = await updateCells({
      ...common,
      cells: later!,
      asOf: '2026-10-11',
      before: [out('w1')],
      out: out('w2'),
    })
    expect(result).toMatchObject({ withheld: false, cells: 4515, due: 348, gaveUp: false })
    expect(result.updated).toBeGreaterThanOrEqual(290)
    const [before, after] = [valuesOf(out('w1')), valuesOf(out('w2'))]
    expect([...before.keys()].every((key) => after.has(key))).toBe(true)
    expect(smallIncrements(before, after)).toEqual([])
  })
})

/** Published values by coordinates, with the day that they are of. */
function valuesOf(file: string): ReadonlyMap<string, { readonly value: number; readonly asOf: string }> {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [place, age, gender, , , value, asOf] = line.split(',')
      return value === '' ? [] : [[`${place},${age},${gender}`, { value: Number(value), asOf: asOf! }]]
    }),
  )
}

type Values = ReturnType<typeof valuesOf>

/** Differences of 1 to 9 between the weeks: of a cell, and of a cell less those below it that both weeks show. */
function smallIncrements(before: Values, after: Values): readonly string[] {
  const increment = new Map(
    [...after].flatMap(([key, { value, asOf }]) =>
      asOf === '2026-10-11' && before.has(key) ? [[key, value - before.get(key)!.value] as const] : [],
    ),
  )
  const codes = [0, 1, 2].map((d) => [...new Set([...after.keys()].map((key) => key.split(',')[d]!))])
  const parentOf = (code: string, d: number) =>
    code === '_T' ? null : d === 0 && code.includes('D') ? code.split('D')[0]! : '_T'
  const few = (learners: number) => learners > 0 && learners < 10
  return [...increment].flatMap(([key, change]) => {
    const at = key.split(',')
    const rests = at.flatMap((code, d) => {
      const children = codes[d]!.filter((child) => parentOf(child, d) === code)
      const shown = children.flatMap((child) => increment.get(at.with(d, child).join(',')) ?? [])
      return children.length === 0 ? [] : [change - shown.reduce((sum, one) => sum + one, 0)]
    })
    return [change, ...rests].some(few) ? [key] : []
  })
}
