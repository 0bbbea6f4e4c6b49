import { ConfigurationError } from '../../schemas/failure.ts'
import type { Hierarchy, HierarchyNode } from '../../schemas/hierarchy.ts'
import { totalCode } from '../../schemas/hierarchy.ts'
import { otherCode, otherLabels } from './other-code.ts'

/**
 * Merges siblings into one node `<parent>_O`, "other", for each parent that has some in the list. The node takes
 * their place at their level, and they become its children, so that every value still has a path to the root and
 * no level but theirs changes.
 *
 * @param depth of the pinned level; the merged siblings are what a table at that level shows
 * @throws {ConfigurationError} if a code is not shown at that level, stands alone, or would leave its parent nothing else
 */
export function mergeSiblings(hierarchy: Hierarchy, depth: number, merge: readonly string[]): Hierarchy {
  if (merge.length === 0) return hierarchy
  const { name, nodes } = hierarchy
  const rule = (text: string, code: string) => new ConfigurationError(`merge of ${name} ${text}`, code)
  const shown = nodes.filter((node) => node.depth <= depth)
  const inner = new Set(shown.map(({ parent }) => parent))
  const groups = new Map<string, HierarchyNode[]>()
  for (const code of merge) {
    const node = shown.find((candidate) => candidate.code === code)
    if (node === undefined || node.parent === null || inner.has(code))
      throw rule('must name codes that the pinned level shows', code)
    const group = groups.get(node.parent) ?? []
    if (group.includes(node)) throw rule('must name each code once', code)
    groups.set(node.parent, [...group, node])
  }
  const others = [...groups].map(([parent, members]): HierarchyNode => {
    if (members.length < 2) throw rule('needs two siblings or more', members[0]!.code)
    if (shown.every((node) => node.parent !== parent || members.includes(node)))
      throw rule('must leave its parent another child', parent)
    const code = otherCode(parent)
    if (nodes.some((node) => node.code === code)) throw rule('needs a code that is not taken', code)
    return { code, parent, depth: members[0]!.depth, labels: otherLabels }
  })
  const merged = new Set(merge)
  const below = nodesBelow(nodes, merged)
  const stay = nodes.filter(({ code }) => !merged.has(code) && !below.has(code))
  // Deeper than the pinned level wherever they stood.
  const moved = nodes.flatMap((node): readonly HierarchyNode[] => {
    if (merged.has(node.code))
      return [{ ...node, parent: otherCode(node.parent ?? totalCode), depth: node.depth + depth }]
    return below.has(node.code) ? [{ ...node, depth: node.depth + depth }] : []
  })
  return { ...hierarchy, nodes: [...stay, ...others, ...moved] }
}

/** Codes of all nodes under some. */
function nodesBelow(nodes: readonly HierarchyNode[], above: ReadonlySet<string>): ReadonlySet<string> {
  const below = new Set<string>()
  for (const { code, parent } of nodes)
    if (parent !== null && (above.has(parent) || below.has(parent))) below.add(code)
  return below
}
