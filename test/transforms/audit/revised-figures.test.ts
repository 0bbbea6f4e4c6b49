import { describe, expect, it } from 'vitest'
import type { LeafChange, RevisedFigure } from '../../../schemas/change.ts'
import { isRevisable } from '../../../schemas/revisable.ts'
import { type RevisedBlocks, revisedFindings } from '../../../transforms/audit/revised-figures.ts'
import { countTable, dimension, flat } from '../disclosure/tables.ts'
import { parameters, unlimited } from './tables.ts'

const k = 5
const held = { ...parameters, minimumContributors: k, intervalWidth: k }
const { shape } = countTable([dimension('place', flat('a', 'b'))], {})
const all = Uint8Array.of(1, 1, 1)
const none = Uint8Array.of(0, 0, 0)
const blocks: RevisedBlocks = {
  shapes: [shape],
  days: ['2026-03-31'],
  shown: [[all]],
  fresh: [all],
  complete: [[all]],
}
const nobody = { learners: 0, value: 0, largest: [] }

/** So many learners rose at leaf a, by 1 each; a change of some of it. */
function change(rose: number, of: Partial<LeafChange> = {}): LeafChange {
  const largest = Array.from({ length: Math.min(rose, 3) }, () => 1)
  return {
    leaf: 1,
    rose: { learners: rose, value: rose, largest },
    fell: nobody,
    gone: { surplus: 0, value: 0, most: 1 },
    ...of,
  }
}
const figure = (changes: readonly LeafChange[], type: RevisedFigure['type'] = 'learners'): RevisedFigure => ({
  table: 0,
  key: 'figure',
  type,
  counted: Float64Array.of(60, 30, 30),
  changes: [changes],
})
const rules = async (one: RevisedFigure, of: Partial<RevisedBlocks> = {}) => {
  const findings = await revisedFindings({ ...blocks, ...of }, [one], [], held, unlimited)
  return findings.map(({ rule, at, clause }) => [rule, at.row, clause])
}

describe('a later version', () => {
  it('tells of changes by k learners, and of none by fewer', async () => {
    expect(await rules(figure([change(k)]))).toEqual([])
    expect((await rules(figure([change(k - 1)]))).map(([rule, row]) => [rule, row])).toContainEqual([
      'seen-change',
      1,
    ])
  })

  it('tells nothing where nothing is shown anew, or was not before', async () => {
    expect(await rules(figure([change(1)]), { fresh: [none] })).toEqual([])
    expect(await rules(figure([change(1)]), { shown: [[none]] })).toEqual([])
  })

  it('tells the change of a group that is left by others that show', async () => {
    const without = Uint8Array.of(1, 0, 1)
    const found = await rules(figure([change(1), { ...change(k), leaf: 2 }]), { fresh: [without] })
    expect(found.map(([rule]) => rule)).toContain('seen-remainder')
  })

  it('does not show a change of views that one learner made', async () => {
    const one = { learners: k + 1, value: 100 + k, largest: [100, 1, 1] }
    expect(await rules(figure([change(k + 1)], 'events'))).toEqual([])
    expect(await rules(figure([change(0, { rose: one })], 'events'))).toContainEqual([
      'seen-change',
      1,
      expect.stringContaining('dominated'),
    ])
  })

  it('counts who is gone as the fewest that they can be', async () => {
    const gone = (surplus: number, most: number) =>
      change(0, {
        fell: { learners: surplus, value: surplus, largest: [] },
        gone: { surplus, value: surplus, most },
      })
    expect(await rules(figure([gone(2 * k - 1, 2)]))).toEqual([])
    expect(await rules(figure([gone(2 * k - 2, 2)]))).toContainEqual([
      'seen-change',
      1,
      expect.stringContaining('however they are counted'),
    ])
  })

  it('does not show blocks with hidden events where learners rose in one and fell in another', async () => {
    const mixed = [{ table: 0, learners: [[{ leaf: 1, learners: 9 }]] }]
    const find = (complete: Uint8Array) =>
      revisedFindings({ ...blocks, complete: [[complete]] }, [], mixed, held, unlimited)
    expect(await find(all)).toEqual([])
    expect((await find(Uint8Array.of(1, 0, 1))).map(({ at }) => at.row)).toEqual([1])
  })
})

it('what is sensitive is not revisable', () => {
  expect(isRevisable(shape)).toBe(true)
  expect(
    isRevisable({ ...shape, dimensions: shape.dimensions.map((one) => ({ ...one, sensitive: true })) }),
  ).toBe(false)
  const part = { dimension: 'outcome', code: 'passed', rest: 'failed' }
  expect(
    isRevisable({ ...shape, baseMeasures: shape.baseMeasures.map((measure) => ({ ...measure, part })) }),
  ).toBe(false)
})
