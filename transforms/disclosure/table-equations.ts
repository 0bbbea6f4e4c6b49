import type { TabulatedTable } from '../../schemas/cell.ts'
import type { LinearForm } from './linear-form.ts'
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
 * Writes down what the tables' shapes say about their quantities, each relation once, in an order that the tables'
 * order does not change; what virtual cells say comes with them. Only linear programs need families and
 * inequalities: they are put in order when asked for.
 *
 * @param rows for each table and row: its quantities, base measures first, then complements
 */
export function relateQuantities(
  tables: readonly TabulatedTable[],
  rows: readonly (readonly (readonly number[])[])[],
): Relations {
  const equations = new DistinctForms<Equation>()
  const inequalities = new DistinctForms<Inequality>()
  const families: number[][] = []
  tables.forEach((table, t) => {
    const { baseMeasures, dimensions: shapes } = table.shape
    const dimensions = matrixDimensions(shapes)
    const complements = complementsOf(table.shape)
    const ofTable = rows[t]!
    for (let row = 0; row < ofTable.length; row++) {
      const own = ofTable[row]!
      baseMeasures.forEach((measure, m) => {
        const parent = own[m]!
        const family: number[] = []
        for (const axis of dimensions) {
          const position = codePosition(row, axis)
          const children = axis.children[position]!
          if (children.length === 0 || !addsUp(measure, axis.dimension)) continue
          const first = row - position * axis.stride
          const quantities: number[] = []
          for (const child of children) quantities.push(ofTable[first + child * axis.stride]![m]!)
          if (children.length === 1 && quantities[0] === parent) continue
          const { coefficients } = parentAndChildren(parent, quantities)
          family.push(equations.add({ quantities, coefficients, kind: 'hierarchy' }))
        }
        if (family.length > 0) families.push(family)
        for (const name of measure.atMost.filter((larger) => larger !== measure.within)) {
          const larger = own[baseMeasures.findIndex((other) => other.name === name)]!
          inequalities.add(sorted([larger, parent], [1, -1]))
        }
      })
      complements.forEach(({ whole, part }, i) => {
        const split = sorted([own[part]!, own[baseMeasures.length + i]!, own[whole]!], [1, 1, -1])
        families.push([equations.add({ ...split, kind: 'complement' })])
      })
    }
  })
  const { forms, place } = equations.ordered()
  let distinct: Relations['families'] | null = null
  let ordered: Relations['inequalities'] | null = null
  return {
    equations: forms,
    get families() {
      distinct ??= distinctFamilies(families, place)
      return distinct
    },
    get inequalities() {
      ordered ??= inequalities.ordered().forms
      return ordered
    },
  }
}

/** Families by the final places of their equations, each once. */
function distinctFamilies(
  families: readonly (readonly number[])[],
  place: Int32Array,
): readonly (readonly number[])[] {
  const distinct = new DistinctForms<LinearForm>()
  for (const family of families) {
    const members = [...new Set(family.map((draft) => place[draft]!))].sort((a, b) => a - b)
    distinct.add({ quantities: members, coefficients: members.map(() => 1) })
  }
  return distinct.ordered().forms.map(({ quantities }) => quantities)
}

/** Children less their parent; takes the list over. */
function parentAndChildren(parent: number, children: number[]): LinearForm {
  const coefficients = new Array<number>(children.length).fill(1)
  children.push(parent)
  coefficients.push(-1)
  return sorted(children, coefficients)
}

/** Sorts the terms of a form by quantity, in place. */
function sorted(quantities: number[], coefficients: number[]): LinearForm {
  for (let i = 1; i < quantities.length; i++) {
    const quantity = quantities[i]!
    const coefficient = coefficients[i]!
    let at = i
    for (; at > 0 && quantities[at - 1]! > quantity; at--) {
      quantities[at] = quantities[at - 1]!
      coefficients[at] = coefficients[at - 1]!
    }
    quantities[at] = quantity
    coefficients[at] = coefficient
  }
  return { quantities, coefficients }
}

/** Linear forms in an order that does not depend on when they came, each once. */
class DistinctForms<Form extends LinearForm> {
  readonly #forms: Form[] = []

  /** @returns the number of the form until it is put in order */
  add(form: Form): number {
    return this.#forms.push(form) - 1
  }

  ordered(): { readonly forms: readonly Form[]; readonly place: Int32Array } {
    const drafts = this.#forms
    const startingWith: number[][] = []
    for (let draft = 0; draft < drafts.length; draft++) {
      const first = drafts[draft]!.quantities[0]!
      while (startingWith.length <= first) startingWith.push([])
      startingWith[first]!.push(draft)
    }
    const forms: Form[] = []
    const place = new Int32Array(drafts.length)
    for (const same of startingWith) {
      if (same.length > 1) same.sort((a, b) => compareForms(drafts[a]!, drafts[b]!) || a - b)
      for (const draft of same) {
        const form = drafts[draft]!
        const last = forms.at(-1)
        if (last === undefined || compareForms(last, form) !== 0) forms.push(form)
        place[draft] = forms.length - 1
      }
    }
    return { forms, place }
  }
}

function compareForms(a: LinearForm, b: LinearForm): number {
  const [left, right] = [a.quantities, b.quantities]
  const length = Math.min(left.length, right.length)
  for (let i = 0; i < length; i++) {
    if (left[i] !== right[i]) return left[i]! - right[i]!
    if (a.coefficients[i] !== b.coefficients[i]) return a.coefficients[i]! - b.coefficients[i]!
  }
  return left.length - right.length
}
