import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { besideLonger, besideVersion } from '../../../pipeline/stocks/counted-twice.ts'
import { stockOf } from '../../../schemas/nested-populations.ts'
import { attest } from '../../../transforms/attest.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { leafSeparator } from '../../../transforms/tabulate/stock-members.ts'
import { countTable, limits } from '../../transforms/disclosure/tables.ts'
import { knownGroups } from '../updates/attacker.ts'
import { dimensions, places } from '../updates/stock-nights.ts'

const k = 5
const leafOf = (place: number) => places[place]!.replace(' ', leafSeparator)
const byLeaf = (list: readonly number[]) => list.map((place) => ({ leaf: leafOf(place), learners: 1 }))

function countPlaces(counts: string, ofPlace: readonly number[]) {
  const { shape, cells } = countTable(
    dimensions,
    Object.fromEntries(places.map((place, i) => [place, ofPlace[i]!])),
    'protect',
    counts,
  )
  const [measure] = shape.baseMeasures
  return { shape: { ...shape, baseMeasures: [{ ...measure!, counts }] }, cells }
}

/** By place: who did nothing all the time, and of each who came back where they were counted as active and as registered. */
interface Idle {
  readonly sure: readonly number[]
  readonly back: readonly (readonly [active: number, registered: number])[]
}

/** Sets of places in which all figures are known that show, though few registered there were active nowhere in them. */
async function fewIdle({ sure, back }: Idle, asksWho: boolean): Promise<readonly number[]> {
  const number = (place: number, end: 0 | 1) => back.filter((one) => one[end] === place).length
  const active = places.map((_, place) => 20 + number(place, 0))
  const stock = countPlaces(
    stockOf('registrations'),
    active.map((learners, place) => learners + sure[place]! + number(place, 1)),
  )
  const flow = countPlaces('lesson_views:learners', active)
  const none = new Uint8Array(stock.cells.length)
  const weights = new Float64Array(stock.cells.length).fill(1)
  const doubtful = besideLonger(
    stock.shape,
    byLeaf(back.map(([place]) => place)),
    asksWho ? byLeaf(back.map(([, place]) => place)) : [],
  )
  const { patterns } = await protectTables(attest('tabulated', [stock, flow]), {
    ...{ ...limits, minimumContributors: k, intervalWidth: k },
    preferences: [
      { required: none.map(() => 1), weights, doubtful },
      { required: none, weights },
    ],
  })
  const rows = patterns[1]!.rows
  const known = knownGroups(
    flow.cells.map(({ contributors }, row) => (rows[row]!.status === 'published' ? contributors : null)),
  )
  return [...known.keys()].filter((group) => {
    const has = (place: number) => ((group >> place) & 1) === 1
    const others = back.filter(([before, now]) => has(now) && !has(before)).length
    const idle = sure.reduce((sum, learners, place) => sum + (has(place) ? learners : 0), others)
    return known[group] === 1 && idle > 0 && idle < k
  })
}

const place = fc.integer({ min: 0, max: places.length - 1 })
const someIdle = fc.record({
  sure: fc.array(fc.constantFrom(0, 0, 0, 2, 3, 4, 5, 6), {
    minLength: places.length,
    maxLength: places.length,
  }),
  back: fc.array(
    fc.oneof(
      place.map((one) => [one, one] as const),
      fc.tuple(place, place),
    ),
    { minLength: 1, maxLength: 4 },
  ),
})

describe('learners who may be counted twice beside a stock', () => {
  test.prop([someIdle], { numRuns: 40 })(
    'hide no few idle in any union of groups that a reader knows, wherever they come back',
    async (idle) => {
      expect(await fewIdle(idle, true)).toEqual([])
    },
    240_000,
  )

  it('hide them where nobody asks who came back', async () => {
    const idle = { sure: [0, 0, 4, 0, 0, 0, 6, 0, 0, 0], back: [[2, 2]] as const }
    expect((await fewIdle(idle, false)).length).toBeGreaterThan(0)
    expect(await fewIdle(idle, true)).toEqual([])
  })

  it('are so many in rows that somebody came late to, anywhere where nobody asked, and nowhere where nobody left', () => {
    const { shape } = countPlaces(stockOf('registrations'), new Array(places.length).fill(9))
    const inRows = (rows: Float64Array) => new Set(rows)
    const [gone, late] = [byLeaf([0, 0, 3]), byLeaf([1, 9])]
    const rows = besideLonger(shape, gone, late)
    expect(inRows(rows)).toEqual(new Set([0, 2]))
    expect(rows.filter((learners) => learners > 0)).toHaveLength(5 * 2)
    expect(inRows(besideLonger(shape, gone, null))).toEqual(new Set([3]))
    expect(inRows(besideLonger(shape, [], late))).toEqual(new Set([0]))
    expect(inRows(besideLonger(shape, gone, []))).toEqual(new Set([0]))
    expect(inRows(besideVersion(shape, gone, 2))).toEqual(new Set([0, 1, 2]))
  })
})
