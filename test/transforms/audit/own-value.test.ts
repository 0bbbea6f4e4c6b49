import { describe, expect, it } from 'vitest'
import { auditRelease } from '../../../transforms/audit/verdict.ts'
import { brief, counted, dimension, held, parameters, published, shape, sums, unlimited } from './tables.ts'

const dimensions = [dimension('region', ['r1', 'r2']), dimension('band', ['x', 'y', 'z'])]
const rankOnly = { ...parameters, intervalWidth: 1 }
const lone = { hiddenAtLeast: 1, singletons: true, coalition: 0 } as const

async function judge(
  leaves: Readonly<Record<string, number>>,
  hidden: readonly string[],
  assumptions: { hiddenAtLeast: 0 | 1; singletons: boolean; coalition: number } = lone,
) {
  const truth = counted(shape(dimensions), sums(dimensions, leaves))
  const candidate = published(truth, (at) => hidden.includes(at.join(' ')))
  const { report } = await auditRelease([candidate], held(truth), rankOnly, unlimited, assumptions)
  return { found: brief(report.findings), facts: report.facts }
}

const rest = { 'r1 z': 40, 'r2 x': 30, 'r2 y': 35, 'r2 z': 50 }
const four = ['r1 x', 'r1 y', 'r2 x', 'r2 y']

describe('a lone contributor', () => {
  it('computes the other hidden figure of a row', async () => {
    const { found, facts } = await judge({ 'r1 x': 1, 'r1 y': 5, ...rest }, four)
    expect(found).toEqual(['singleton-recovery r1 y'])
    expect(facts.unavoidableLeaks).toBe(0)
  })

  it('is not reckoned with where the caller does not ask for it', async () => {
    const off = { ...lone, singletons: false }
    expect((await judge({ 'r1 x': 1, 'r1 y': 5, ...rest }, four, off)).found).toEqual([])
  })

  it('learns nothing where a third figure of the row is hidden', async () => {
    const { found } = await judge({ 'r1 x': 1, 'r1 y': 5, ...rest }, [...four, 'r1 z', 'r2 z'])
    expect(found).toEqual([])
  })

  it('learns nothing of themselves from the totals that hold nobody else', async () => {
    const leaves = { 'r1 x': 1, 'r1 y': 0, 'r1 z': 0, 'r2 x': 20, 'r2 y': 35, 'r2 z': 50 }
    const { found, facts } = await judge(leaves, ['r1 x', 'r1 _T', 'r2 x', 'r2 _T'])
    expect([found, facts.unavoidableLeaks]).toEqual([[], 0])
  })

  it('learns nothing of themselves from a row and a column that hold nobody else', async () => {
    const leaves = { 'r1 x': 1, 'r1 y': 0, 'r1 z': 0, 'r2 x': 0, 'r2 y': 35, 'r2 z': 50 }
    const hidden = ['r1 x', 'r1 _T', '_T x', 'r2 _T', 'r2 y', '_T y']
    const { found, facts } = await judge(leaves, hidden)
    expect([found, facts.unavoidableLeaks], 'the figure where they meet says who both are').toEqual([[], 0])
  })
})

describe('a coalition', () => {
  it.each([
    { coalition: 1, findings: [], because: 'neither of the two tells the other' },
    { coalition: 2, findings: ['singleton-recovery r1 y'], because: 'together they know their figure' },
  ])('of $coalition in one figure computes $findings: $because', async ({ coalition, findings }) => {
    const { found } = await judge({ 'r1 x': 2, 'r1 y': 5, ...rest }, four, { ...lone, coalition })
    expect(found).toEqual(findings)
  })

  it.each([
    { coalition: 1, coalitionLeaks: 0, because: 'each of the two leaves the third and fourth figure open' },
    { coalition: 2, coalitionLeaks: 1, because: 'both of a row tell the third figure' },
  ])('of $coalition in different figures computes $coalitionLeaks: $because', async (example) => {
    const { coalition, coalitionLeaks } = example
    const leaves = { 'r1 x': 1, 'r1 y': 1, 'r1 z': 9, 'r2 x': 30, 'r2 y': 35, 'r2 z': 50 }
    const hidden = ['r1', 'r2'].flatMap((row) => ['x', 'y', 'z'].map((band) => `${row} ${band}`))
    const { found, facts } = await judge(leaves, hidden, { ...lone, coalition })
    expect([found, facts.coalitionLeaks]).toEqual([[], coalitionLeaks])
  })
})

it('finds no own value where the time ran out', async () => {
  let time = 0
  const truth = counted(shape(dimensions), sums(dimensions, { 'r1 x': 1, 'r1 y': 5, ...rest }))
  const candidate = published(truth, (at) => four.includes(at.join(' ')))
  const budget = { now: () => time++, deadline: 0 }
  const { report, released } = await auditRelease([candidate], held(truth), rankOnly, budget, lone)
  expect([new Set(report.findings.map(({ rule }) => rule)), released]).toEqual([new Set(['unproven']), null])
})
