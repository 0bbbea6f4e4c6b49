import type { Policy } from '../../schemas/policy.ts'
import { CoveringSearch } from './covering-search.ts'
import { hidingCost, searchCost } from './hiding-cost.ts'
import type { PatternCheck } from './pattern-check.ts'

const smallest = 12
const largest = 30
/** Rounds of cover, check and cut for one neighbourhood. */
const rounds = 25
/** Rounds that look for another pattern at the same cost. */
const sideways = 4
/** Steps after which a search for a cover gives up, for each unit freed. */
const stepsPerUnit = 40
/** Cuts learnt from one pattern before the next cover. */
const lessons = 6
/** What a pattern must save to be cheaper. */
const saving = 1e-9
/** Neighbourhoods in a row without a cheaper pattern, for each complementary unit, after which to stop. */
const patience = 4
/** Cuts with more units say little about which of them belong together. */
const widestBond = 60

/** Counts, so that the outcome does not depend on the machine. */
export interface SearchBounds {
  /** Neighbourhoods tried at most. */
  readonly neighbourhoods: number
  /** Bound on the total of the check's work. */
  readonly work: number
}

/**
 * Looks for cheaper patterns by large-neighbourhood search: frees some complementary units that are bound to
 * one another, covers anew what the cuts then miss, checks the pattern, and turns each failure into a cut. Where
 * nothing cheaper is found, another pattern as cheap will do, so that later neighbourhoods differ.
 *
 * @param hidden for each unit 1 if hidden; changed in place, always protecting
 * @see Shaw (1998), Using constraint programming and local search methods to solve vehicle routing problems
 * @see Fischetti and Salazar (2001) for the cuts
 */
export function searchNeighbourhoods(
  check: PatternCheck,
  hidden: Uint8Array,
  loss: Policy['loss'],
  { neighbourhoods, work }: SearchBounds,
): void {
  const { system } = check
  const prices = Float64Array.from(system.units, (_, unit) => searchCost(system, unit, loss))
  const isFree = Uint8Array.from(system.units, ({ reasons }, unit) =>
    check.isMember(unit) && reasons.length === 0 ? 1 : 0,
  )
  const random = pseudoRandom(1)
  const costOf = (pattern: Uint8Array) =>
    check.complementary(pattern).reduce((sum, unit) => sum + hidingCost(system, unit, loss), 0)
  const current = Uint8Array.from(hidden)
  let least = costOf(hidden)
  let idle = 0
  for (let i = 0; i < neighbourhoods && check.work < work; i++) {
    const complementary = check.complementary(current)
    if (complementary.length === 0 || idle > complementary.length * patience) return
    const size = smallest + Math.floor(random() * (largest - smallest + 1))
    const freed = neighbourhood(check, current, complementary, size, random)
    const staying = Uint8Array.from(current)
    for (const unit of freed) staying[unit] = 0
    idle++
    const spent = freed.reduce((sum, unit) => sum + prices[unit]!, 0)
    const own = Uint8Array.from(isFree)
    for (const unit of complementary) own[unit] = staying[unit] === 1 ? 0 : 1
    const search = new CoveringSearch(check.pool, staying, own, prices, random)
    let limit = spent - saving
    for (let round = 0; round < rounds; round++) {
      const isFound = search.cover(limit, freed.length * stepsPerUnit)
      if (!isFound) {
        if (limit > spent) break
        limit = spent + saving
        round = Math.max(round, rounds - sideways)
        search.restart()
        continue
      }
      const verdict = judge(check, search.hidden)
      if (verdict === 'protects') {
        current.set(search.hidden)
        const cost = costOf(current)
        if (cost < least) {
          hidden.set(current)
          least = cost
        }
        if (limit < spent) idle = 0
        if (limit < spent) break
      }
      if (verdict === 'fails') break
      search.learn()
    }
  }
}

/** Whether a pattern protects all targets; if not, whether that added to the cuts. */
function judge(check: PatternCheck, candidate: Uint8Array): 'protects' | 'learnt' | 'fails' {
  const known = check.pool.cuts.length
  check.consider(candidate)
  let failures = 0
  for (const target of check.unproven()) {
    if (!check.isWide(target)) failures++
    if (failures === lessons) break
  }
  if (failures === 0 && check.leavesSecret(candidate)) return 'protects'
  if (check.pool.cuts.length === known) check.forbid(candidate)
  return check.pool.cuts.length > known ? 'learnt' : 'fails'
}

/** Complementary units around one of them, most tightly bound by cuts first. */
function neighbourhood(
  check: PatternCheck,
  hidden: Uint8Array,
  complementary: readonly number[],
  size: number,
  random: () => number,
): readonly number[] {
  const { pool } = check
  const bonds = new Map<number, number>()
  const freed = new Set<number>()
  let next = complementary[Math.floor(random() * complementary.length)]
  while (next !== undefined && freed.size < size) {
    freed.add(next)
    bonds.delete(next)
    for (const id of pool.columnOf(next).ids) {
      const { units } = pool.cuts[id]!
      if (units.length > widestBond) continue
      for (const unit of units) {
        if (hidden[unit] === 0 || freed.has(unit) || !check.isMember(unit)) continue
        bonds.set(unit, (bonds.get(unit) ?? 0) + (0.5 + random()) / units.length)
      }
    }
    let strongest = 0
    next = undefined
    for (const [unit, bond] of bonds) if (bond > strongest) [next, strongest] = [unit, bond]
    if (next === undefined && freed.size < size) next = complementary.find((unit) => !freed.has(unit))
  }
  return [...freed]
}

/** Park and Miller's generator: the same numbers in (0, 1) for the same seed. */
function pseudoRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
