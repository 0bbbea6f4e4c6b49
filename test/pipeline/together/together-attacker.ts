import { places } from '../updates/stock-nights.ts'
import { groupCount, isInGroup, type SeenPopulation } from './together-reader.ts'
import type { Counted } from './together-truth.ts'

/** A group of few learners that a reader computes. */
export interface SeenGroup {
  readonly what: string
  readonly group: readonly string[]
  readonly learners: number
}

const named = (group: number) => places.filter((_, leaf) => (group >> leaf) & 1)

/** Learners of one population who are not in another, by set of leaves of each, which both are known. */
function lessIn(whole: Counted, part: Counted, group: number): number {
  let count = 0
  for (const [learner, place] of whole)
    if (isInGroup(group, place) && !isInGroup(group, part.get(learner))) count++
  return count
}

/** Sets of leaves in which both are known and few of the one are not in the other. */
export function fewLess(whole: SeenPopulation, part: SeenPopulation, k: number): readonly SeenGroup[] {
  const found: SeenGroup[] = []
  for (let group = 1; group < groupCount; group++) {
    if (whole.known[group] === 0 || part.known[group] === 0) continue
    const learners = lessIn(whole.truth, part.truth, group)
    if (learners > 0 && learners < k)
      found.push({ what: `${whole.name} less ${part.name}`, group: named(group), learners })
  }
  return found
}

/**
 * Sums and differences of up to four populations, over every set of leaves in which all of them are known, that count no
 * learner less than nothing whatever learners there may be, and are 1 to k − 1.
 *
 * @param universe every way in which a learner can be in the populations, as bits
 */
export function fewInSums(
  populations: readonly SeenPopulation[],
  universe: readonly (readonly number[])[],
  k: number,
): readonly SeenGroup[] {
  const found: SeenGroup[] = []
  const sums = combinations(populations.length, 4).filter((sum) =>
    universe.every((bits) => sum.reduce((total, [at, sign]) => total + sign * bits[at]!, 0) >= 0),
  )
  const counts = populations.map(({ truth }) => countsBySet(truth))
  for (const sum of sums)
    for (let group = 1; group < groupCount; group++) {
      if (sum.some(([at]) => populations[at]!.known[group] === 0)) continue
      const learners = sum.reduce((total, [at, sign]) => total + sign * counts[at]![group]!, 0)
      if (learners > 0 && learners < k)
        found.push({
          what: sum.map(([at, sign]) => `${sign > 0 ? '+' : '−'} ${populations[at]!.name}`).join(' '),
          group: named(group),
          learners,
        })
    }
  return found
}

function countsBySet(truth: Counted): Int32Array {
  const leaves = places.map((place) => [...truth.values()].filter((one) => one === place).length)
  return Int32Array.from({ length: groupCount }, (_, group) =>
    leaves.reduce((sum, count, leaf) => sum + ((group >> leaf) & 1) * count, 0),
  )
}

type Sum = readonly (readonly [at: number, sign: 1 | -1])[]

function combinations(size: number, most: number, from = 0): readonly Sum[] {
  if (most === 0) return []
  const sums: Sum[] = []
  for (let at = from; at < size; at++)
    for (const sign of [1, -1] as const) {
      sums.push([[at, sign]])
      for (const rest of combinations(size, most - 1, at + 1)) sums.push([[at, sign], ...rest])
    }
  return sums
}

/**
 * Every way in which a learner can be in what is seen: active in a month only who is registered at its end, in the quarter
 * exactly who was active in a month; in a later version and in stocks of other months whoever it be.
 */
export function everyLearner(populations: readonly SeenPopulation[]): readonly (readonly number[])[] {
  const free = populations.map(({ kind }) => kind !== 'quarter')
  const at = (kind: SeenPopulation['kind'], month: number) =>
    populations.findIndex((one) => one.kind === kind && one.month === month)
  const ways: number[][] = []
  for (let bits = 0; bits < 1 << populations.length; bits++) {
    const way = populations.map((_, i) => (bits >> i) & 1)
    const isActive = [0, 1, 2].some((m) => way[at('active', m)] === 1)
    const isNested = [0, 1, 2].every((m) => way[at('active', m)]! <= way[at('registered', m)]!)
    const quarter = at('quarter', -1)
    const isSum = quarter < 0 || way[quarter] === (isActive ? 1 : 0)
    if (isNested && isSum && free.length === way.length) ways.push(way)
  }
  return ways
}

/** Changes of few between two days of one population: who rose, and who fell. */
export function fewChanges(before: SeenPopulation, after: SeenPopulation, k: number): readonly SeenGroup[] {
  return [...fewLess(before, after, k), ...fewLess(after, before, k)]
}
