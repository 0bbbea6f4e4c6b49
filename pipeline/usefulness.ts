import type { RowJudgement, SuppressionPattern, SuppressionReason, TabulatedTable } from '../schemas/cell.ts'
import type { Policy } from '../schemas/policy.ts'
import { type CostlyDimension, costlyDimension } from '../transforms/disclosure/costly-dimension.ts'
import type { UnprovenTable } from '../transforms/disclosure/protect-tables.ts'

/** Shares of a table's cells or learners by status; together 1. */
export type StatusShares = Readonly<Record<RowJudgement['status'], number>>

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
  readonly shares: {
    readonly cells: StatusShares
    /** Contributors of finest cells. */
    readonly learners: StatusShares
  }
  /** Where the table hides much: the dimension that causes most of it. */
  readonly costliest: CostlyDimension | null
  readonly warnings: readonly string[]
  /** How the table could publish more, one clause each. */
  readonly advice: readonly string[]
}

/** How many rows of a table a rule speaks against; a row may break several. Restricted. */
export interface HiddenByRule {
  readonly table: string
  readonly rule: SuppressionReason
  readonly rows: number
}

/** Counts hidden rows by table and rule, most frequent first. */
export function hiddenByRule(patterns: readonly SuppressionPattern[]): readonly HiddenByRule[] {
  return patterns.flatMap(({ table, rows }) => {
    const counts = new Map<SuppressionReason, number>()
    for (const { status, reasons } of rows)
      if (status !== 'published') for (const rule of reasons) counts.set(rule, (counts.get(rule) ?? 0) + 1)
    return [...counts]
      .map(([rule, n]) => ({ table, rule, rows: n }))
      .toSorted((a, b) => b.rows - a.rows || (a.rule < b.rule ? -1 : 1))
  })
}

/** A table that hides more than this share of its cells gets advice. */
const muchHidden = 0.05

/**
 * @param shortfall what the bound on work left undone in the release
 * @param levelOf what a dimension's level is called, by one of its codes; null where it has no name
 */
export function summarize(
  table: TabulatedTable,
  pattern: SuppressionPattern,
  usefulness: Policy['usefulness'],
  shortfall: { readonly exhausted: boolean; readonly unproven: readonly UnprovenTable[] },
  levelOf: (dimension: string, code: string) => string | null,
): TableSummary {
  const inner = table.shape.dimensions.map(({ codes }) => new Set(codes.map(({ parent }) => parent)))
  const counts = { published: 0, primary: 0, complementary: 0 }
  const learners = { published: 0, primary: 0, complementary: 0 }
  table.cells.forEach(({ coordinates, contributors }, i) => {
    const { status } = pattern.rows[i]!
    counts[status]++
    if (coordinates.every((code, d) => !inner[d]!.has(code))) learners[status] += contributors
  })
  const shares = { cells: sharesOf(counts), learners: sharesOf(learners) }
  const [cellShare, learnerShare] = [shares.cells.published, shares.learners.published]
  const warnings = [
    ...(table.cells.every(({ contributors }) => contributors === 0)
      ? ['counts nobody: no row of its source that counts is of the period']
      : []),
    ...(shortfall.unproven.some(({ table: id }) => id === table.shape.id)
      ? ['has rows that could not be proven wide enough within the effort: it should be coarser']
      : []),
    ...(shortfall.exhausted && counts.complementary > 0
      ? ['may hide rows needlessly, for the work on its release ran out: it should be coarser']
      : []),
    ...(cellShare < usefulness.cells
      ? [`publishes less than ${percent(usefulness.cells)} of its cells`]
      : []),
    ...(learnerShare < usefulness.learners
      ? [`publishes less than ${percent(usefulness.learners)} of its learners`]
      : []),
  ]
  const hidesMuch = warnings.length > 0 || cellShare < 1 - muchHidden
  const costliest = hidesMuch ? costlyDimension(table, pattern) : null
  const advice = costliest === null ? [] : coarsening(costliest, cellShare, levelOf)
  const cells = table.cells.length
  return {
    table: table.shape.id,
    cells,
    ...counts,
    cellShare,
    learnerShare,
    shares,
    costliest,
    warnings,
    advice,
  }
}

/** Shares of a sum; all of nothing is published. */
function sharesOf(parts: StatusShares): StatusShares {
  const { published, primary, complementary } = parts
  const all = published + primary + complementary
  if (all === 0) return { published: 1, primary: 0, complementary: 0 }
  return { published: published / all, primary: primary / all, complementary: complementary / all }
}

function coarsening(
  { dimension, coarser, published }: CostlyDimension,
  now: number,
  levelOf: (dimension: string, code: string) => string | null,
): readonly string[] {
  if (published <= now) return []
  const change =
    coarser === null
      ? `the table without ${dimension}`
      : `${dimension} at level ${levelOf(dimension, coarser) ?? `of ${coarser}`}`
  return [`${change} would publish ${percent(published)} of the cells that remain (now ${percent(now)})`]
}

export function percent(share: number): string {
  const fine = (share > 0.995 && share < 1) || (share > 0 && share < 0.005)
  return `${(100 * share).toFixed(fine ? 2 : 1)} %`
}
