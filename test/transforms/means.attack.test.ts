import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Cell, PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import { auditRelease } from '../../transforms/audit/verdict.ts'
import { applyPattern } from '../../transforms/disclosure/apply-pattern.ts'
import { protectTables } from '../../transforms/disclosure/protect-tables.ts'
import { auditParameters, countTable, dimension, flat, held, limits, unlimited } from './disclosure/tables.ts'

const regions = ['r1', 'r2', 'r3']
const groups = ['a', 'b', 'c']

/** Learners and the sum of their scores, for each leaf. */
type Leaves = Readonly<Record<string, readonly [learners: number, points: number]>>

/** A table of learners by region and group, with their mean score to a tenth. */
function scoreTable(leaves: Leaves): TabulatedTable {
  const counts = Object.fromEntries(Object.entries(leaves).map(([leaf, [learners]]) => [leaf, learners]))
  const dimensions = [dimension('region', flat(...regions)), dimension('group', flat(...groups))]
  const { shape, cells } = countTable(dimensions, counts, 'publish')
  const mean = { name: 'mean', title: { en: 'Mean' }, type: 'mean', score: 'score', decimals: 1 } as const
  const inside = (leaf: string, coordinates: readonly string[]) =>
    leaf.split(' ').every((code, d) => coordinates[d] === '_T' || coordinates[d] === code)
  return {
    shape: { ...shape, derivedMeasures: [mean] },
    cells: cells.map((cell): Cell => {
      const histogram = new Array<number>(101).fill(0)
      for (const [leaf, [learners, points]] of Object.entries(leaves)) {
        if (!inside(leaf, cell.coordinates) || learners === 0) continue
        const low = Math.floor(points / learners)
        histogram[low]! += learners - (points % learners)
        if (points % learners > 0) histogram[low + 1]! += points % learners
      }
      return { ...cell, scores: { score: histogram } }
    }),
  }
}

async function publish(table: TabulatedTable): Promise<readonly PublishedTable[]> {
  const own = { ...limits, intervalWidth: 10, singletons: true, coalition: 2 }
  const { patterns, withheld } = await protectTables(held(table), own)
  return applyPattern(held(table), patterns, auditParameters, withheld)
}

/** All means of published rows shown, whatever they tell. */
function withEveryMean([table]: readonly PublishedTable[], truth: TabulatedTable): readonly PublishedTable[] {
  const rows = table!.rows.map((row, r) => {
    const [count] = row.figures
    if (count!.value === null || count!.value === 0) return row
    const points = truth.cells[r]!.scores['score']!.reduce((sum, n, score) => sum + n * score, 0)
    const value = Math.floor((20 * points + count!.value) / (2 * count!.value))
    return { ...row, figures: [count!, { value, status: 'A' as const }] }
  })
  return [{ shape: table!.shape, rows }]
}

type Rows = ReadonlyMap<string, PublishedTable['rows'][number]['figures']>

/**
 * Tries every whole count of the hidden leaves that agrees with the published counts, and asks of each whether
 * scores could be such that the published means come out: per leaf a sum between 0 and 100 points a learner.
 *
 * @returns by hidden leaf: the least and the greatest count that remain
 */
function attack([table]: readonly PublishedTable[]): ReadonlyMap<string, readonly [number, number]> {
  const rows = new Map(table!.rows.map(({ coordinates, figures }) => [coordinates.join(' '), figures]))
  const leaves = regions.flatMap((region) => groups.map((group) => `${region} ${group}`))
  const hidden = leaves.filter((leaf) => rows.get(leaf)![0]!.value === null)
  const lines = [
    ...regions.map((region) => ({
      total: `${region} _T`,
      parts: groups.map((group) => `${region} ${group}`),
    })),
    ...groups.map((group) => ({
      total: `_T ${group}`,
      parts: regions.map((region) => `${region} ${group}`),
    })),
  ]
  const found = new Map<string, readonly [number, number]>()
  const counts = new Map<string, number>()
  for (const leaf of leaves) {
    const { value } = rows.get(leaf)![0]!
    if (value !== null) counts.set(leaf, value)
  }
  const fits = () =>
    lines.every(({ total, parts }) => {
      const whole = rows.get(total)![0]!.value
      if (whole === null) return true
      const known = parts.flatMap((leaf) => counts.get(leaf) ?? [])
      const sum = known.reduce((a, b) => a + b, 0)
      return known.length === parts.length ? sum === whole : sum + parts.length - known.length <= whole
    })
  const visit = (i: number): void => {
    if (i === hidden.length) {
      if (!scoresExist(rows, counts)) return
      for (const leaf of hidden) {
        const value = counts.get(leaf)!
        const [low, up] = found.get(leaf) ?? [value, value]
        found.set(leaf, [Math.min(low, value), Math.max(up, value)])
      }
      return
    }
    for (let value = 1; value <= 120; value++) {
      counts.set(hidden[i]!, value)
      if (fits()) visit(i + 1)
    }
    counts.delete(hidden[i]!)
  }
  visit(0)
  return found
}

