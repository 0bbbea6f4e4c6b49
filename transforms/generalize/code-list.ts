import type { Code } from '../../schemas/cell.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import { type Hierarchy, notStatedCode, totalCode } from '../../schemas/hierarchy.ts'

/** Depth of a level by name; the finest where undefined. */
export function depthOf(hierarchy: Hierarchy, level: string | undefined): number {
  const depth = level === undefined ? hierarchy.levels.length - 1 : hierarchy.levels.indexOf(level)
  if (depth < 1)
    throw new ConfigurationError(
      `${hierarchy.name} has the levels ${hierarchy.levels.slice(1).toReversed().join(', ')}`,
      level,
    )
  return depth
}

/** Codes from the total down to a depth, parents before children; `_X` last where values may be missing. */
export function codeList(hierarchy: Hierarchy, depth: number, notStated: boolean): readonly Code[] {
  const codes: Code[] = []
  const level = new Map<string, number>()
  for (const node of hierarchy.nodes) {
    if (node.depth > depth) continue
    level.set(node.code, node.parent === null ? 0 : level.get(node.parent)! + 1)
    codes.push({ code: node.code, parent: node.parent, level: level.get(node.code)!, labels: node.labels })
  }
  if (notStated)
    codes.push({
      code: notStatedCode,
      parent: totalCode,
      level: 1,
      labels: { en: 'Not stated', uz: 'Ko‘rsatilmagan', ru: 'Не указано' },
    })
  return codes
}

/** Each leaf with the code that stands for it at a depth. */
export function leafCodes(hierarchy: Hierarchy, depth: number): ReadonlyMap<string, string> {
  const byCode = new Map(hierarchy.nodes.map((node) => [node.code, node]))
  const inner = new Set(hierarchy.nodes.map((node) => node.parent))
  const result = new Map<string, string>()
  for (const leaf of hierarchy.nodes) {
    if (inner.has(leaf.code)) continue
    let node = leaf
    while (node.depth > depth) node = byCode.get(node.parent!)!
    result.set(leaf.code, node.code)
  }
  return result
}
