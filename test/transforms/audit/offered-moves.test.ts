import { expect, it } from 'vitest'
import type { Witness } from '../../../schemas/witness.ts'
import type { HiddenComponent } from '../../../transforms/audit/components.ts'
import { MovedPoints } from '../../../transforms/audit/moved-points.ts'
import { SparseRows } from '../../../transforms/audit/sparse-rows.ts'
import { auditRelease } from '../../../transforms/audit/verdict.ts'
import {
  brief,
  counted,
  dimension,
  held,
  measure,
  parameters,
  published,
  shape,
  sums,
  unlimited,
} from './tables.ts'

const dimensions = [dimension('row', ['a', 'b']), dimension('column', ['x', 'y'])]
/** By position: _T _T, _T x, _T y, a _T, a x, a y, b _T, b x, b y. */
const leaves = { 'a x': 3, 'a y': 8, 'b x': 17, 'b y': 16 }
const isLeaf = (at: readonly string[]) => !at.includes('_T')
const noTime = { now: () => 1, deadline: 0 }

function offer(changes: Readonly<Record<number, number>>): Witness {
  const positions = Int32Array.from(Object.keys(changes), Number)
  return {
    tables: new Int32Array(positions.length),
    positions,
    changes: Float64Array.from(Object.values(changes)),
  }
}

async function judge(offers: readonly Witness[], budget = noTime) {
  const truth = counted(shape(dimensions, { zeros: 'protect' }), sums(dimensions, leaves))
  const { report } = await auditRelease(
    [published(truth, isLeaf)],
    held(truth),
    parameters,
    budget,
    undefined,
    undefined,
    offers,
  )
  return { findings: brief(report.findings), programs: report.facts.linearPrograms }
}

const down = { 4: -3, 5: 3, 7: 3, 8: -3 }
const up = { 4: 8, 5: -8, 7: -8, 8: 8 }

it('takes points that hold for a proof, and then runs no program', async () => {
  expect(await judge([offer(down), offer(up)], unlimited)).toEqual({ findings: [], programs: 0 })
})

it.each([
  { because: 'one end alone is too near', offers: [offer(up)] },
  { because: 'a row is left with more than it has', offers: [offer(down), offer({ ...up, 8: 9 })] },
  { because: 'a count would be negative', offers: [offer(down), offer({ 4: 9, 5: -9, 7: -9, 8: 9 })] },
  {
    because: 'a published total would have to change',
    offers: [offer(down), offer({ 3: 8, 4: 8, 0: 8, 1: 8 })],
  },
  { because: 'the figure is in no table', offers: [offer({ 99: 8 }), offer({ 4: 20 })] },
])('believes no offer where $because', async ({ offers }) => {
  const { programs } = await judge(offers, unlimited)
  expect(programs).toBeGreaterThan(0)
})

it.each([
  { because: 'a row does not hold', changes: [1, 0], holds: false },
  { because: 'rows and bounds hold', changes: [1, -1], holds: true },
  { because: 'rows and bounds hold at their ends', changes: [2, -2], holds: true },
  { because: 'a column exceeds its upper bound', changes: [-4, 4], holds: false },
  { because: 'an inequality does not hold', changes: [3, -3], holds: false },
])('$holds for ($changes), since $because', ({ changes, holds }) => {
  const equations = new SparseRows()
  equations.begin(0, 0, 10)
  equations.entry(0, 1)
  equations.entry(1, 1)
  const inequalities = new SparseRows()
  inequalities.begin(0, 0, 3)
  inequalities.entry(1, 1)
  const component: HiddenComponent = {
    variables: Int32Array.from([0, 1]),
    lower: Float64Array.from([0, 0]),
    upper: Float64Array.from([Number.POSITIVE_INFINITY, 8]),
    equations,
    inequalities,
  }
  const points = new MovedPoints(component, Float64Array.from([5, 5]))
  const move = { columns: [0, 1], changes }
  expect(points.hold(move)).toBe(holds)
  expect(points.hold({ columns: [1], changes: [0] }), 'a move leaves no trace').toBe(true)
})

it('works out what is left of a whole when its parts move', async () => {
  const measures = [measure('all'), measure('some', { within: 'all' })]
  const groups = [dimension('group', ['a', 'b'])]
  const truth = counted(shape(groups, { zeros: 'protect', baseMeasures: measures }), ([group]) =>
    group === '_T' ? [300, 150] : group === 'a' ? [150, 5] : [150, 145],
  )
  const candidate = published(truth, ([group]) => group !== '_T')
  const judgeOffers = async (offers: readonly Witness[]) => {
    const more = [undefined, undefined, offers] as const
    const { report } = await auditRelease([candidate], held(truth), parameters, unlimited, ...more)
    return { findings: brief(report.findings), programs: report.facts.linearPrograms }
  }
  const some = [offer({ 3: -5, 5: 5 }), offer({ 3: 5, 5: -5 })]
  const all = [offer({ 2: -140, 4: 140 }), offer({ 2: 150, 4: -5 })]
  const { findings, programs } = await judgeOffers([])
  expect([findings, programs > 0]).toEqual([[], true])
  const helped = await judgeOffers([...some, ...all])
  expect(helped.findings).toEqual([])
  expect(helped.programs, 'what moves a part moves the rest of its whole').toBeLessThan(programs)
})

it('works out differences between weeks that move with what they are formed of', async () => {
  const over = [dimension('group', ['a', 'b']), dimension('week', ['w1', 'w2'], { kind: 'event' })]
  const learners: Readonly<Record<string, readonly number[]>> = {
    _T: [250, 100, 200],
    a: [100, 5, 100],
    b: [150, 95, 100],
  }
  const truth = counted(shape(over), ([group, week]) => [
    learners[group!]![['_T', 'w1', 'w2'].indexOf(week!)]!,
  ])
  const candidate = published(truth, ([group, week]) => group !== '_T' && week === 'w1')
  const programsWith = async (offers: readonly Witness[]) => {
    const more = [undefined, undefined, offers] as const
    const { report } = await auditRelease([candidate], held(truth), parameters, unlimited, ...more)
    expect(brief(report.findings)).toEqual([])
    return report.facts.linearPrograms
  }
  expect(await programsWith([])).toBeGreaterThan(0)
  expect(await programsWith([offer({ 4: -4, 7: 4 }), offer({ 4: 10, 7: -10 })])).toBe(0)
  expect(await programsWith([offer({ 4: -4, 7: 4 }), offer({ 4: 96, 7: -95 })])).toBeGreaterThan(0)
})
