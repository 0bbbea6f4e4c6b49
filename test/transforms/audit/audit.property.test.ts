import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { type Dimension, matrixCoordinates } from '../../../schemas/cell.ts'
import { auditFromOutside, auditRelease } from '../../../transforms/audit/verdict.ts'
import { attack } from './intervals.ts'
import { determinedColumns } from './rational.ts'
import { counted, dimension, held, measure, parameters, published, shape, sums, unlimited } from './tables.ts'

/** Milliseconds: a solver is loaded for each release. */
const patience = 60_000

const trees = [
  [dimension('a', ['a1', 'a2']), dimension('b', ['b1', 'b2'])],
  [dimension('a', [['n', ['n1', 'n2']], 'm']), dimension('b', ['b1', 'b2'])],
  [dimension('a', ['a1', 'a2']), dimension('b', ['b1', 'b2']), dimension('c', ['c1', 'c2'])],
  [
    dimension('a', [
      ['n', ['n1']],
      ['m', ['m1', 'm2']],
    ]),
  ],
  [dimension('a', ['a1', 'a2', 'a3', 'a4'])],
] as const

/** Small tables with few learners, and the rows that they hide. */
const example = (most: number) =>
  fc.constantFrom(...trees).chain((dimensions) => {
    const rows = [...matrixCoordinates(dimensions)].map((at) => at.join(' '))
    const isLeaf = (at: string) => at.split(' ').every((code, d) => !parents(dimensions[d]!).has(code))
    const leaves = rows.filter(isLeaf)
    return fc.record({
      dimensions: fc.constant<readonly Dimension[]>(dimensions),
      leaves: fc
        .array(fc.nat(most), { minLength: leaves.length, maxLength: leaves.length })
        .map((values) => Object.fromEntries(leaves.map((leaf, i) => [leaf, values[i]!]))),
      hidden: fc.subarray(rows).map((list) => new Set(list)),
      zeros: fc.constantFrom('protect', 'publish'),
    })
  })

const parents = ({ codes }: Dimension) => new Set(codes.map(({ parent }) => parent))

function tabulate({
  dimensions,
  leaves,
  zeros,
}: {
  dimensions: readonly Dimension[]
  leaves: Readonly<Record<string, number>>
  zeros: 'protect' | 'publish'
}) {
  const of = shape(dimensions, { zeros, baseMeasures: [measure('n', { overEvents: 'additive' })] })
  return counted(of, sums(dimensions, leaves))
}

/** All sums of a table over its leaves: rows by coordinates, columns by leaf. */
function margins(dimensions: readonly Dimension[], leaves: Readonly<Record<string, number>>) {
  const names = Object.keys(leaves)
  const one = names.map((leaf) => sums(dimensions, { [leaf]: 1 }))
  return [...matrixCoordinates(dimensions)].map((at) => ({
    at: at.join(' '),
    sum: one.map((count) => count(at)[0]!),
  }))
}

test.prop([example(20)], { numRuns: 45 })(
  'equations give away what rational elimination says',
  async (given) => {
    const table = tabulate(given)
    const { exact } = await attack(published(table, (at) => given.hidden.has(at.join(' '))))
    const rows = margins(given.dimensions, given.leaves)
    const hidden = rows.filter(({ at }) => given.hidden.has(at))
    const leaves = Object.keys(given.leaves).length
    // Unknowns: the leaves, then the hidden cells as sums of them. Knowns: every published sum of leaves.
    const matrix = [
      ...rows.filter(({ at }) => !given.hidden.has(at)).map(({ sum }) => [...sum, ...hidden.map(() => 0)]),
      ...hidden.map(({ sum }, h) => [...sum, ...hidden.map((_, other) => (other === h ? -1 : 0))]),
    ]
    const determined = determinedColumns(matrix, leaves + hidden.length)
    expect(exact).toEqual(
      determined.flatMap((column) => (column < leaves ? [] : [`n ${hidden[column - leaves]!.at}`])).sort(),
    )
  },
  patience,
)

/** Every way to fill the leaves that the published sums allow. */
function solutions(
  given: Parameters<typeof tabulate>[0] & { hidden: ReadonlySet<string> },
): readonly (readonly number[])[] {
  const values = Object.values(given.leaves)
  const total = values.reduce((sum, value) => sum + value, 0)
  const known = margins(given.dimensions, given.leaves)
    .filter(({ at }) => !given.hidden.has(at))
    .map(({ sum }) => ({ sum, value: sum.reduce((all, one, i) => all + one * values[i]!, 0) }))
  const found: number[][] = []
  const fill = (leaf: number, filled: readonly number[]) => {
    for (const { sum, value } of known) {
      const least = filled.reduce((all, one, i) => all + one * sum[i]!, 0)
      if (least > value || (least < value && sum.slice(leaf).every((one) => one === 0))) return
    }
    if (leaf === values.length) found.push([...filled])
    else for (let value = 0; value <= total; value++) fill(leaf + 1, [...filled, value])
  }
  fill(0, [])
  return found
}

test.prop([example(2)], { numRuns: 30 })(
  'no interval leaves out a whole number that is possible',
  async (given) => {
    given.hidden.delete(given.dimensions.map(() => '_T').join(' '))
    const table = tabulate({ ...given, zeros: 'protect' })
    const { intervals } = await attack(published(table, (at) => given.hidden.has(at.join(' '))))
    const possible = solutions(given)
    expect(possible.length).toBeGreaterThan(0)
    for (const { at, sum } of margins(given.dimensions, given.leaves)) {
      if (!given.hidden.has(at)) continue
      const values = possible.map((filled) => sum.reduce((all, one, i) => all + one * filled[i]!, 0))
      const [low, up] = intervals[`n ${at}`]!
      expect(low).toBeLessThanOrEqual(Math.min(...values))
      expect(up).toBeGreaterThanOrEqual(Math.max(...values))
      // Margins of two dimensions are totally unimodular: there, vertices are whole and the bounds are attained.
      if (given.dimensions.length < 3) expect([low, up]).toEqual([Math.min(...values), Math.max(...values)])
    }
  },
  patience,
)

test.prop([example(30)], { numRuns: 30 })(
  'what passes inside passes outside',
  async (given) => {
    const table = tabulate(given)
    const candidate = [published(table, (at) => given.hidden.has(at.join(' ')))]
    const { report, released } = await auditRelease(candidate, held(table), parameters, unlimited)
    expect(released === null).toBe(!report.passed)
    if (report.passed) expect((await auditFromOutside(candidate, parameters, unlimited)).findings).toEqual([])
  },
  patience,
)

test.prop([example(30)], { numRuns: 30 })(
  'hiding all passes; hiding nothing passes only without primaries',
  async (given) => {
    const table = tabulate({ ...given, zeros: 'protect' })
    const all = await auditRelease([published(table, () => true)], held(table), parameters, unlimited)
    expect(all.report.findings).toEqual([])
    const none = await auditRelease([published(table, () => false)], held(table), parameters, unlimited)
    const disclosing = table.cells.some(({ contributors }) => contributors < parameters.minimumContributors)
    expect(none.report.passed).toBe(!disclosing)
  },
  patience,
)
