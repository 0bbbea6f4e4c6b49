import { ConfigurationError } from '../../schemas/failure.ts'
import type { Hierarchy, HierarchyNode } from '../../schemas/hierarchy.ts'
import { notStatedCode, totalCode } from '../../schemas/hierarchy.ts'
import { type Labels, totalLabels } from '../../schemas/labels.ts'

/**
 * Reads a hierarchy in the field's usual form, one line a leaf: `leaf;level 1;…;*`.
 *
 * A value that repeats its only child's name is the same node one level up: it is kept once, at the coarser level.
 *
 * @param levels names of the columns without the last, fine to coarse; `level_0`, … where undefined
 * @throws {ConfigurationError} on ragged lines, duplicate leaves, reserved codes, or a value under two parents
 */
export function parseHierarchy(
  name: string,
  text: string,
  levels: readonly string[] | undefined,
  labels: ReadonlyMap<string, Labels>,
): Hierarchy {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(';').map((value) => value.trim()))
  const width = rows[0]?.length ?? 0
  if (width < 2) throw new ConfigurationError(`hierarchy ${name} needs lines of the form leaf;…;*`)
  if (rows.some((row) => row.length !== width))
    throw new ConfigurationError(`hierarchy ${name} must have as many columns in every line`)
  if (rows.some((row) => row[width - 1] !== '*'))
    throw new ConfigurationError(`hierarchy ${name} must end every line in *`)
  const names = levels ?? rows[0]!.slice(0, -1).map((_, i) => `level_${i}`)
  if (names.length !== width - 1)
    throw new ConfigurationError(
      `hierarchy ${name} has ${width - 1} levels under its root`,
      String(names.length),
    )
  const parents = new Map<string, { parent: string; depth: number }>()
  const leaves = new Set<string>()
  for (const row of rows) {
    if (leaves.has(row[0]!))
      throw new ConfigurationError(`hierarchy ${name} must name every leaf once`, row[0])
    leaves.add(row[0]!)
    for (let column = width - 2; column >= 0; column--) {
      const code = row[column]!
      if (['', '*', totalCode, notStatedCode].includes(code))
        throw new ConfigurationError(`hierarchy ${name} may not use an empty or reserved code`, code)
      if (row[column + 1] === code) continue
      const parent = column === width - 2 ? totalCode : row[column + 1]!
      const known = parents.get(code)
      if (known !== undefined && known.parent !== parent)
        throw new ConfigurationError(`hierarchy ${name} must keep every value under one parent`, code)
      parents.set(code, { parent, depth: width - 1 - column })
    }
  }
  refuseSharedNames(name, rows, width)
  const nodes: HierarchyNode[] = [{ code: totalCode, parent: null, depth: 0, labels: totalLabels }]
  const ordered = [...parents].sort(([a, x], [b, y]) => x.depth - y.depth || (a < b ? -1 : 1))
  for (const [code, { parent, depth }] of ordered)
    nodes.push({ code, parent, depth, labels: labels.get(code) ?? { en: code } })
  return { name, levels: ['total', ...names.toReversed()], nodes }
}

/** A name at two levels is one node only if all lines that carry it carry it at both. */
function refuseSharedNames(name: string, rows: readonly (readonly string[])[], width: number): void {
  const columnsOf = new Map<string, string>()
  for (const row of rows)
    for (const code of new Set(row.slice(0, width - 1))) {
      const columns = row.flatMap((value, i) => (value === code ? [i] : [])).join(',')
      const known = columnsOf.get(code)
      if (known !== undefined && known !== columns)
        throw new ConfigurationError(`hierarchy ${name} must not use one name for two nodes`, code)
      columnsOf.set(code, columns)
    }
}

/** Reads `code;en;uz;ru` with that header; later columns may be missing. */
export function parseLabels(name: string, text: string): ReadonlyMap<string, Labels> {
  const [header, ...rows] = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(';').map((value) => value.trim()))
  if (header?.[0] !== 'code' || !header.includes('en'))
    throw new ConfigurationError(`labels of ${name} need a header with code and en`, header?.join(';') ?? '')
  const pick = (row: readonly string[], language: string) => row[header.indexOf(language)] || undefined
  return new Map(
    rows.map((row) => {
      const [en, uz, ru] = ['en', 'uz', 'ru'].map((language) => pick(row, language))
      if (row[0] === undefined || en === undefined)
        throw new ConfigurationError(`labels of ${name} need an English name`, row[0] ?? '')
      return [row[0], { en, ...(uz === undefined ? {} : { uz }), ...(ru === undefined ? {} : { ru }) }]
    }),
  )
}
