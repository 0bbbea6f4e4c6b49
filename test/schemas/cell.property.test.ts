import { fc, test } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { type Dimension, matrixCoordinates, matrixSize } from '../../schemas/cell.ts'

function dimension(name: string, codes: readonly string[]): Dimension {
  return {
    name,
    title: { en: name },
    kind: 'attribute',
    sensitive: false,
    codes: codes.map((code, i) => ({
      code,
      parent: i === 0 ? null : codes[0]!,
      level: i === 0 ? 0 : 1,
      labels: { en: code },
    })),
  }
}

it('lists coordinates with the last dimension varying fastest', () => {
  const matrix = [dimension('a', ['_T', 'x']), dimension('b', ['_T', 'z', 'y'])]
  expect([...matrixCoordinates(matrix)]).toEqual([
    ['_T', '_T'],
    ['_T', 'z'],
    ['_T', 'y'],
    ['x', '_T'],
    ['x', 'z'],
    ['x', 'y'],
  ])
})

it('has one cell without dimensions', () => {
  expect(matrixSize([])).toBe(1)
  expect([...matrixCoordinates([])]).toEqual([[]])
})

test.prop([
  fc.array(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 }), {
    maxLength: 4,
  }),
])('every combination occurs once, at the place that strides give it', (lists) => {
  const dimensions = lists.map((codes, i) => dimension(`d${i}`, codes))
  const all = [...matrixCoordinates(dimensions)]
  expect(all).toHaveLength(matrixSize(dimensions))
  for (const [place, coordinates] of all.entries()) {
    const index = coordinates.reduce((sum, code, d) => sum * lists[d]!.length + lists[d]!.indexOf(code), 0)
    expect(index).toBe(place)
  }
})
