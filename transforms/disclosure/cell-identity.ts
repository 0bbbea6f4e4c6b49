import type { Dimension, TabulatedTable } from '../../schemas/cell.ts'
import { matrixDimensions } from './table-matrix.ts'

/** For each dimension by name, each code's representative; null where the code is the total. */
export type CodeIdentity = ReadonlyMap<string, ReadonlyMap<string, string | null>>

/**
 * Finds the codes that stand for the same learners: a code whose only child, in every table, is one other.
 * A chain that reaches the total is the total.
 */
export function identifyCodes(tables: readonly TabulatedTable[]): CodeIdentity {
  const only = new Map<string, Map<string, string | null>>()
  const totals = new Map<string, Set<string>>()
  const codes = new Map<string, Set<string>>()
  for (const { shape } of tables) {
    for (const { dimension, children } of matrixDimensions(shape.dimensions)) {
      const ofParent = entry(only, dimension.name, () => new Map<string, string | null>())
      const known = entry(codes, dimension.name, () => new Set<string>())
      entry(totals, dimension.name, () => new Set<string>()).add(dimension.codes[0]!.code)
      dimension.codes.forEach(({ code }, i) => {
        known.add(code)
        if (children[i]!.length === 0) return
        const child = children[i]!.length === 1 ? dimension.codes[children[i]![0]!]!.code : null
        ofParent.set(code, ofParent.has(code) && ofParent.get(code) !== child ? null : child)
      })
    }
  }
  return new Map(
    [...codes].map(([name, known]) => [name, representatives(known, only.get(name)!, totals.get(name)!)]),
  )
}

/** Follows only children downwards to the last; everything on a total's own chain is the total. */
function representatives(
  codes: ReadonlySet<string>,
  only: ReadonlyMap<string, string | null>,
  totals: ReadonlySet<string>,
): ReadonlyMap<string, string | null> {
  const last = (code: string): string => {
    const child = only.get(code)
    return child === undefined || child === null ? code : last(child)
  }
  const ends = new Set([...totals].map(last))
  return new Map([...codes].map((code) => [code, ends.has(last(code)) ? null : last(code)]))
}

/** A dimension and one of its codes. */
export type Coordinate = readonly [dimension: string, code: string]

/**
 * Names the cells of a table as every table does: coordinates, totals left out, sorted by dimension.
 *
 * @returns functions of a cell's row in the matrix: its coordinates, whose pairs are shared between cells, and the
 *   same written as one string
 */
export function coordinateNames(
  dimensions: readonly Dimension[],
  identity: CodeIdentity,
): { readonly pairsOf: (row: number) => readonly Coordinate[]; readonly writtenOf: (row: number) => string } {
  const axes = matrixDimensions(dimensions)
    .map(({ dimension: { name, codes }, stride }) => {
      const known = identity.get(name)!
      const pairs = codes.map(({ code }): Coordinate | null => {
        const representative = known.get(code)!
        return representative === null ? null : [name, representative]
      })
      return { name, stride, pairs, written: pairs.map((pair) => (pair === null ? '' : written([pair]))) }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const names: Coordinate[] = []
  return {
    pairsOf: (row) => {
      names.length = 0
      for (const { stride, pairs } of axes) {
        const pair = pairs[Math.floor(row / stride) % pairs.length]!
        if (pair !== null) names.push(pair)
      }
      return names.slice()
    },
    writtenOf: (row) => {
      let text = ''
      for (const axis of axes) text += axis.written[Math.floor(row / axis.stride) % axis.written.length]!
      return text
    },
  }
}

/** Coordinates as one string. */
export function written(coordinates: readonly Coordinate[]): string {
  let text = ''
  for (const [dimension, code] of coordinates) text += `|${dimension}=${code}`
  return text
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
