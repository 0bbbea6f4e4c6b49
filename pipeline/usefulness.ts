import type { SuppressionPattern, TabulatedTable } from '../schemas/cell.ts'
import type { Policy } from '../schemas/policy.ts'

/** How much of a table is published. Restricted. */
export interface TableSummary {
  readonly table: string
  readonly cells: number
  readonly published: number
  readonly primary: number
  readonly complementary: number
  /** Share of cells that are published. */
  readonly cellShare: number
  /** Contributors of published finest cells ÷ contributors of all finest cells; 1 without contributors. */
  readonly learnerShare: number
  readonly warnings: readonly string[]
}

/** @param exhausted whether some rows are hidden only because the work on the release ran out */
export function summarize(
  table: TabulatedTable,
  pattern: SuppressionPattern,
  usefulness: Policy['usefulness'],
  exhausted: boolean,
): TableSummary {
  const inner = table.shape.dimensions.map(({ codes }) => new Set(codes.map(({ parent }) => parent)))
  const counts = { published: 0, primary: 0, complementary: 0 }
  let [all, shown] = [0, 0]
  table.cells.forEach(({ coordinates, contributors }, i) => {
    const { status } = pattern.rows[i]!
    counts[status]++
    if (coordinates.some((code, d) => inner[d]!.has(code))) return
    all += contributors
    if (status === 'published') shown += contributors
  })
  const cells = table.cells.length
  const cellShare = counts.published / cells
  const learnerShare = all === 0 ? 1 : shown / all
  const warnings = [
    ...(exhausted && counts.complementary > 0
      ? ['may hide rows needlessly, for the work on its release ran out: it should be coarser']
      : []),
    ...(cellShare < usefulness.cells
      ? [`publishes less than ${percent(usefulness.cells)} of its cells`]
      : []),
    ...(learnerShare < usefulness.learners
      ? [`publishes less than ${percent(usefulness.learners)} of its learners`]
      : []),
  ]
  return { table: table.shape.id, cells, ...counts, cellShare, learnerShare, warnings }
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0.995 && share < 1 ? 2 : 1)} %`
}
