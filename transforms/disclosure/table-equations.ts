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
  /** Where each family starts: its equations are added one after another. */
  const families: number[] = []
  const coefficientsOf = sharedCoefficients()
  tables.forEach((table, t) => {
    const { baseMeasures, dimensions: shapes } = table.shape
    const dimensions = matrixDimensions(shapes)
    const complements = complementsOf(table.shape)
    const larger = baseMeasures.map(({ atMost, within }) =>
      atMost
        .filter((name) => name !== within)
        .map((name) => baseMeasures.findIndex((other) => other.name === name)),
    )
    const ofTable = rows[t]!
    for (let row = 0; row < ofTable.length; row++) {
      const own = ofTable[row]!
      for (let m = 0; m < baseMeasures.length; m++) {
        const parent = own[m]!
        families.push(equations.count)
        for (const axis of dimensions) {
          const position = codePosition(row, axis)
          const children = axis.children[position]!
          if (children.length === 0 || !addsUp(baseMeasures[m]!, axis.dimension)) continue
          const first = row - position * axis.stride
          const quantities = new Array<number>(children.length + 1)
          for (let i = 0; i < children.length; i++)
            quantities[i] = ofTable[first + children[i]! * axis.stride]![m]!
          if (children.length === 1 && quantities[0] === parent) continue
          const coefficients = coefficientsOf(quantities.length, insertLast(quantities, parent))
          equations.add({ quantities, coefficients, kind: 'hierarchy' })
        }
        for (const other of larger[m]!) inequalities.add(sorted([own[other]!, parent], [1, -1]))
      }
      for (let i = 0; i < complements.length; i++) {
        const { whole, part } = complements[i]!
        const split = sorted([own[part]!, own[baseMeasures.length + i]!, own[whole]!], [1, 1, -1])
        families.push(equations.count)
        equations.add({ ...split, kind: 'complement' })
      }
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
function distinctFamilies(families: readonly number[], place: Int32Array): readonly (readonly number[])[] {
  const distinct = new DistinctForms<LinearForm>()
  families.forEach((start, f) => {
    const members = [...new Set(place.subarray(start, families[f + 1]))].sort((a, b) => a - b)
    if (members.length === 0) return
    distinct.add({ quantities: members, coefficients: members.map(() => 1) })
  })
  return distinct.ordered().forms.map(({ quantities }) => quantities)
}

/** Puts the children of a list, and their parent in its last place, in order; returns where the parent is then. */
function insertLast(quantities: number[], parent: number): number {
  quantities[quantities.length - 1] = parent
  for (let i = 1; i < quantities.length; i++) {
    const quantity = quantities[i]!
    let at = i
    for (; at > 0 && quantities[at - 1]! > quantity; at--) quantities[at] = quantities[at - 1]!
    quantities[at] = quantity
  }
  return quantities.indexOf(parent)
}

/** Coefficients of children less their parent, by length and the parent's place: one list for all that are alike. */
function sharedCoefficients(): (length: number, parent: number) => readonly number[] {
  const lists: (readonly number[])[][] = []
  return (length, parent) => {
    lists[length] ??= []
    lists[length][parent] ??= Array.from({ length }, (_, i) => (i === parent ? -1 : 1))
    return lists[length][parent]
  }
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

  /** Number of the form that is added next, until all are put in order. */
  get count(): number {
    return this.#forms.length
  }

  add(form: Form): void {
    this.#forms.push(form)
  }

  ordered(): { readonly forms: readonly Form[]; readonly place: Int32Array } {
    const drafts = this.#forms
    let most = -1
    for (const { quantities } of drafts) most = Math.max(most, quantities[0]!)
    const starts = new Int32Array(most + 3)
    for (const { quantities } of drafts) starts[quantities[0]! + 2]!++
    for (let first = 2; first < starts.length; first++) starts[first]! += starts[first - 1]!
    const byFirst = new Int32Array(drafts.length)
    for (let draft = 0; draft < drafts.length; draft++)
      byFirst[starts[drafts[draft]!.quantities[0]! + 1]!++] = draft
    const forms: Form[] = []
    const place = new Int32Array(drafts.length)
    for (let first = 0; first <= most; first++) {
      const same = byFirst.subarray(starts[first], starts[first + 1])
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
