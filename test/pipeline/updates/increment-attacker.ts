import { inverseOf, modulo, prime } from './modulo-prime.ts'

/** Cells by their codes, joined by commas: district or region, age, gender. */
type Values = ReadonlyMap<string, number>

/**
 * Holds two days of a table of counts and asks of every cell, every cell less one or two of those right below it, or less all
 * of these that the later day shows, and every two of these together whether both days tell it and few came. What the later day tells is asked of changes that leave all
 * it shows as it is: a sum that such a change (drawn at random among all of them) moves is not told. A wrong answer that
 * a sum is told has one chance in a million million.
 *
 * @param leaves counts of all finest cells on both days
 * @param earlier what the earlier day shows; a sum is told by it where each of its parts is shown
 * @param later what the later day shows of that day
 * @returns sums that both days tell and that differ by 1 to `few`, and how many both tell
 */
export function fewIncrements(
  leaves: ReadonlyMap<string, readonly [number, number]>,
  earlier: Values,
  later: Values,
  few: number,
): { readonly found: readonly string[]; readonly told: number } {
  const names = [...leaves.keys()]
  const keys = [...new Set(names.flatMap(cellsAbove))]
  const rowOf = new Map(keys.map((key, row) => [key, row]))
  const sums = (of: (leaf: string, position: number) => number): Float64Array => {
    const totals = new Float64Array(keys.length)
    names.forEach((leaf, i) => {
      for (const key of cellsAbove(leaf)) totals[rowOf.get(key)!]! += of(leaf, i)
    })
    return totals
  }
  const increments = sums((leaf) => leaves.get(leaf)![1] - leaves.get(leaf)![0])
  const hidden = [1, 2].map((seed) => {
    const change = unseenChange(names, [...later.keys()], seed)
    return sums((_, i) => change[i]!).map((sum) => sum % prime)
  })
  const found: string[] = []
  let told = 0
  const ask = (parts: readonly (readonly [string, 1 | -1])[]) => {
    if (!parts.every(([key]) => earlier.has(key))) return
    const total = (of: Float64Array) =>
      parts.reduce((sum, [key, sign]) => sum + sign * of[rowOf.get(key)!]!, 0)
    if (hidden.some((of) => total(of) % prime !== 0)) return
    told++
    const came = total(increments)
    if (came > 0 && came <= few)
      found.push(parts.map(([key, sign]) => `${sign < 0 ? '−' : '+'}${key}`).join(' '))
  }
  const below = childrenOf(keys)
  for (const key of keys) {
    ask([[key, 1]])
    for (const children of below.get(key) ?? []) {
      const shown = children.filter((one) => later.has(one))
      ask([[key, 1], ...shown.map((one) => [one, -1] as const)])
      children.forEach((one, i) => {
        ask([
          [key, 1],
          [one, -1],
        ])
        for (const other of children.slice(i + 1)) {
          ask([
            [key, 1],
            [one, -1],
            [other, -1],
          ])
          ask([
            [one, 1],
            [other, 1],
          ])
        }
      })
    }
  }
  return { found, told }
}

const parentOf = (code: string) => (code === '_T' ? null : code.includes('D') ? code.split('D')[0]! : '_T')

/** A finest cell and all cells that count it. */
function cellsAbove(leaf: string): readonly string[] {
  return leaf
    .split(',')
    .map((code) => {
      const chain = [code]
      for (let at = parentOf(code); at !== null; at = parentOf(at)) chain.push(at)
      return chain
    })
    .reduce<readonly string[]>(
      (cells, chain) =>
        cells.length === 0 ? chain : cells.flatMap((cell) => chain.map((code) => `${cell},${code}`)),
      [],
    )
}

/** Of each cell, those right below it, along each dimension. */
function childrenOf(keys: readonly string[]): ReadonlyMap<string, readonly (readonly string[])[]> {
  const below = new Map<string, string[][]>()
  for (const key of keys) {
    const codes = key.split(',')
    codes.forEach((code, d) => {
      const parent = parentOf(code)
      if (parent === null) return
      const above = codes.with(d, parent).join(',')
      const lists = below.get(above) ?? [[], [], []]
      lists[d]!.push(key)
      below.set(above, lists)
    })
  }
  return below
}

/** A change of the finest cells, modulo a prime, that moves none of the cells that are shown, and else is random. */
function unseenChange(names: readonly string[], shown: readonly string[], seed: number): Float64Array {
  let state = seed
  const random = () => {
    state = (state * 48_271) % 2_147_483_647
    return state % prime
  }
  const positions = new Map<string, number[]>(shown.map((key) => [key, []]))
  names.forEach((leaf, i) => {
    for (const key of cellsAbove(leaf)) positions.get(key)?.push(i)
  })
  const echelon: { readonly pivot: number; readonly row: Float64Array }[] = []
  for (const ones of positions.values()) {
    const row = new Float64Array(names.length)
    for (const i of ones) row[i] = 1
    for (const { pivot, row: other } of echelon) {
      const factor = row[pivot]!
      if (factor !== 0) for (let i = pivot; i < row.length; i++) row[i] = modulo(row[i]! - factor * other[i]!)
    }
    const pivot = row.findIndex((value) => value !== 0)
    if (pivot < 0) continue
    const inverse = inverseOf(row[pivot]!)
    echelon.push({ pivot, row: row.map((value) => (value * inverse) % prime) })
  }
  // Each row has zeros at the pivots of those before it, so the last one is solved first.
  const change = Float64Array.from(names, random)
  for (const { pivot, row } of echelon.toReversed()) {
    let sum = 0
    for (let i = 0; i < row.length; i++) if (i !== pivot) sum = modulo(sum + row[i]! * change[i]!)
    change[pivot] = modulo(-sum)
  }
  return change
}
