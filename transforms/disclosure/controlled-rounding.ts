import type { Highs } from 'highs'
import type { TabulatedTable } from '../../schemas/cell.ts'
import type { AppliedRounding } from '../../schemas/rounding.ts'
import type { LinkedTables } from './linked-tables.ts'
import { type RoundingModel, roundingModel } from './rounding-model.ts'
import { type RoundingStage, roundingStages } from './rounding-parts.ts'
import { simplexLimit } from './simplex-limit.ts'
import { loadSolver } from './solver.ts'

/** Branch-and-bound nodes that a rounding may take: a count, so that the same tables always end alike. */
const nodes = 2000
/** Quantities that may be rounded all at once, where coarse to fine finds nothing: more would take too long. */
const mostTogether = 8000
/** What a rounded figure of the solver may be off a whole number of bases. */
const tolerance = 1e-5

export interface ControlledRounding {
  /** By quantity: its rounded value where it is published; NaN where it is hidden. */
  readonly values: Float64Array
  readonly within: AppliedRounding['within']
}

/**
 * Rounds all published figures of a release at once, so that they add up: every equation and inequality of the
 * tables holds among the rounded figures, whatever the hidden ones may be. Each figure lies less than one base
 * from what was counted and multiples stay (zero-restricted controlled rounding); where that cannot be, less than
 * two bases.
 *
 * Sees no hidden value: who knows the release unrounded could round it, so rounding tells nothing more.
 *
 * @param hidden by unit: 1 where it is hidden
 * @returns null where no such rounding is found within the budget
 * @see Cox (1987), A constructive procedure for unbiased controlled rounding, JASA 82
 * @see Salazar-González (2006), Controlled rounding and cell perturbation, Mathematical Programming 105
 */
export async function roundTogether(
  tables: readonly TabulatedTable[],
  system: LinkedTables,
  hidden: Uint8Array,
  base: AppliedRounding['base'],
): Promise<ControlledRounding | null> {
  const highs = await loadSolver()
  const stages = roundingStages(tables, system)
  const release = { system, hidden, base }
  const branches = roundStages(highs, release, stages)
  if (branches !== null || stages.length === 1 || system.quantities.length > mostTogether) return branches
  return roundStages(highs, release, stages.slice(-1))
}

interface Release {
  readonly system: LinkedTables
  readonly hidden: Uint8Array
  readonly base: AppliedRounding['base']
}

function roundStages(
  highs: Highs,
  { system, hidden, base }: Release,
  stages: readonly RoundingStage[],
): ControlledRounding | null {
  const multiples = new Float64Array(system.quantities.length).fill(Number.NaN)
  let furthest: AppliedRounding['within'] = 1
  for (const stage of stages) {
    for (const part of stage((q) => !Number.isNaN(multiples[q]!))) {
      const within = ([1, 2] as const).find((within) => {
        const model = roundingModel(system, hidden, part, multiples, { base, within })
        const point = solve(highs, model, false) ?? solve(highs, model, true)
        if (point === null) return false
        model.read(point, (q, multiple) => {
          multiples[q] = multiple
        })
        return true
      })
      if (within === undefined) return null
      if (within > furthest) furthest = within
    }
  }
  return { values: multiples.map((multiple) => base * multiple), within: furthest }
}

/** A point that rounds the part; null where none was found. */
function solve(highs: Highs, rounding: RoundingModel, whole: boolean): Float64Array | null {
  const finite = (bound: number) => (bound === Number.POSITIVE_INFINITY ? highs.infinity : bound)
  const model = highs.createModel({
    numCols: rounding.lower.length,
    numRows: rounding.rowLower.length,
    colCost: rounding.cost,
    colLower: rounding.lower,
    colUpper: rounding.upper.map(finite),
    rowLower: rounding.rowLower,
    rowUpper: rounding.rowUpper.map(finite),
    matrix: rounding.matrix,
    ...(whole ? { integrality: Int32Array.from(rounding.integer) } : {}),
  })
  try {
    model.options.set({ output_flag: false })
    const limit = simplexLimit(rounding.rowLower.length, rounding.lower.length)
    model.options.set({ simplex_iteration_limit: limit })
    if (whole) model.options.set({ mip_max_nodes: nodes, mip_rel_gap: 0.05 })
    model.run()
    const { colValue } = model.getSolution()
    return isRounding(rounding, colValue) ? colValue : null
  } catch {
    // A solver that fails, for lack of memory or otherwise, has found none.
    return null
  } finally {
    model.dispose()
  }
}

/** Whether a point satisfies the model: the solver's word is not taken for it. */
function isRounding(model: RoundingModel, point: Float64Array): boolean {
  const { lower, upper, integer, matrix, rowLower, rowUpper } = model
  if (point.length !== lower.length) return false
  const lies = (value: number, least: number, most: number) =>
    value >= least - tolerance && value <= most + tolerance
  for (const [column, value] of point.entries()) {
    if (!lies(value, lower[column]!, upper[column]!)) return false
    if (integer[column] === 1 && Math.abs(value - Math.round(value)) > tolerance) return false
  }
  return rowLower.every((least, r) => {
    let sum = 0
    for (let e = matrix.starts[r]!; e < matrix.starts[r + 1]!; e++)
      sum += matrix.values[e]! * point[matrix.indices[e]!]!
    return lies(sum, least, rowUpper[r]!)
  })
}
