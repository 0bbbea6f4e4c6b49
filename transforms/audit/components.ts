import { SparseRows } from './sparse-rows.ts'

/** Hidden variables that relations link, apart from all others. Columns are numbered from 0. */
export interface HiddenComponent {
  /** By column: its variable in the published system, ascending. */
  readonly variables: Int32Array
  readonly lower: Float64Array
  /** Infinity where nothing bounds it. */
  readonly upper: Float64Array
  /** Each equals its right-hand side. */
  readonly equations: SparseRows
  /** Each is at least its right-hand side. */
  readonly inequalities: SparseRows
}

/**
 * Splits the unknown variables into sets that no row links.
 *
 * @param values by variable; NaN marks the unknown ones
 * @param equations over unknown variables only, as are the inequalities
 */
export function componentsOf(
  values: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
  equations: SparseRows,
  inequalities: SparseRows,
): readonly HiddenComponent[] {
  const root = Int32Array.from(values, (_, v) => v)
  const find = (v: number): number => {
    let at = v
    while (root[at] !== at) {
      root[at] = root[root[at]!]!
      at = root[at]!
    }
    return at
  }
  for (const rows of [equations, inequalities]) {
    for (let r = 0; r < rows.count; r++) {
      const start = rows.starts[r]!
      for (let e = start + 1; e < rows.starts[r + 1]!; e++) {
        root[find(rows.columns[e]!)] = find(rows.columns[start]!)
      }
    }
  }
  const members = new Map<number, number[]>()
  const columnOf = new Int32Array(values.length)
  for (let v = 0; v < values.length; v++) {
    if (!Number.isNaN(values[v]!)) continue
    const list = members.get(find(v))
    columnOf[v] = list?.length ?? 0
    if (list === undefined) members.set(find(v), [v])
    else list.push(v)
  }
  const components = new Map(
    [...members].map(([at, list]) => {
      const variables = Int32Array.from(list)
      return [
        at,
        {
          variables,
          lower: Float64Array.from(variables, (v) => lower[v]!),
          upper: Float64Array.from(variables, (v) => upper[v]!),
          equations: new SparseRows(),
          inequalities: new SparseRows(),
        },
      ]
    }),
  )
  const hand = (rows: SparseRows, to: 'equations' | 'inequalities') => {
    for (let r = 0; r < rows.count; r++) {
      const into = components.get(find(rows.columns[rows.starts[r]!]!))![to]
      into.begin(rows.about[r]!, rows.group[r]!, rows.right[r]!)
      for (let e = rows.starts[r]!; e < rows.starts[r + 1]!; e++) {
        into.entry(columnOf[rows.columns[e]!]!, rows.coefficients[e]!)
      }
    }
  }
  hand(equations, 'equations')
  hand(inequalities, 'inequalities')
  return [...components.values()]
}
