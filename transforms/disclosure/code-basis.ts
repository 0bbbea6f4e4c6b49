import type { TabulatedTable } from '../../schemas/cell.ts'
import type { CodeIdentity } from './cell-identity.ts'
import { multiply, reciprocal, residue } from './modular.ts'
import { subtractMultiple } from './sparse-vector.ts'
import { matrixDimensions } from './table-matrix.ts'

/** A code as a combination of basis codes; the total is ''. */
export type CodeVector = ReadonlyMap<string, number>
/** For each dimension by name: its codes that are not basis codes themselves. */
export type CodeBasis = ReadonlyMap<string, ReadonlyMap<string, CodeVector>>

/**
 * Chooses a basis for each dimension: the total and, of every parent's children, all but the largest.
 *
 * Tables that group the same codes differently add their relations to one elimination, so that a shared cell
 * is the same vector in all of them.
 */
export function chooseCodeBasis(tables: readonly TabulatedTable[], identity: CodeIdentity): CodeBasis {
  const sizes = codeSizes(tables, identity)
  const basis = new Map<string, Map<string, Map<string, number>>>()
  for (const [dimension, relations] of codeRelations(tables, identity)) {
    const size = sizes.get(dimension)!
    const expressed = new Map<string, Map<string, number>>()
    const rank = (a: string, b: string) => size.get(b)! - size.get(a)! || (a < b ? -1 : 1)
    const parents = [...relations.values()].sort(
      (a, b) => a.level - b.level || rank(a.parent, b.parent) || (a.name < b.name ? -1 : 1),
    )
    for (const { parent, children } of parents) {
      const relation = new Map<string, number>()
      for (const [code, sign] of [[parent, 1], ...children.map((child) => [child, -1])] as [
        string,
        number,
      ][]) {
        subtractMultiple(relation, residue(-sign), expressed.get(code) ?? new Map([[code, 1]]))
      }
      const pivot = [...relation.keys()]
        .filter((code) => code !== '')
        .sort((a, b) => {
          const known = Number(children.includes(b)) - Number(children.includes(a))
          return known || rank(a, b)
        })[0]
      if (pivot === undefined) continue
      const scale = residue(-reciprocal(relation.get(pivot)!))
      relation.delete(pivot)
      const vector = new Map([...relation].map(([code, value]) => [code, multiply(value, scale)]))
      for (const other of expressed.values()) {
        const factor = other.get(pivot)
        if (factor === undefined) continue
        other.delete(pivot)
        subtractMultiple(other, residue(-factor), vector)
      }
      expressed.set(pivot, vector)
    }
    basis.set(dimension, expressed)
  }
  return basis
}

interface CodeRelation {
  readonly name: string
  readonly level: number
  readonly parent: string
  readonly children: readonly string[]
}

function codeRelations(
  tables: readonly TabulatedTable[],
  identity: CodeIdentity,
): ReadonlyMap<string, ReadonlyMap<string, CodeRelation>> {
  const relations = new Map<string, Map<string, CodeRelation>>()
  for (const { shape } of tables) {
    for (const { dimension, children } of matrixDimensions(shape.dimensions)) {
      const identify = (i: number) => identity.get(dimension.name)!.get(dimension.codes[i]!.code)! ?? ''
      const known = relations.get(dimension.name) ?? new Map<string, CodeRelation>()
      relations.set(dimension.name, known)
      dimension.codes.forEach(({ level }, i) => {
        const parent = identify(i)
        const below = children[i]!.map(identify).sort()
        if (below.length === 0 || (below.length === 1 && below[0] === parent)) return
        const name = `${parent}=${below.join('+')}`
        const before = known.get(name)?.level ?? level
        known.set(name, { name, level: Math.min(level, before), parent, children: below })
      })
    }
  }
  return relations
}

/** Largest number of learners that any table shows for a code alone. */
function codeSizes(
  tables: readonly TabulatedTable[],
  identity: CodeIdentity,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const sizes = new Map<string, Map<string, number>>()
  for (const { shape, cells } of tables) {
    for (const { dimension, stride } of matrixDimensions(shape.dimensions)) {
      const known = sizes.get(dimension.name) ?? new Map<string, number>()
      sizes.set(dimension.name, known)
      dimension.codes.forEach(({ code }, i) => {
        const name = identity.get(dimension.name)!.get(code)! ?? ''
        known.set(name, Math.max(known.get(name) ?? 0, cells[i * stride]!.contributors))
      })
    }
  }
  return sizes
}
