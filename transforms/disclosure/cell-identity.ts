import type { Dimension, TabulatedTable } from '../../schemas/cell.ts'
import { matrixDimensions } from './table-matrix.ts'

/** For each dimension by name, each code's representative; null where the code is the total. */
export type CodeIdentity = ReadonlyMap<string, ReadonlyMap<string, string | null>>

/**
 * Finds the codes that stand for the same learners: a code whose only child, in every table, is one other.
 * A chain that reaches the total is the total. Periods are never a total: what is counted in one is another figure.
 */
export function identifyCodes(tables: readonly TabulatedTable[]): CodeIdentity {
  const only = new Map<string, Map<string, string | null>>()
  const totals = new Map<string, Set<string>>()
  const codes = new Map<string, Set<string>>()
  const periods = new Map<string, ReadonlyMap<string, string>>()
  for (const { shape } of tables) {
    for (const { dimension, children } of matrixDimensions(shape.dimensions)) {
      if (dimension.name === shape.periodDimension) {
        const known = periods.get(dimension.name) ?? new Map<string, string>()
        periods.set(
          dimension.name,
          new Map([...known, ...dimension.codes.map(({ code }) => [code, code] as const)]),
        )
        continue
      }
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
  return new Map([
    ...[...codes].map(
      ([name, known]) => [name, representatives(known, only.get(name)!, totals.get(name)!)] as const,
    ),
    ...periods,
  ])
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

/** A cell's coordinates, totals left out, sorted by dimension. */
export interface CellName {
  /** Pairs are shared between cells. */
  readonly coordinates: readonly Coordinate[]
  /** The same as one string. */
  readonly text: string
}

/**
 * Names the cells of a table as every table does.
 *
 * @returns a function of a cell's row in the matrix
 */
export function cellNames(
  dimensions: readonly Dimension[],
  identity: CodeIdentity,
): (row: number) => CellName {
  const axes = matrixDimensions(dimensions)
    .map(({ dimension: { name, codes }, stride }) => {
      const known = identity.get(name)!
      const pairs = codes.map(({ code }): Coordinate | null => {
        const representative = known.get(code)!
        return representative === null ? null : [name, representative]
      })
      return { name, stride, pairs, texts: pairs.map((pair) => (pair === null ? '' : written([pair]))) }
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const places = new Int32Array(axes.length)
  return (row) => {
    let text = ''
    let length = 0
    for (let a = 0; a < axes.length; a++) {
      const { stride, pairs, texts } = axes[a]!
      const place = Math.floor(row / stride) % pairs.length
      places[a] = place
      text += texts[place]!
      if (pairs[place] !== null) length++
    }
    const coordinates = new Array<Coordinate>(length)
    for (let a = axes.length - 1; a >= 0; a--) {
      const pair = axes[a]!.pairs[places[a]!]!
      if (pair !== null) coordinates[--length] = pair
    }
    return { coordinates, text }
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
