import type { Highs } from 'highs'
import type { HiddenComponent } from './components.ts'

/** Slack that a witness may have in any row or bound, and that a range may lack. */
export const tolerance = 1e-6

/** Solver's names: primal keeps a feasible basis while objectives change; dual is the sooner one to find the first. */
const primal = 4
const dual = 1

/** What a step of the interior point method costs for each entry of the matrix, in rows of a simplex step. */
const interiorPointStep = 30

/**
 * Steps after which one program is given up, for each of its rows and columns and besides: the simplex method may cycle
 * where much is degenerate, and would never end. Far more than a program takes that ends by itself; a count, so that
 * every machine gives up alike.
 */
const simplexSteps = { forEach: 100, besides: 1000 }
const interiorPointSteps = 1000

export type SolverMethod = 'simplex' | 'primal-simplex' | 'interior-point'

/** The polytope of a component in the solver, kept between programs so that each starts from the last basis. */
export interface LinearProgram {
  /** Narrows the columns to a box, or widens them again. */
  readonly confine: (lower: Float64Array, upper: Float64Array) => void
  /**
   * Maximizes Σ cost·column.
   *
   * @returns a point that, as the solver has it, attains that; null where it names none: nothing limits the sum, or
   * it did not finish
   */
  readonly maximize: (costs: Float64Array) => Float64Array | null
  readonly dispose: () => void
}

/**
 * @param independent rows of the equations that span all of them
 * @param method simplex starts from the last basis and finds vertices; the primal one is the sooner one where all columns
 * at their lower bounds are a point; the interior point method starts anew, takes much the same time for any objective,
 * and is the faster one for the first point of a large component
 * @param seconds that the solver may run in all; Infinity for no limit
 * @param charge called with the work of each program: steps times rows, a count that is the same on every machine
 */
export function linearProgram(
  highs: Highs,
  component: HiddenComponent,
  independent: readonly number[],
  method: SolverMethod,
  seconds: number,
  charge: (work: number) => void = () => undefined,
): LinearProgram {
  const { equations, inequalities, variables, lower, upper } = component
  const starts = [0]
  const indices: number[] = []
  const coefficients: number[] = []
  const rowLower: number[] = []
  const rowUpper: number[] = []
  const append = (rows: typeof equations, r: number, most: number) => {
    for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
      indices.push(rows.columns[e]!)
      coefficients.push(rows.coefficients[e]!)
    }
    starts.push(indices.length)
    rowLower.push(rows.right[r]!)
    rowUpper.push(most)
  }
  for (const r of independent) append(equations, r, equations.right[r]!)
  for (let r = 0; r < inequalities.count; r++) append(inequalities, r, highs.infinity)

  const model = highs.createModel({
    numCols: variables.length,
    numRows: rowLower.length,
    colCost: new Float64Array(variables.length),
    colLower: lower,
    colUpper: upper,
    rowLower,
    rowUpper,
    sense: highs.constants.objectiveSense.maximize,
    matrix: {
      format: 'csr',
      numRows: rowLower.length,
      numCols: variables.length,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(coefficients),
    },
  })
  model.options.set({ output_flag: false, presolve: 'off' })
  model.options.set(
    method === 'interior-point' ? { solver: 'ipm', run_crossover: 'off' } : { solver: 'simplex' },
  )
  const { forEach, besides } = simplexSteps
  model.options.set({
    simplex_iteration_limit: besides + forEach * (rowLower.length + variables.length),
    ipm_iteration_limit: interiorPointSteps,
  })
  if (seconds < Number.POSITIVE_INFINITY) model.options.set({ time_limit: Math.max(0, seconds) })
  const every = { kind: 'range', from: 0, to: variables.length - 1 } as const

  let isDual = method !== 'primal-simplex'

  return {
    confine: (least, most) => {
      model.changeColsBounds(every, least, most)
    },
    maximize: (costs) => {
      model.changeColsCost(every, costs)
      model.options.set({ simplex_strategy: isDual ? dual : primal })
      isDual = false
      model.run()
      charge(
        rowLower.length * Math.max(0, Number(model.info.get('simplex_iteration_count'))) +
          interiorPointStep * indices.length * Math.max(0, Number(model.info.get('ipm_iteration_count'))),
      )
      const isOptimal = model.getModelStatus() === highs.constants.modelStatus.optimal
      return isOptimal ? model.getSolution().colValue : null
    },
    dispose: () => model.dispose(),
  }
}

/** Whether a point satisfies every row and bound of a component, independent or not, within the tolerance. */
export function holds(component: HiddenComponent, point: Float64Array): boolean {
  const { equations, inequalities, lower, upper } = component
  for (let column = 0; column < point.length; column++) {
    const value = point[column]!
    if (!(value >= lower[column]! - tolerance && value <= upper[column]! + tolerance)) return false
  }
  for (let r = 0; r < equations.count; r++) {
    if (!(Math.abs(equations.at(r, point) - equations.right[r]!) <= tolerance)) return false
  }
  for (let r = 0; r < inequalities.count; r++) {
    if (!(inequalities.at(r, point) >= inequalities.right[r]! - tolerance)) return false
  }
  return true
}
