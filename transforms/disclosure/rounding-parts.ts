import type { TabulatedTable } from '../../schemas/cell.ts'
import { DisjointSets } from './disjoint-sets.ts'
import type { LinkedTables } from './linked-tables.ts'
import type { RoundingPart } from './rounding-model.ts'
import type { Equation, Inequality } from './table-equations.ts'

/** A relation with the depth at which all of its quantities stand. */
interface Placed<R> {
  readonly relation: R
  readonly depth: number
}

/** Parts to round, given what is rounded already. */
export type RoundingStage = (isRounded: (quantity: number) => boolean) => readonly RoundingPart[]

/**
 * Says what can be rounded together, coarse to fine: a table and then, given it, each of its branches apart.
 * Whole tables at once would take the solver minutes where branches take seconds.
 *
 * @returns one stage for each depth of the code lists, all that is coarser included; its parts share no relation
 */
export function roundingStages(
  tables: readonly TabulatedTable[],
  system: LinkedTables,
): readonly RoundingStage[] {
  const depths = quantityDepths(tables, system)
  const place = <R extends Inequality>(relation: R): Placed<R> => ({
    relation,
    depth: relation.quantities.reduce((most, q) => Math.max(most, depths[q]!), 0),
  })
  const equations = system.families.map((family) =>
    family
      .map((equation) => place<Equation>(system.equations[equation]!))
      .reduce((a, b) => (b.depth < a.depth ? b : a)),
  )
  const inequalities = system.inequalities.map((inequality) => place(inequality))
  return [...new Set(depths)]
    .sort((a, b) => a - b)
    .map((depth) => (isRounded) => {
      const within = <R>(relations: readonly Placed<R>[]) =>
        relations.flatMap((placed) => (placed.depth <= depth ? [placed.relation] : []))
      const members = system.quantities.flatMap((_, q) => (depths[q]! <= depth && !isRounded(q) ? [q] : []))
      return partsOf(system, members, isRounded, within(equations), within(inequalities))
    })
}

/** By quantity: the deepest level that any of its codes has. */
function quantityDepths(tables: readonly TabulatedTable[], { quantities }: LinkedTables): Int32Array {
  const levels = new Map<string, number>()
  for (const { shape } of tables)
    for (const { name, codes } of shape.dimensions)
      for (const { code, level } of codes)
        levels.set(`${name}=${code}`, Math.max(level, levels.get(`${name}=${code}`) ?? 0))
  return Int32Array.from(quantities, ({ coordinates }) =>
    coordinates.reduce((most, [name, code]) => Math.max(most, levels.get(`${name}=${code}`) ?? 0), 0),
  )
}

function partsOf(
  system: LinkedTables,
  members: readonly number[],
  isRounded: (quantity: number) => boolean,
  equations: readonly Equation[],
  inequalities: readonly Inequality[],
): readonly RoundingPart[] {
  const sets = new DisjointSets(system.quantities.length)
  const open = ({ quantities }: Inequality) => quantities.filter((q) => !isRounded(q))
  for (const relation of [...equations, ...inequalities]) {
    const [first, ...others] = open(relation)
    for (const q of others) sets.join(first!, q)
  }
  const parts = new Map<number, { quantities: number[]; equations: Equation[]; inequalities: Inequality[] }>()
  for (const q of members) {
    const root = sets.find(q)
    const part = parts.get(root) ?? { quantities: [], equations: [], inequalities: [] }
    part.quantities.push(q)
    parts.set(root, part)
  }
  for (const equation of equations) {
    const [first] = open(equation)
    if (first !== undefined) parts.get(sets.find(first))!.equations.push(equation)
  }
  for (const inequality of inequalities) {
    const [first] = open(inequality)
    if (first !== undefined) parts.get(sets.find(first))!.inequalities.push(inequality)
  }
  return [...parts.values()]
}