/**
 * Whether sums of scores exist, for the counts that are tried: a circulation from everybody through regions and
 * groups back to everybody, within what each part may carry. It exists unless some set of places must take in more
 * than can leave it.
 *
 * @see Hoffman (1960), Some recent applications of the theory of linear inequalities to extremal combinatorial
 *   analysis
 */
function scoresExist(rows: Rows, counts: ReadonlyMap<string, number>): boolean {
  const countOf = (region: string, group: string): number =>
    [...counts].reduce((sum, [leaf, count]) => {
      const [r, g] = leaf.split(' ')
      return (region === '_T' || region === r) && (group === '_T' || group === g) ? sum + count : sum
    }, 0)
  const edge = (from: string, to: string, region: string, group: string) => {
    const count = countOf(region, group)
    const { value } = rows.get(`${region} ${group}`)![1]!
    return value === null
      ? { from, to, least: 0, most: 100 * count }
      : {
          from,
          to,
          least: Math.ceil(((2 * value - 1) * count) / 20),
          most: Math.ceil(((2 * value + 1) * count) / 20) - 1,
        }
  }
  const edges = [
    edge('end', 'start', '_T', '_T'),
    ...regions.map((region) => edge('start', region, region, '_T')),
    ...groups.map((group) => edge(group, 'end', '_T', group)),
    ...regions.flatMap((region) => groups.map((group) => edge(region, group, region, group))),
  ]
  const places = ['start', 'end', ...regions, ...groups]
  for (let set = 1; set < 2 ** places.length - 1; set++) {
    const isInside = (place: string) => ((set >> places.indexOf(place)) & 1) === 1
    let surplus = 0
    for (const { from, to, least, most } of edges) {
      if (isInside(from) && !isInside(to)) surplus -= most
      if (!isInside(from) && isInside(to)) surplus += least
    }
    if (surplus > 0) return false
  }
  return true
}

/** Small groups, hidden in this release, that the attacker narrows to fewer than ten counts. */
function narrowed(release: readonly PublishedTable[], leaves: Leaves): readonly string[] {
  const intervals = attack(release)
  return Object.entries(leaves).flatMap(([leaf, [learners]]) => {
    const interval = intervals.get(leaf)
    const isSmall = learners >= 1 && learners <= 9
    return isSmall && interval !== undefined && interval[1] - interval[0] < 10 ? [leaf] : []
  })
}

/** A group that did well and one that did badly, diagonally opposite among four hidden ones. */
const example: Leaves = {
  'r1 a': [14, 1395],
  'r1 b': [4, 200],
  'r1 c': [40, 2800],
  'r2 a': [5, 250],
  'r2 b': [15, 15],
  'r2 c': [40, 2600],
  'r3 a': [40, 2700],
  'r3 b': [40, 2500],
  'r3 c': [40, 2900],
}

it('means of larger groups narrow two small ones to [1, 4] and [2, 5], unless some are withheld', async () => {
  const table = scoreTable(example)
  const published = await publish(table)
  expect(narrowed(published, example)).toEqual([])
  const shown = withEveryMean(published, table)
  expect([...attack(shown)].filter(([leaf]) => narrowed(shown, example).includes(leaf))).toEqual([
    ['r1 b', [1, 4]],
    ['r2 a', [2, 5]],
  ])
  const { report } = await auditRelease(published, held(table), auditParameters, unlimited)
  expect(report.findings).toEqual([])
  const { report: unprotected } = await auditRelease(shown, held(table), auditParameters, unlimited)
  expect(unprotected.findings.map(({ rule, coordinates }) => [rule, ...coordinates])).toEqual([
    ['narrow-interval', 'r1', 'b'],
    ['narrow-interval', 'r2', 'a'],
  ])
  const means = published[0]!.rows.filter(({ figures: [count, mean] }) => count!.value !== mean!.value)
  expect(means.filter(({ figures }) => figures[1]!.value !== null).length, 'most means stay').toBeGreaterThan(
    8,
  )
})

const leaf = fc
  .tuple(fc.constantFrom(2, 4, 6, 12, 15, 18, 40), fc.constantFrom(0, 2, 50, 97, 100))
  .map(([learners, score]) => [learners, learners * score] as const)
const someLeaves = fc
  .array(leaf, { minLength: 4, maxLength: 4 })
  .map(([a, b, c, d]): Leaves => ({ ...example, 'r1 a': a!, 'r1 b': b!, 'r2 a': c!, 'r2 b': d! }))

it('no small group is narrowed by means, and where all are shown some are', {
  timeout: 120_000,
}, async () => {
  let broken = 0
  for (const leaves of fc.sample(someLeaves, { seed: 7, numRuns: 60 })) {
    const table = scoreTable(leaves)
    const published = await publish(table)
    const hidden = published[0]!.rows.filter(({ figures }) => figures[0]!.value === null)
    if (hidden.length > 4 || hidden.some(({ coordinates }) => coordinates.includes('_T'))) continue
    expect(narrowed(published, leaves)).toEqual([])
    if (narrowed(withEveryMean(published, table), leaves).length > 0) broken++
    const { report } = await auditRelease(published, held(table), auditParameters, unlimited)
    expect(report.findings).toEqual([])
  }
  expect(broken).toBeGreaterThan(0)
})
