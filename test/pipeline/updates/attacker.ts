import { matrixCoordinates } from '../../../schemas/cell.ts'
import { inverseOf, modulo } from './modulo-prime.ts'
import { dimensions, type Night, places, type SeenNight } from './stock-nights.ts'

/** A group whose change between two nights a reader of all releases can compute, though too few made it. */
export interface SeenChange {
  readonly nights: readonly [number, number]
  readonly group: readonly string[]
  readonly entered: number
  readonly left: number
}

/**
 * Holds every release. Counts of different nights are different unknowns, so a sum of leaves is known on a night if it
 * lies in the row space of what that night's release shows. Tries every set of leaves and every pair of nights.
 */
export function seenChanges(
  nights: readonly Night[],
  seen: readonly SeenNight[],
  k: number,
): readonly SeenChange[] {
  const known = seen.map(({ shown }) => knownGroups(shown))
  const found: SeenChange[] = []
  for (let late = 1; late < nights.length; late++) {
    for (let early = 0; early < late; early++) {
      const members = membersOf(nights[early]!, nights[late]!)
      for (let group = 1; group < 1 << places.length; group++) {
        if (known[early]![group] === 0 || known[late]![group] === 0) continue
        let [entered, left] = [0, 0]
        for (const { from, to } of members) {
          const [before, after] = [from >= 0 && (group >> from) & 1, to >= 0 && (group >> to) & 1]
          if (after && !before) entered++
          if (before && !after) left++
        }
        if ((entered > 0 && entered < k) || (left > 0 && left < k))
          found.push({
            nights: [early, late],
            group: places.filter((_, leaf) => (group >> leaf) & 1),
            entered,
            left,
          })
      }
    }
  }
  return found
}

function membersOf(before: Night, after: Night): readonly { readonly from: number; readonly to: number }[] {
  const at = (place: string | null | undefined) => (place == null ? -1 : places.indexOf(place))
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((learner) => ({ from: at(before.get(learner)), to: at(after.get(learner)) }))
    .filter(({ from, to }) => from !== to)
}

/** By set of leaves, as bits: 1 where its count follows from the figures shown. */
export function knownGroups(shown: readonly (number | null)[]): Uint8Array {
  const rows = [...matrixCoordinates(dimensions)]
  const basis: number[][] = []
  const reduce = (vector: number[]): number[] => {
    for (const row of basis) {
      const pivot = row.findIndex((value) => value !== 0)
      const factor = vector[pivot]!
      if (factor !== 0)
        for (let i = 0; i < vector.length; i++) vector[i] = modulo(vector[i]! - factor * row[i]!)
    }
    return vector
  }
  shown.forEach((value, row) => {
    if (value === null) return
    const vector = reduce(places.map((place) => (covers(rows[row]!, place.split(' ')) ? 1 : 0)))
    const pivot = vector.findIndex((entry) => entry !== 0)
    if (pivot < 0) return
    const inverse = inverseOf(vector[pivot]!)
    basis.push(vector.map((entry) => modulo(entry * inverse)))
  })
  return Uint8Array.from({ length: 1 << places.length }, (_, group) =>
    reduce(places.map((_, leaf) => (group >> leaf) & 1)).every((entry) => entry === 0) ? 1 : 0,
  )
}

function covers(codes: readonly string[], leaf: readonly string[]): boolean {
  return codes.every((code, d) => {
    const parent = dimensions[d]!.codes.find((one) => one.code === leaf[d])!.parent
    return code === '_T' || code === leaf[d] || code === parent
  })
}
