import { describe, expect, it } from 'vitest'
import type { Figure } from '../../../schemas/cell.ts'
import { type ComparableTable, tableDifference } from '../../../transforms/difference/table-difference.ts'

const c: Figure = { value: null, status: 'c' }
const z: Figure = { value: null, status: 'z' }
const A = (value: number): Figure => ({ value, status: 'A' })

function table(
  figures: Readonly<Record<string, readonly Figure[]>>,
  change: Partial<ComparableTable> = {},
): ComparableTable {
  const codes = Object.keys(figures)
  return {
    id: 'active',
    dimensions: [{ name: 'region', codes: codes.map((code) => ({ code })) }],
    measures: [
      { name: 'learners', type: 'learners' },
      { name: 'minutes', type: 'sum' },
      { name: 'score', type: 'mean', decimals: 1 },
    ],
    rows: codes.map((code) => ({ coordinates: [code], figures: figures[code]! })),
    ...change,
  }
}

describe('a figure', () => {
  it.each([
    { before: A(40), after: A(40), kind: null, few: false },
    { before: A(40), after: A(41), kind: 'changed', few: true },
    { before: A(40), after: A(31), kind: 'changed', few: true },
    { before: A(40), after: A(50), kind: 'changed', few: false },
    { before: A(40), after: c, kind: 'newly-hidden', few: false },
    { before: c, after: A(40), kind: 'newly-published', few: false },
    { before: c, after: z, kind: 'status', few: false },
    { before: c, after: c, kind: null, few: false },
  ])(
    '$before.value $before.status → $after.value $after.status is $kind, few: $few',
    ({ before, after, kind, few }) => {
      const [one, other] = [table({ _T: [before, A(1), c] }), table({ _T: [after, A(1), c] })]
      const { figures, compared, unchanged } = tableDifference(one, other, 10)
      expect(figures.map((figure) => [figure.kind, figure.few])).toEqual(kind === null ? [] : [[kind, few]])
      expect([compared, unchanged]).toEqual([3, kind === null ? 3 : 2])
    },
  )

  it('is few only where it counts, and where both are about the same learners and days', () => {
    const [one, other] = [table({ _T: [A(40), A(100), A(71)] }), table({ _T: [A(41), A(101), A(72)] })]
    const few = (k: number) => tableDifference(one, other, k).figures.map((figure) => figure.few)
    expect(few(10)).toEqual([true, false, false])
    expect(few(0)).toEqual([false, false, false])
  })

  it('is shown in the unit in which it is published', () => {
    const [one, other] = [table({ _T: [A(40), A(1), A(715)] }), table({ _T: [A(40), A(1), A(720)] })]
    expect(tableDifference(one, other, 10).figures).toMatchObject([
      { measure: 'score', before: 71.5, after: 72 },
    ])
  })
})

describe('a table', () => {
  it('is compared by codes, wherever they stand in the list', () => {
    const one = table({ _T: [A(90), c, c], R1: [A(40), c, c], R2: [A(50), c, c] })
    const other = table({ _T: [A(90), c, c], R3: [A(20), c, c], R1: [A(70), c, c] })
    expect(tableDifference(one, other, 10)).toMatchObject({
      compared: 6,
      unchanged: 5,
      figures: [{ coordinates: ['R1'], measure: 'learners', before: 40, after: 70 }],
      codesAdded: ['region=R3'],
      codesRemoved: ['region=R2'],
    })
  })

  it('is compared by the names of its measures', () => {
    const one = table({ _T: [A(90), A(4), c] })
    const other = table(
      { _T: [A(5), A(90)] },
      {
        measures: [
          { name: 'views', type: 'events' },
          { name: 'learners', type: 'learners' },
        ],
      },
    )
    expect(tableDifference(one, other, 10)).toMatchObject({
      compared: 1,
      figures: [],
      measuresAdded: ['views'],
      measuresRemoved: ['minutes', 'score'],
    })
  })

  it('is not compared where its dimensions are others', () => {
    const other = table({ _T: [A(1), c, c] }, { dimensions: [{ name: 'age', codes: [{ code: '_T' }] }] })
    expect(tableDifference(table({ _T: [A(90), c, c] }), other, 10)).toMatchObject({
      compared: 0,
      figures: [],
      otherDimensions: true,
    })
  })
})
