import type { BaseMeasure, TabulatedTable } from '../../schemas/cell.ts'
import {
  addsUp,
  codePosition,
  complementsOf,
  type MatrixDimension,
  matrixDimensions,
} from './table-matrix.ts'

/** Σ coefficient · quantity; no quantity occurs twice. */
interface LinearForm {
  readonly quantities: readonly number[]
  readonly coefficients: readonly number[]
}

/** A linear form that is 0: children less parent, or part and complement less whole. */
export interface Equation extends LinearForm {
  readonly kind: 'hierarchy' | 'complement'
}

/** A linear form that is not negative. */
export type Inequality = LinearForm

export interface Relations {
  readonly equations: readonly Equation[]
  readonly families: readonly (readonly number[])[]
  readonly inequalities: readonly Inequality[]
}

/**
 * Writes down all that the tables' shapes say about their quantities.
 *
 * @param rows for each table and row: its quantities, base measures first, then complements
 */
export function relateQuantities(
  tables: readonly TabulatedTable[],
  rows: readonly (readonly (readonly number[])[])[],
): Relations {
  const equations = new Map<string, Equation>()
  const inequalities = new Map<string, Inequality>()
  const families: string[][] = []
  tables.forEach((table, t) => {
    const { baseMeasures, dimensions: shapes } = table.shape
    const dimensions = matrixDimensions(shapes)
    const quantity = (row: number, i: number): number => rows[t]![row]![i]!
    table.cells.forEach((_, row) => {
      baseMeasures.forEach((measure, m) => {
        const family: string[] = []
        for (const axis of dimensions) {
          const position = codePosition(row, axis)
          const children = axis.children[position]!.map((child) =>
            quantity(row + (child - position) * axis.stride, m),
          )
          const parent = quantity(row, m)
          if (children.length === 0 || (children.length === 1 && children[0] === parent)) continue
          const sum = form([...children, parent], [...children.map(() => 1), -1])
          if (addsUp(measure, axis.dimension)) {
            equations.set(sum.name, { ...sum.form, kind: 'hierarchy' })
            family.push(sum.name)
            continue
          }
          inequalities.set(sum.name, sum.form)
          if (!containsChildren(measure, dimensions, row)) continue
          for (const child of children) {
            const rest = form([parent, child], [1, -1])
            inequalities.set(rest.name, rest.form)
          }
        }
        if (family.length > 0) families.push(family)
        for (const name of measure.atMost.filter((larger) => larger !== measure.within)) {
          const larger = baseMeasures.findIndex((other) => other.name === name)
          const slack = form([quantity(row, larger), quantity(row, m)], [1, -1])
          inequalities.set(slack.name, slack.form)
        }
      })
      complementsOf(table.shape).forEach(({ whole, part }, i) => {
        const all = quantity(row, whole)
        const rest = quantity(row, baseMeasures.length + i)
        const split = form([quantity(row, part), rest, all], [1, 1, -1])
        equations.set(split.name, { ...split.form, kind: 'complement' })
        families.push([split.name])
      })
    })
  })
  const names = [...equations.keys()].sort()
  const index = new Map(names.map((name, i) => [name, i]))
  const distinct = new Map(families.map((family) => [[...family].sort().join(' / '), family]))
  return {
    equations: names.map((name) => equations.get(name)!),
    families: [...distinct.keys()].sort().map((key) => distinct.get(key)!.map((name) => index.get(name)!)),
    inequalities: [...inequalities.keys()].sort().map((name) => inequalities.get(name)!),
  }
}

/**
 * Whether a coarser event cell holds all learners of the finer ones. Sorted by their latest outcome, it need
 * not: a later event may have moved them.
 */
function containsChildren(
  measure: BaseMeasure,
  dimensions: readonly MatrixDimension[],
  row: number,
): boolean {
  return (
    measure.overEvents === 'distinct' &&
    dimensions.every((axis) => axis.dimension.kind !== 'outcome' || codePosition(row, axis) === 0)
  )
}

function form(
  quantities: readonly number[],
  coefficients: readonly number[],
): { readonly name: string; readonly form: LinearForm } {
  const order = quantities.map((_, i) => i).sort((a, b) => quantities[a]! - quantities[b]!)
  const sorted = {
    quantities: order.map((i) => quantities[i]!),
    coefficients: order.map((i) => coefficients[i]!),
  }
  return { name: order.map((i) => coefficients[i]! * (quantities[i]! + 1)).join(' '), form: sorted }
}
