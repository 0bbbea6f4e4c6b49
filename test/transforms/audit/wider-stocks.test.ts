import { describe, expect, it } from 'vitest'
import type { PublishedTable, TabulatedTable } from '../../../schemas/cell.ts'
import type { TableHistory } from '../../../schemas/change.ts'
import { stockOf } from '../../../schemas/nested-populations.ts'
import type { Period } from '../../../schemas/period.ts'
import { attestProtected } from '../../../transforms/attest-protected.ts'
import { datedSystems } from '../../../transforms/audit/dated-systems.ts'
import { auditLongerPeriod } from '../../../transforms/audit/longer-period.ts'
import { projectReader } from '../../../transforms/audit/reader-assumptions.ts'
import { auditRevision } from '../../../transforms/audit/revised-release.ts'
import { knownTable } from '../../../transforms/audit/wider-stock-findings.ts'
import { countTable, dimension, flat, held } from '../disclosure/tables.ts'
import { parameters, unlimited } from './tables.ts'

const quarter: Period = { id: '2026-Q4', grain: 'quarter', start: '2026-10-01', end: '2027-01-01' }
const place = dimension('place', flat('a', 'b'))
const [everywhere, nowhere, notInA] = [Uint8Array.of(1, 1, 1), new Uint8Array(3), Uint8Array.of(0, 0, 1)]

/** A table of places, all of one period. */
function countBy(counts: string, a: number, b: number, more: object = {}): TabulatedTable {
  const { shape, cells } = countTable([place], { a, b }, 'protect', counts)
  const baseMeasures = shape.baseMeasures.map((measure) => ({ ...measure, counts }))
  return { shape: { ...shape, period: quarter.id, baseMeasures, ...more }, cells }
}

const stock = stockOf('registrations')
const active = (a: number, more: object = {}) =>
  countBy('lesson_views:learners', a, 40, { fact: 'lesson_views', ...more })

describe('a quarter beside the stock of its last day', () => {
  const rules = async (
    flow: TabulatedTable,
    rows: Uint8Array,
    granted: Uint8Array,
    shown: Uint8Array,
    twice = 0,
  ) => {
    const uncertain = new Float64Array(3).fill(twice)
    const known = { period: quarter, truth: countBy(stock, 33, 60), granted, shown, uncertain }
    const verdict = await auditLongerPeriod(
      quarter,
      [knownTable(flow, rows)],
      held(flow),
      [],
      parameters,
      unlimited,
      projectReader,
      [known],
    )
    expect(verdict.released === null).toBe(verdict.report.findings.length > 0)
    return [...new Set(verdict.report.findings.map(({ rule }) => rule))]
  }

  it.each([
    { because: 'twenty are idle', a: 13, rows: everywhere, shown: everywhere, found: [] },
    { because: 'three are idle', a: 30, rows: everywhere, shown: everywhere, found: ['seen-idle'] },
    { because: 'the stock never was shown', a: 30, rows: everywhere, shown: nowhere, found: [] },
    { because: 'the row of the three is hidden', a: 30, rows: notInA, shown: everywhere, found: [] },
    {
      because: 'the total was shown, and the other place',
      a: 30,
      rows: everywhere,
      shown: Uint8Array.of(1, 0, 1),
      found: ['seen-idle'],
    },
  ])('$because, by equations: $found', async ({ a, rows, shown, found }) => {
    expect(await rules(active(a), rows, nowhere, shown)).toEqual(found)
  })

  it.each([
    { because: 'ten are idle', a: 23, twice: 0, byEquations: [], within: [] },
    {
      because: 'ten, one of whom may not be',
      a: 23,
      twice: 1,
      byEquations: ['seen-idle'],
      within: ['exact-recovery'],
    },
    { because: 'eleven, one of whom may not be', a: 22, twice: 1, byEquations: [], within: [] },
    { because: 'nobody is idle', a: 33, twice: 1, byEquations: [], within: [] },
  ])(
    'asks with and without who may be counted twice: $because',
    async ({ a, twice, byEquations, within }) => {
      expect(await rules(active(a), everywhere, nowhere, everywhere, twice)).toEqual(byEquations)
      const granted = await rules(active(a), everywhere, everywhere, everywhere, twice)
      expect(granted.filter((rule) => rule === 'exact-recovery')).toEqual(within)
      expect(granted.includes('seen-idle')).toBe(byEquations.length > 0)
    },
  )

  it('keeps hidden groups so wide that their union is 10 without who may be counted twice', async () => {
    const flow = active(29, { zeros: 'publish' })
    const [inA, inB] = [33 - 29, 60 - 40]
    const rest = Uint8Array.of(1, 0, 0)
    expect(await rules(flow, rest, everywhere, everywhere, inA + inB - 10)).toEqual([])
    expect(await rules(flow, rest, everywhere, everywhere, inA + inB - 9)).toContain('narrow-interval')
  })

  it('bounds what is hidden by what is granted', async () => {
    expect(await rules(active(30), everywhere, everywhere, everywhere)).toContain('few-contributors')
    expect(await rules(active(30), notInA, everywhere, everywhere)).toEqual([])
  })
})

