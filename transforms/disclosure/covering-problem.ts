import type { Highs } from 'highs'
import type { CutPool } from './cut-pool.ts'

/** Nodes of one search tree: with a few dozen units, hardly ever reached. */
const nodes = 200
/** Less than half a row from the cheapest is near enough: a cover is only a proposal. */
const gap = 0.5

/**
 * The cheapest units to hide, besides those that stay hidden, so that every cut of the pool is fulfilled.
 *
 * @param staying for each unit 1 if it stays hidden
 * @param cost what hiding a unit costs; null for units that are not to be hidden
 * @returns null if the solver found none within its nodes, or there is none
 */
export function cheapestCover(
  highs: Highs,
  pool: CutPool,
  staying: Uint8Array,
  cost: (unit: number) => number | null,
): readonly number[] | null {
  const columns = new Map<number, number>()
  const prices: number[] = []
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  const rowLower: number[] = []
  for (const { units, coefficients } of pool.cuts) {
    let missing = 1
    units.forEach((unit, i) => {
      if (staying[unit] === 1) missing -= coefficients[i]!
    })
    if (missing <= 1e-9) continue
    units.forEach((unit, i) => {
      const price = staying[unit] === 1 ? null : cost(unit)
      if (price === null) return
      const column = columns.get(unit) ?? columns.size
      if (column === prices.length) prices.push(price)
      columns.set(unit, column)
      indices.push(column)
      values.push(Math.min(1, coefficients[i]! / missing))
    })
    starts.push(indices.length)
    rowLower.push(1)
  }
  const numRows = rowLower.length
  if (numRows === 0) return []
  const units = [...columns.keys()]
  const numCols = units.length
  const model = highs.createModel({
    numCols,
    numRows,
    colCost: prices,
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(1),
    rowLower,
    rowUpper: new Float64Array(numRows).fill(highs.infinity),
    matrix: { format: 'csr', numRows, numCols, starts, indices, values },
    integrality: new Int32Array(numCols).fill(1),
  })
  try {
    model.options.set({
      output_flag: false,
      random_seed: 0,
      mip_max_nodes: nodes,
      mip_rel_gap: 0,
      mip_abs_gap: gap,
      mip_heuristic_effort: 0,
    })
    model.run()
    if (model.getModelStatus() !== 7) return null
    const { colValue } = model.getSolution()
    return units.filter((_, column) => colValue[column]! > 0.5)
  } finally {
    model.dispose()
  }
}
