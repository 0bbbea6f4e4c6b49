import type { TabulatedTable } from '../../schemas/cell.ts'
import { type LinearForm, namedForm } from './linear-form.ts'
import { addsUp, codePosition, complementsOf, matrixDimensions } from './table-matrix.ts'

/** A linear form that is 0: children less parent, part and complement less whole, or virtual cell less its form. */
export interface Equation extends LinearForm {
  readonly kind: 'hierarchy' | 'complement' | 'virtual'
}

/** A linear form that is not negative. */
export type Inequality = LinearForm

export interface Relations {
  readonly equations: readonly Equation[]
  readonly families: readonly (readonly number[])[]
  readonly inequalities: readonly Inequality[]
}

/**
 * Writes down what the tables' shapes say about their quantities; what virtual cells say comes with them.
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
          const sum = namedForm([...children, parent], [...children.map(() => 1), -1])
          if (addsUp(measure, axis.dimension)) {
            equations.set(sum.name, { ...sum.form, kind: 'hierarchy' })
            family.push(sum.name)
          }
        }
        if (family.length > 0) families.push(family)
        for (const name of measure.atMost.filter((larger) => larger !== measure.within)) {
          const larger = baseMeasures.findIndex((other) => other.name === name)
          const slack = namedForm([quantity(row, larger), quantity(row, m)], [1, -1])
          inequalities.set(slack.name, slack.form)
        }
      })
      complementsOf(table.shape).forEach(({ whole, part }, i) => {
        const all = quantity(row, whole)
        const rest = quantity(row, baseMeasures.length + i)
        const split = namedForm([quantity(row, part), rest, all], [1, 1, -1])
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
