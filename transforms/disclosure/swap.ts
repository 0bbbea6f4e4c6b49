import type { SwapDimension, SwapSpace } from './swap-space.ts'

/** How learners move along one dimension: positions and the sign of their change. */
export interface Step {
  readonly positions: readonly number[]
  readonly signs: readonly number[]
}

/** What the search for a swap may use of a quantity, and what it pays. */
export interface SwapTerms {
  /** Price of using a quantity; Infinity where it cannot be. */
  readonly price: (quantity: number) => number
  /** How far a quantity can fall. */
  readonly room: (quantity: number) => number
}

/** A move of learners that leaves all sums alone: `up` times as it stands, or `down` times in reverse. */
export interface Swap {
  readonly quantities: readonly number[]
  readonly signs: readonly number[]
  readonly up: number
  readonly down: number
  readonly price: number
}

/** Prices one unit of width that is missing: more than any pattern costs. */
const missing = 1e6
const passes = 3

/**
 * Looks for a cheap swap that moves a quantity by a width: learners of one leaf of each dimension change places
 * with those of another, the other way round at every second corner of the box, so that no sum changes. Where a
 * total is moved, too, its sums are not left alone, but neither are they published.
 *
 * Improves one dimension after the other, which finds a good box, not always the best.
 *
 * @returns null if no box that may be used is wide enough
 */
export function findSwap(space: SwapSpace, quantity: number, width: number, terms: SwapTerms): Swap | null {
  const position = space.positionOf[quantity]!
  if (position < 0) return null
  const options = space.dimensions.map((dimension) =>
    knownSteps(dimension, Math.floor(position / dimension.stride) % dimension.parent.length),
  )
  if (options.some((steps) => steps.length === 0)) return null
  const chosen = options.map((steps) => steps[0]!)
  let best = evaluate(space, chosen, width, terms)
  for (let pass = 0; pass < passes; pass++) {
    const before = best.score
    options.forEach((steps, d) => {
      for (const step of steps) {
        const last = chosen[d]!
        if (step === last) continue
        chosen[d] = step
        const other = evaluate(space, chosen, width, terms, best.score)
        if (other.score < best.score) best = other
        else chosen[d] = last
      }
    })
    if (best.score === before) break
  }
  return best.score < missing ? best.swap : null
}

const stepsOf = new WeakMap<SwapDimension, Map<number, readonly Step[]>>()

function knownSteps(dimension: SwapDimension, position: number): readonly Step[] {
  const known = stepsOf.get(dimension) ?? new Map<number, readonly Step[]>()
  stepsOf.set(dimension, known)
  const steps = known.get(position) ?? stepsThrough(dimension, position)
  known.set(position, steps)
  return steps
}

/** Steps that raise a position by one: a leaf under it gains what another loses, or what the total gains. */
function stepsThrough({ parent, leaves }: SwapDimension, position: number): readonly Step[] {
  const pathOf = (leaf: number) => {
    const path: number[] = []
    for (let at = leaf; at >= 0; at = parent[at]!) path.push(at)
    return path
  }
  const steps: Step[] = []
  for (const leaf of leaves[position]!) {
    const gain = pathOf(leaf)
    if (position > 0) {
      for (const other of leaves[parent[position]!]!) {
        if (leaves[position]!.includes(other)) continue
        const loss = pathOf(other).filter((node) => !gain.includes(node))
        const kept = gain.filter((node) => !pathOf(other).includes(node))
        steps.push({
          positions: [...kept, ...loss],
          signs: [...kept.map(() => 1), ...loss.map(() => -1)],
        })
      }
    }
    steps.push({ positions: gain, signs: gain.map(() => 1) })
  }
  return steps
}

function evaluate(
  space: SwapSpace,
  steps: readonly Step[],
  width: number,
  { price, room }: SwapTerms,
  bound = Number.POSITIVE_INFINITY,
): { readonly score: number; readonly swap: Swap } {
  const quantities: number[] = []
  const signs: number[] = []
  let up = Number.POSITIVE_INFINITY
  let down = Number.POSITIVE_INFINITY
  let total = 0
  const walk = (d: number, position: number, sign: number): void => {
    if (total >= bound) return
    const step = steps[d]
    if (step === undefined) {
      const q = space.quantityAt[position]!
      if (q < 0) {
        total = Number.POSITIVE_INFINITY
        return
      }
      total += price(q)
      if (sign < 0) up = Math.min(up, room(q))
      else down = Math.min(down, room(q))
      quantities.push(q)
      signs.push(sign)
      return
    }
    step.positions.forEach((at, i) => {
      walk(d + 1, position + at * space.dimensions[d]!.stride, sign * step.signs[i]!)
    })
  }
  walk(0, 0, 1)
  up = Math.min(up, width)
  down = Math.min(down, width)
  const score = total + missing * Math.max(0, width - up - down)
  return { score, swap: { quantities, signs, up, down, price: total } }
}
