import type { LinkedTables } from './linked-tables.ts'
import { type FigureNames, figureText, type NamedFigure } from './named-figures.ts'
import type { Equation, Inequality } from './table-equations.ts'

/** An equation or inequality in words. */
export interface DescribedRelation {
  /** Without values: `learners at region=R1 = its 3 parts by district`. */
  readonly words: string
  /** Other hidden figures in it. */
  readonly hidden: readonly NamedFigure[]
}

/**
 * Says what a relation among figures is: one figure is the sum of others, or at most their sum.
 *
 * @param isNamed whether a quantity is listed as hidden
 */
export function describeRelation(
  relation: Equation | Inequality,
  isNamed: (quantity: number) => boolean,
  { names, preferred }: FigureNames,
): DescribedRelation {
  const side = (sign: 1 | -1) =>
    relation.quantities.filter((_, i) => Math.sign(relation.coefficients[i]!) === sign)
  const [whole, parts] = [side(-1), side(1)]
  const listed = (quantities: readonly number[]) =>
    quantities.map((q) => figureText(names[q]!, preferred)).join(' + ')
  const split = whole.length === 1 ? splitBy(names[whole[0]!]!, names[parts[0]!]!) : []
  const sum =
    split.length === 0 ? listed(parts) : `the sum of its ${parts.length} parts by ${split.join(' and ')}`
  return {
    words: `${listed(whole)} ${'kind' in relation ? '=' : '≤'} ${sum}`,
    hidden: relation.quantities.filter(isNamed).map((q) => names[q]!),
  }
}

/** Dimensions in which a part of the same figure differs from the whole. */
function splitBy(whole: NamedFigure, part: NamedFigure): readonly string[] {
  const { cell } = part
  if (cell === null || part.figure !== whole.figure) return []
  return Object.keys(cell).filter((name) => cell[name] !== whole.cell?.[name])
}

/** Relations that hold at least one of some quantities, equations first, each once. */
export function relationsOf(
  system: LinkedTables,
  quantities: readonly number[],
): readonly (Equation | Inequality)[] {
  const wanted = new Set(quantities)
  return [...system.equations, ...system.inequalities].filter((relation) =>
    relation.quantities.some((q) => wanted.has(q)),
  )
}
