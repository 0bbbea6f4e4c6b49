import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { type Cell, matrixCoordinates, matrixSize } from '../../../schemas/cell.ts'
import { type CountedGroup, Matrix } from '../../../transforms/tabulate/margins.ts'
import { planOf, tables } from '../school-tables.ts'

/** region (zone) × course × outcome of test results, with counts of learners and of events. */
const byScore = planOf(tables[6]!).shape
const shape = { ...byScore, baseMeasures: planOf(tables[4]!).shape.baseMeasures }
const keep = 3
const indexOf = (dimension: number, code: string) =>
  shape.dimensions[dimension]!.codes.findIndex((entry) => entry.code === code)

function group(
  at: readonly [string, string, string],
  learners: number,
  largest: readonly number[] = [],
): CountedGroup {
  return {
    coordinates: at.map((code, d) => indexOf(d, code)),
    contributors: learners,
    values: shape.baseMeasures.map((_, i) => learners * (i + 1)),
    contributorsOf: shape.baseMeasures.map(() => learners),
    largest: shape.baseMeasures.map(({ type }) => (type === 'learners' ? [] : largest)),
    outcomes: { outcome: { passed: learners, failed: 0 } },
  }
}
const matrixOf = (groups: readonly CountedGroup[]) => {
  const matrix = new Matrix(shape, keep)
  for (const one of groups) matrix.add(one)
  return matrix
}
const at = (cells: readonly Cell[], ...coordinates: readonly string[]) =>
  cells.find((cell) => `${cell.coordinates}` === `${coordinates}`)!

describe('a matrix', () => {
  it('is complete, in the order of its coordinates, without any group', () => {
    const cells = new Matrix(shape, keep).cells()
    expect(cells).toHaveLength(matrixSize(shape.dimensions))
    expect(cells.map(({ coordinates }) => coordinates)).toEqual([...matrixCoordinates(shape.dimensions)])
    expect(
      cells.every(
        ({ contributors, measures, outcomes, scores }) =>
          contributors === 0 &&
          measures.every(({ value }) => value === 0) &&
          `${Object.keys({ ...outcomes, ...scores })}` === '',
      ),
    ).toBe(true)
  })

  it('adds a group to all its margins over attributes and outcomes, but not over courses', () => {
    const cells = matrixOf([group(['east', 'ai', 'failed_50-59'], 2)]).cells()
    const reached = cells
      .filter(({ contributors }) => contributors > 0)
      .map(({ coordinates }) => coordinates.join(' '))
    expect(reached).toEqual(
      ['_T', 'east'].flatMap((zone) =>
        ['_T', 'failed', 'failed_50-69', 'failed_50-59'].map((band) => `${zone} ai ${band}`),
      ),
    )
  })

  it('remembers the largest contributions of all groups', () => {
    const cells = matrixOf([
      group(['east', 'ai', 'failed_50-59'], 2, [9, 4]),
      group(['west', 'ai', 'failed_50-59'], 3, [7, 7, 1]),
    ]).cells()
    const attempts = shape.baseMeasures.findIndex(({ name }) => name === 'attempts')
    expect(at(cells, '_T', 'ai', '_T').measures[attempts]?.largest).toEqual([9, 7, 7])
    expect(at(cells, 'east', 'ai', 'failed_50-59').measures[attempts]?.largest).toEqual([9, 4])
  })

  it('adds scores up into histograms of 101 counts', () => {
    const matrix = new Matrix(shape, keep)
    for (const percent of [0, 55, 100])
      matrix.addScore({
        coordinates: group(['east', 'ai', 'failed_50-59'], 1).coordinates,
        score: 'score',
        percent,
        learners: 2,
      })
    const histogram = at(matrix.cells(), '_T', 'ai', '_T').scores['score']!
    expect(histogram).toHaveLength(101)
    expect([histogram[0], histogram[55], histogram[100], histogram.reduce((a, b) => a + b, 0)]).toEqual([
      2, 2, 2, 6,
    ])
  })
})

const leaf = (dimension: number) =>
  fc.constantFrom(
    ...shape.dimensions[dimension]!.codes.filter(
      ({ code }, _, all) => !all.some(({ parent }) => parent === code),
    ).map(({ code }) => code),
  )
const anyCourse = fc.constantFrom(...shape.dimensions[1]!.codes.map(({ code }) => code))
const groups = fc.array(
  fc
    .tuple(leaf(0), anyCourse, leaf(2), fc.nat(9))
    .map(([zone, course, band, n]) => group([zone, course, band], n)),
  { maxLength: 20 },
)

test.prop([groups], { numRuns: 30 })(
  'every parent is the sum of its children over attributes and outcomes',
  (given) => {
    const cells = new Map(
      matrixOf(given)
        .cells()
        .map((cell) => [cell.coordinates.join(' '), cell]),
    )
    for (const [d, { codes, kind }] of shape.dimensions.entries()) {
      if (kind === 'event') continue
      for (const cell of cells.values()) {
        const children = codes
          .filter(({ parent }) => parent === cell.coordinates[d])
          .map(({ code }) => cells.get(cell.coordinates.with(d, code).join(' '))!)
        if (children.length === 0) continue
        const sum = (figure: (cell: Cell) => number) =>
          children.reduce((total, child) => total + figure(child), 0)
        expect(cell.contributors).toBe(sum(({ contributors }) => contributors))
        for (const i of shape.baseMeasures.keys()) {
          expect(cell.measures[i]!.value).toBe(sum(({ measures }) => measures[i]!.value))
          expect(cell.measures[i]!.contributors).toBe(sum(({ measures }) => measures[i]!.contributors))
        }
      }
    }
  },
)

test.prop([groups, fc.nat()], { numRuns: 30 })('the order of groups is irrelevant', (given, turn) => {
  const from = given.length === 0 ? 0 : turn % given.length
  expect(matrixOf([...given.slice(from), ...given.slice(0, from)]).cells()).toEqual(matrixOf(given).cells())
})
