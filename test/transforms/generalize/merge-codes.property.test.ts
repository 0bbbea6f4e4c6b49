import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TabulatedTable } from '../../../schemas/cell.ts'
import { attest } from '../../../transforms/attest.ts'
import { mergeCodes } from '../../../transforms/generalize/merge-codes.ts'
import { Matrix } from '../../../transforms/tabulate/margins.ts'
import { countTable, dimension, flat } from '../disclosure/tables.ts'

const places = dimension('place', { n: '_T', s: '_T', n1: 'n', n2: 'n', n3: 'n', s1: 's', s2: 's' })
const merged = dimension('place', { n: '_T', s: '_T', n2: 'n', s1: 's', s2: 's', n_O: 'n' })
const ages = dimension('age', flat('young', 'old'))
const groups = [{ parent: 'n', codes: ['n1', 'n3'] }]
const { shape } = countTable([places, ages], {})
const leafPlaces = ['n1', 'n2', 'n3', 's1', 's2']

/** Contributions of single learners, by place and age. */
const learners = fc.array(
  fc.record({
    place: fc.constantFrom(...leafPlaces),
    age: fc.constantFrom(1, 2),
    minutes: fc.integer({ min: 1, max: 99 }),
    percent: fc.integer({ min: 0, max: 100 }),
    passed: fc.constantFrom('passed', 'failed'),
  }),
  { maxLength: 40 },
)
type Learner = typeof learners extends fc.Arbitrary<readonly (infer L)[]> ? L : never

/** The table as counted, by the codes that each learner's place has in it. */
function counted(
  list: readonly Learner[],
  of: typeof places,
  codeOf: (place: string) => string,
): TabulatedTable {
  const table = { ...shape, dimensions: [of, ages] }
  const matrix = new Matrix(table, 3)
  for (const { place, age, minutes, percent, passed } of list) {
    const coordinates = [of.codes.findIndex(({ code }) => code === codeOf(place)), age]
    matrix.add({
      coordinates,
      contributors: 1,
      values: [minutes],
      contributorsOf: [1],
      largest: [[minutes]],
      outcomes: { outcome: { [passed]: 1 } },
    })
    matrix.addScore({ coordinates, score: 'score', percent, learners: 1 })
  }
  return { shape: table, cells: matrix.cells() }
}

describe('mergeCodes', () => {
  it('gives what counting with the merged codes gives', () => {
    fc.assert(
      fc.property(learners, (list) => {
        const finest = attest(
          'tabulated',
          counted(list, places, (place) => place),
        )
        const other = counted(list, merged, (place) => (['n1', 'n3'].includes(place) ? 'n_O' : place))
        const got = mergeCodes(finest, 'place', groups)
        expect(
          got.shape.dimensions.map(({ codes }) => codes.map(({ code, parent }) => [code, parent])),
        ).toEqual(other.shape.dimensions.map(({ codes }) => codes.map(({ code, parent }) => [code, parent])))
        expect(got.cells).toEqual(other.cells)
      }),
    )
  })

  it('leaves a table alone that does not show the codes', () => {
    const table = countTable([ages], { young: 3, old: 4 })
    expect(mergeCodes(table, 'place', groups)).toBe(table)
    const coarse = countTable([dimension('place', flat('n', 's'))], { n: 3, s: 4 })
    expect(mergeCodes(coarse, 'place', groups)).toBe(coarse)
  })
})
