import { type CodeParents, codeParents } from './code-parents.ts'
import { relatedQuantities } from './deviation-polytope.ts'
import type { GrowingPattern } from './growing-pattern.ts'
import type { LinkedTables } from './linked-tables.ts'

/** Codes of one dimension as a tree; the root stands for the total, and for what lacks the dimension. */
interface Layer {
  readonly own: number[]
  readonly children: Layer[]
  /** Members of the layer and of all below. */
  size: number
}

/**
 * Splits quantities into overlapping regions along the dimension with most codes: some neighbouring subtrees
 * of its hierarchy with what lies above them. Most equations then lie within a region.
 *
 * @param members quantities to split, ascending
 * @param size wanted number of quantities in a region; those of a single code may exceed it
 */
export function splitIntoRegions(
  system: LinkedTables,
  members: readonly number[],
  size: number,
): readonly (readonly number[])[] {
  if (members.length <= size) return members.length === 0 ? [] : [members]
  const regions: number[][] = []
  const visit = (layer: Layer, above: readonly number[]): void => {
    if (layer.children.length === 0 || layer.size + above.length <= size) {
      regions.push([...above, ...subtree(layer)])
      return
    }
    const isHeavy = above.length + layer.own.length > size / 2
    const upper = isHeavy ? above : [...above, ...layer.own]
    if (isHeavy && layer.own.length > 0) regions.push([...above, ...layer.own])
    const parts = Math.ceil(layer.size / Math.max(1, size - upper.length))
    const wanted = upper.length + layer.size / parts
    let region = [...upper]
    const close = () => {
      if (region.length > upper.length) regions.push(region)
      region = [...upper]
    }
    for (const child of layer.children) {
      if (upper.length + child.size > size) {
        visit(child, upper)
        continue
      }
      if (region.length >= wanted || region.length + child.size > size) close()
      region.push(...subtree(child))
    }
    close()
  }
  visit(layersOf(system, members), [])
  return regions.map((region) => region.sort((a, b) => a - b))
}

function subtree(layer: Layer): readonly number[] {
  return [...layer.own, ...layer.children.flatMap(subtree)]
}

function layersOf(system: LinkedTables, members: readonly number[]): Layer {
  const parents = codeParents(system)
  const [dimension, codes] = widestDimension(parents)
  const root: Layer = { own: [], children: [], size: 0 }
  const layers = new Map<string, Layer>()
  const layerOf = (code: string | null): Layer => {
    if (code === null) return root
    const known = layers.get(code)
    if (known !== undefined) return known
    const layer: Layer = { own: [], children: [], size: 0 }
    layers.set(code, layer)
    layerOf(codes.get(code) ?? null).children.push(layer)
    return layer
  }
  for (const code of [...codes.keys()].sort()) layerOf(code)
  for (const q of members) {
    const at = system.quantities[q]!.coordinates.find(([name]) => name === dimension)
    layerOf(at?.[1] ?? null).own.push(q)
  }
  const measure = (layer: Layer): number => {
    layer.size = layer.own.length + layer.children.reduce((sum, child) => sum + measure(child), 0)
    return layer.size
  }
  measure(root)
  return root
}

function widestDimension(parents: CodeParents): readonly [string, ReadonlyMap<string, string | null>] {
  const [widest] = [...parents].sort(([a, one], [b, other]) => other.size - one.size || (a < b ? -1 : 1))
  return widest ?? ['', new Map()]
}

/**
 * Other regions, most promising first: those in which what shares an equation with the targets can move far,
 * and needs not be hidden for it.
 */
export function partnersOf(
  pattern: GrowingPattern,
  regions: readonly (readonly number[])[],
  region: readonly number[],
  targets: readonly number[],
): readonly (readonly number[])[] {
  const { system, index, proven } = pattern
  const own = new Set(region)
  const promise = new Map<number, number>()
  for (const target of targets) {
    const required = proven.required[target]!
    for (const q of new Set(relatedQuantities(system, index, target))) {
      if (own.has(q) || !pattern.isRelevant(q)) continue
      const room = Math.min(system.quantities[q]!.value, required)
      promise.set(q, (promise.get(q) ?? 0) + (pattern.isHidden(q) ? room : room / 4))
    }
  }
  return regions
    .filter((other) => other !== region)
    .map((other) => ({ other, score: other.reduce((sum, q) => sum + (promise.get(q) ?? 0), 0) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ other }) => other)
}
