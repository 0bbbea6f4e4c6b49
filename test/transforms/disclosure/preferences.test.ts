import { describe, expect, it } from 'vitest'
import type { TabulatedTable } from '../../../schemas/cell.ts'
import { WithheldError } from '../../../schemas/failure.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { rowPreferences } from '../../../transforms/disclosure/row-preferences.ts'
import { recoverable } from './exact-oracle.ts'
import { countTable, dimension, flat, held, limits, withStatus } from './tables.ts'

const rows = dimension('row', flat('a', 'b', 'c'))
const columns = dimension('column', flat('x', 'y', 'z'))
const leaves = {
  'a x': 3,
  'a y': 14,
  'a z': 30,
  'b x': 15,
  'b y': 16,
  'b z': 40,
  'c x': 50,
  'c y': 60,
  'c z': 70,
}
const table = countTable([rows, columns], leaves)

async function protect(
  one: TabulatedTable,
  publish: Partial<Parameters<typeof rowPreferences>[1]>,
  last: ReadonlySet<string> | null = null,
) {
  const preferences = [rowPreferences(one.shape, { always: [], prefer: [], ...publish }, 'cells', last)]
  const { patterns } = await protectTables(held(one), { ...limits, preferences })
  expect(recoverable([one], patterns)).toEqual(new Set())
  return withStatus(one, patterns[0]!.rows, 'complementary')
}

describe('rows that must be published', () => {
  it('hides the cheapest block where nothing is required', async () => {
    expect(await protect(table, {})).toEqual(['a y', 'b x', 'b y'])
  })

  it('hides others than the required', async () => {
    const hidden = await protect(table, { always: [{ row: 'a', column: 'y' }] })
    expect(hidden).toEqual(['a z', 'b x', 'b z'])
  })

  it('withholds when a required row is primary, and names it without its count', async () => {
    const attempt = protect(table, { always: [{ row: 'a', column: 'x' }] })
    await expect(attempt).rejects.toThrow(WithheldError)
    await expect(attempt).rejects.toThrow('must not disclose: table, row=a, column=x')
  })

  it('withholds when the required rows together disclose a primary', async () => {
    const attempt = protect(table, {
      always: [{ row: 'a' }, { row: 'a', column: 'y' }, { row: 'a', column: 'z' }],
    })
    await expect(attempt).rejects.toThrow(/must not disclose: table, row=a, column=(_T|y|z)/)
  })
})

it('hides a preferred row only where that saves many others', async () => {
  expect(await protect(table, { prefer: [{ row: 'b', column: 'y' }] })).not.toContain('b y')
})

it('hides again what was hidden the last time, primary then or not', async () => {
  const again = new Set(['["a","z"]', '["b","z"]', '["b","x"]', '["a","x"]'])
  const close = countTable([rows, columns], { ...leaves, 'a z': 20, 'b z': 21 })
  expect(await protect(close, {})).toEqual(['a y', 'b x', 'b y'])
  expect(await protect(close, {}, again)).toEqual(['a z', 'b x', 'b z'])
})

describe('a pattern near the last one', () => {
  const places = dimension('place', flat(...Array.from({ length: 12 }, (_, i) => `p${i}`)))
  const ages = dimension('age', flat(...Array.from({ length: 6 }, (_, i) => `g${i}`)))
  const levels = dimension('level', flat('l0', 'l1', 'l2', 'l3'))
  const spread = (n: number) => ((n * 2654435761) % 4294967296) / 4294967296
  const counts = (change: number) =>
    Object.fromEntries(
      places.codes.slice(1).flatMap(({ code: place }, p) =>
        ages.codes.slice(1).flatMap(({ code: age }, a) =>
          levels.codes.slice(1).map(({ code: level }, l) => {
            const n = 100 * p + 10 * a + l
            const count = Math.floor(80 * spread(n + 7) ** 2)
            const moved = spread(n + 5000) < change ? (spread(n + 9000) < 0.5 ? 1 : -1) : 0
            return [`${place} ${age} ${level}`, Math.max(0, count + moved)]
          }),
        ),
      ),
    )
  const cube = (change: number) => countTable([places, ages, levels], counts(change))

  it('keeps more of it at about the same size', async () => {
    const [before, after] = [cube(0), cube(0.3)]
    const { patterns } = await protectTables(held(before), limits)
    const named = (list: readonly string[]) => new Set(list.map((name) => JSON.stringify(name.split(' '))))
    const first = withStatus(before, patterns[0]!.rows, 'complementary')
    const hidden = named([...first, ...withStatus(before, patterns[0]!.rows, 'primary')])
    const [without, near] = [await protect(after, {}), await protect(after, {}, hidden)]
    const kept = (list: readonly string[]) => list.filter((name) => first.includes(name)).length
    expect(kept(near)).toBeGreaterThan(kept(without))
    expect(near.length).toBeLessThanOrEqual(without.length * 1.05)
  })
})

describe('work that runs out', () => {
  it('leaves rows hidden, says so, and protects all the same', async () => {
    const whole = await protectTables(held(table), limits)
    const cut = await protectTables(held(table), { ...limits, greatestWork: -1 })
    expect([whole.exhausted, cut.exhausted]).toEqual([false, true])
    expect(recoverable([table], cut.patterns)).toEqual(new Set())
    const hidden = (result: typeof whole) =>
      withStatus(table, result.patterns[0]!.rows, 'complementary').length
    expect(hidden(cut)).toBeGreaterThan(hidden(whole))
  })
})
