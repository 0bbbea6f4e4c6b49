import type { BaseMeasure, TableShape } from '../../schemas/cell.ts'
import type { SparseRows } from './sparse-rows.ts'
import { codeOf, type TableGeometry } from './table-geometry.ts'

/** The variables of one table, at row × measures + measure. */
export interface TableVariables {
  readonly figures: Int32Array
  readonly complements: Int32Array
}

/**
 * Adds all that holds between the figures of a table, published or not.
 *
 * Equations (= 0): children − parent for every non-leaf code in every dimension over which the measure adds up,
 * or that has a single child; superset − measure − complement. The equations along several dimensions that
 * share their parent form a group: taking any one of each group spans them all, since every cell that is not a
 * leaf is then expressed once by finer ones.
 *
 * Inequalities (≥ 0): `atMost` within a row. How distinct learners relate over event dimensions is said by virtual
 * cells.
 */
export function addRelations(
  shape: TableShape,
  geometry: TableGeometry,
  variables: TableVariables,
  equations: SparseRows,
  inequalities: SparseRows,
): void {
  const measures = shape.baseMeasures
  for (let row = 0; row < geometry.size; row++) {
    for (let m = 0; m < measures.length; m++) {
      addOverDimensions(shape, geometry, variables, measures[m]!, m, row, equations)
      addWithinRow(measures, variables, measures[m]!, m, row, equations, inequalities)
    }
  }
}

function addOverDimensions(
  shape: TableShape,
  geometry: TableGeometry,
  { figures }: TableVariables,
  measure: BaseMeasure,
  m: number,
  row: number,
  equations: SparseRows,
): void {
  const width = shape.baseMeasures.length
  const parent = figures[row * width + m]!
  const group = 2 * equations.count
  for (let d = 0; d < shape.dimensions.length; d++) {
    const { kind } = shape.dimensions[d]!
    const code = codeOf(geometry, row, d)
    const codes = geometry.children[d]![code]!
    if (codes.length === 0) continue
    const step = geometry.strides[d]! * width
    const first = row * width + m - code * step
    const additive = kind !== 'event' || measure.overEvents === 'additive'
    if (!additive && codes.length > 1) continue
    equations.begin(parent, additive ? group : 2 * equations.count + 1)
    for (const child of codes) equations.entry(figures[first + child * step]!, 1)
    equations.entry(parent, -1)
  }
}

function addWithinRow(
  measures: readonly BaseMeasure[],
  { figures, complements }: TableVariables,
  measure: BaseMeasure,
  m: number,
  row: number,
  equations: SparseRows,
  inequalities: SparseRows,
): void {
  if (measure.within === null && measure.atMost.length === 0) return
  const start = row * measures.length
  const variableOf = (name: string) => figures[start + measures.findIndex((other) => other.name === name)]!
  const figure = figures[start + m]!
  if (measure.within !== null) {
    const complement = complements[start + m]!
    equations.begin(complement, 2 * equations.count + 1)
    equations.entry(variableOf(measure.within), 1)
    equations.entry(figure, -1)
    equations.entry(complement, -1)
  }
  for (const name of measure.atMost) {
    if (name !== measure.within) addAtMost(inequalities, figure, variableOf(name))
  }
}

function addAtMost(inequalities: SparseRows, smaller: number, larger: number): void {
  inequalities.begin(smaller, inequalities.count)
  inequalities.entry(larger, 1)
  inequalities.entry(smaller, -1)
}
