import { type Dimension, matrixCoordinates } from '../../schemas/cell.ts'
import { inverseOf, prime } from '../../test/pipeline/updates/modulo-prime.ts'
import type { SeenStock } from './seen-release.ts'

/** A group whose change between two days a reader of all releases can compute, though too few made it. */
export interface SeenChange {
  readonly days: readonly [number, number]
  readonly group: string
  readonly entered: number
  readonly left: number
}

export interface Attack {
  readonly pairs: number
  readonly groups: number
  /** Groups and pairs of days of which both counts follow. */
  readonly knownOnBoth: number
  readonly found: readonly SeenChange[]
}

interface Group {
  readonly name: string
  /** By leaf: 1 where it belongs to it. */
  readonly leaves: Uint8Array
}

/**
 * Figures of different days are different unknowns, so what a reader knows of both is what lies in the row space of what each
 * day shows. Asked of every row, every row less one or two of its parts along a dimension, and every two parts together.
 */
export function attackStock(days: readonly SeenStock[], k: number): Attack {
  const { dimensions } = days[0]!
  const rows = [...matrixCoordinates(dimensions)]
  const isParent = dimensions.map(({ codes }) => new Set(codes.map(({ parent }) => parent)))
  const leaves = rows.filter((codes) => codes.every((code, d) => !isParent[d]!.has(code)))
  const leafOf = new Map(leaves.map((codes, leaf) => [codes.join('\u001f'), leaf]))
  const of = (codes: readonly string[]) =>
    Uint8Array.from(leaves, (leaf) => (covers(dimensions, codes, leaf) ? 1 : 0))
  const vectors = rows.map(of)
  const groups = groupsOf(dimensions, rows, of)
  const bases = days.map(({ shown }) => basisOf(vectors.filter((_, row) => shown[row] != null)))
  const known = bases.map((basis) => Uint8Array.from(groups, ({ leaves: one }) => (lies(basis, one) ? 1 : 0)))
  const places = days.map(
    ({ members }) => new Map([...members].map(([learner, place]) => [learner, leafOf.get(place)!])),
  )
  const found: SeenChange[] = []
  let [pairs, knownOnBoth] = [0, 0]
  for (let late = 1; late < days.length; late++)
    for (let early = 0; early < late; early++) {
      pairs++
      const moves = movesBetween(places[early]!, places[late]!)
      groups.forEach(({ name, leaves: one }, g) => {
        if (known[early]![g] === 0 || known[late]![g] === 0) return
        knownOnBoth++
        let [entered, left] = [0, 0]
        for (const [from, to] of moves) {
          const [before, after] = [from >= 0 && one[from] === 1, to >= 0 && one[to] === 1]
          if (after && !before) entered++
          if (before && !after) left++
        }
        if ((entered > 0 && entered < k) || (left > 0 && left < k))
          found.push({ days: [early, late], group: name, entered, left })
      })
    }
  return { pairs, groups: groups.length, knownOnBoth, found }
}

function covers(
  dimensions: readonly Dimension[],
  codes: readonly string[],
  leaf: readonly string[],
): boolean {
  return dimensions.every((dimension, d) => {
    const parents = new Map(dimension.codes.map(({ code, parent }) => [code, parent]))
    for (let at: string | null | undefined = leaf[d]; at != null; at = parents.get(at))
      if (at === codes[d]) return true
    return false
  })
}

function groupsOf(
  dimensions: readonly Dimension[],
  rows: readonly (readonly string[])[],
  of: (codes: readonly string[]) => Uint8Array,
): readonly Group[] {
  const found = new Map<string, Group>()
  const add = (name: string, leaves: Uint8Array) => {
    const key = leaves.join('')
    if (key.includes('1') && !found.has(key)) found.set(key, { name, leaves })
  }
  for (const codes of rows) {
    const own = of(codes)
    add(codes.join(' '), own)
    for (const [d, dimension] of dimensions.entries()) {
      const parts = dimension.codes.flatMap(({ code, parent }) => (parent === codes[d] ? [code] : []))
      const part = (code: string) => of(codes.with(d, code))
      for (const [i, one] of parts.entries()) {
        const first = part(one)
        add(
          `${codes.join(' ')} less ${one}`,
          own.map((is, leaf) => is & (1 - first[leaf]!)),
        )
        for (const two of parts.slice(i + 1)) {
          const both = part(two).map((is, leaf) => is | first[leaf]!)
          add(`${codes.join(' ')}: ${one} and ${two}`, both)
          add(
            `${codes.join(' ')} less ${one} and ${two}`,
            own.map((is, leaf) => is & (1 - both[leaf]!)),
          )
        }
      }
    }
  }
  return [...found.values()]
}

/** Rows in echelon form modulo a prime. */
function basisOf(vectors: readonly Uint8Array[]): readonly Basis[] {
  const basis: Basis[] = []
  for (const vector of vectors) {
    const rest = reduced(basis, vector)
    const pivot = rest.findIndex((value) => value !== 0)
    if (pivot < 0) continue
    const inverse = inverseOf(rest[pivot]!)
    basis.push({ pivot, values: rest.map((value) => (value * inverse) % prime) })
  }
  return basis
}

interface Basis {
  readonly pivot: number
  readonly values: Float64Array
}

function lies(basis: readonly Basis[], vector: Uint8Array): boolean {
  return reduced(basis, vector).every((value) => value === 0)
}

function reduced(basis: readonly Basis[], vector: Uint8Array): Float64Array {
  const rest = Float64Array.from(vector)
  for (const { pivot, values } of basis) {
    const factor = rest[pivot]!
    if (factor !== 0)
      for (let i = 0; i < rest.length; i++) rest[i] = (rest[i]! + (prime - factor) * values[i]!) % prime
  }
  return rest
}

function movesBetween(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): readonly (readonly [number, number])[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((learner) => [before.get(learner) ?? -1, after.get(learner) ?? -1] as const)
    .filter(([from, to]) => from !== to)
}