describe('a later version beside the stock of its period', () => {
  const [before, day] = ['2026-12-31', '2027-01-10']
  const stockTable = countBy(stock, 33, 60, { asOf: before })
  const first: PublishedTable = {
    shape: stockTable.shape,
    rows: knownTable(stockTable, everywhere).rows.map((row) => ({ ...row, asOf: before })),
  }
  const flow = active(30, { asOf: day })
  const today = knownTable(flow, everywhere)
  const fresh = { shape: flow.shape, rows: today.rows.map((row) => ({ ...row, asOf: day })) }
  const history: TableHistory = {
    moments: [{ asOf: before, fresh: everywhere, figures: new Float64Array(3).fill(Number.NaN), moves: [] }],
    lastFigures: today.rows.map(({ figures }) => figures),
  }
  const standing = { shape: flow.shape, rows: fresh.rows.map((row) => ({ ...row, asOf: before })) }

  const rules = async (
    proposed: readonly PublishedTable[],
    counted = stockTable,
    wider = countBy(stock, 33, 60),
  ) => {
    const known = { truth: wider, granted: nowhere, shown: everywhere, uncertain: new Float64Array(3) }
    const { findings, released } = await auditRevision(
      proposed,
      attestProtected([today, knownTable(wider, nowhere)]),
      held(flow),
      [history],
      [],
      [],
      parameters,
      unlimited,
      [{ first, counted, known }],
    )
    expect(released === null).toBe(findings.length > 0)
    return [...new Set(findings.map(({ rule }) => rule))]
  }

  it('lets the stock stand, and nothing else', async () => {
    expect(await rules([standing, first])).toEqual([])
    const [total, ...others] = first.rows
    const changed = { ...total!, figures: [{ value: 94, status: 'A' as const }] }
    expect(await rules([standing, { ...first, rows: [changed, ...others] }])).toEqual(['stale-figure'])
    const redated = { ...total!, asOf: day }
    expect(await rules([standing, { ...first, rows: [redated, ...others] }])).toEqual(['stale-figure'])
    expect(await rules([standing])).toEqual(['structure'])
  })

  it('is refused where contributions tell of another stock', async () => {
    expect(await rules([standing, first], countBy(stock, 32, 60, { asOf: before }))).toEqual(['stale-figure'])
  })

  it('shows no flow of today that leaves three idle', async () => {
    expect(await rules([fresh, first])).toEqual(['seen-idle'])
    expect(await rules([fresh, first], stockTable, countBy(stock, 43, 60))).toEqual([])
    expect(await rules([fresh, first], stockTable, countBy(stock, 30, 60))).toEqual([])
  })

  it('is attacked apart from its stock, which is of another day', () => {
    const systems = datedSystems([fresh, first])
    expect(systems.map((tables) => tables.map(({ shape }) => shape.fact))).toEqual([
      ['lesson_views'],
      ['registrations'],
    ])
    expect(datedSystems([{ ...today, shape: active(30).shape }, first])).toHaveLength(1)
  })
})
