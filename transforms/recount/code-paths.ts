import type { Dimension } from '../../schemas/cell.ts'
import { type Hierarchy, notStatedCode } from '../../schemas/hierarchy.ts'
import { literal, valuesTable } from '../relation.ts'

/** A FROM item with `value` and `code`: every code of a dimension under which a value is counted. */
export function pathTable(alias: string, paths: ReadonlyMap<string, readonly string[]>): string {
  const rows = [...paths].flatMap(([value, codes]) => codes.map((code) => [literal(value), literal(code)]))
  return valuesTable(alias, ['value', 'code'], rows)
}

/** Paths of listed values: each code with itself and all above it. */
export function codePaths(dimension: Dimension): ReadonlyMap<string, readonly string[]> {
  const parents = new Map(dimension.codes.map(({ code, parent }) => [code, parent]))
  return new Map(dimension.codes.map(({ code }) => [code, climb(code, (at) => parents.get(at) ?? null)]))
}

/** Paths of a hierarchy's leaves to those of its nodes that a dimension lists; `_X` where it has that code. */
export function leafPaths(
  dimension: Dimension,
  hierarchy: Hierarchy,
): ReadonlyMap<string, readonly string[]> {
  const listed = new Set(dimension.codes.map(({ code }) => code))
  const parents = new Map(hierarchy.nodes.map(({ code, parent }) => [code, parent]))
  const paths = new Map(
    hierarchy.nodes.map(({ code }) => [
      code,
      climb(code, (at) => parents.get(at) ?? null).filter((at) => listed.has(at)),
    ]),
  )
  if (listed.has(notStatedCode)) paths.set(notStatedCode, [notStatedCode, dimension.codes[0]!.code])
  return paths
}

/** SQL that is true where a number lies in the range that a band's code spells: `18-24`, `65+`, `-17`, `7`, or the total. */
export function inBand(number: string, code: string): string {
  const [, low, high] = /^(\d+)-(\d+)$/.exec(code) ?? []
  if (low !== undefined && high !== undefined) return `${number} BETWEEN ${low} AND ${high}`
  if (/^\d+\+$/.test(code)) return `${number} >= ${code.slice(0, -1)}`
  if (/^-\d+$/.test(code)) return `${number} <= ${code.slice(1)}`
  return /^\d+$/.test(code) ? `${number} = ${code}` : 'true'
}

function climb(code: string, parentOf: (code: string) => string | null): readonly string[] {
  const path: string[] = []
  for (let at: string | null = code; at !== null; at = parentOf(at)) path.push(at)
  return path
}
