import type { PublishedTable, SuppressionPattern, TabulatedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import { ConfigurationError, WithheldError } from '../schemas/failure.ts'
import type { Rounding } from '../schemas/rounding.ts'
import { attest } from '../transforms/attest.ts'
import type { AuditRule } from '../transforms/audit/audit-report.ts'
import { auditRelease } from '../transforms/audit/verdict.ts'
import { mergeInAll, proposeMerges, type ShownCells } from '../transforms/disclosure/propose-merges.ts'
import type { ProtectionLimits } from '../transforms/disclosure/protect-tables.ts'
import { otherCode } from '../transforms/generalize/other-code.ts'
import { type AdHocOptions, adHocLimits } from './ad-hoc-limits.ts'
import { type Audit, treatAndAudit } from './audited-treatment.ts'
import { buildCellTable, type CellDimension } from './cell-table.ts'
import { parseDimensions, readLeafCounts } from './leaf-counts.ts'
import { withSolverThreads } from './solver-threads.ts'
import { writeRestrictedCsv } from './write-restricted-csv.ts'

export interface ProtectCellsOptions extends AdHocOptions {
  /** CSV file of leaf counts, with a header. */
  readonly cells: string
  /** Column with the number of learners. */
  readonly count: string
  /** `region>district,age,gender`: `>` joins the columns of a hierarchy, coarse to fine. */
  readonly dimensions: string
  readonly zeros: 'publish' | 'protect'
  /** Whether small siblings are first merged where that publishes more; off where absent. */
  readonly mergeSmall?: boolean
  /** Of the counts that are published; none where absent. */
  readonly rounding?: Rounding
  /** For linear programs; as many as there are cores, at most 4, where absent. */
  readonly threads?: number | undefined
  /** CSV file to write, restricted: it holds every count and tells primaries; null for none. */
  readonly out: string | null
}

export interface ProtectCellsResult {
  /** The audit refused the pattern: nothing was written. */
  readonly withheld: boolean
  /** Rules that the audit found broken, each once. */
  readonly findings: readonly AuditRule[]
  /** Cells of the complete matrix, margins included. */
  readonly cells: number
  readonly primary: number
  readonly complementary: number
  /** Learners in complementary cells. */
  readonly complementarySum: number
  /** Least width that the audit proved of a primary's feasibility interval; null when rank-only. */
  readonly narrowest: number | null
  /** Primaries that lone contributors compute whatever is hidden besides, as the audit counts them. */
  readonly unavoidable: number
  /** Work ran out: cells are hidden of which nobody knows whether they need be. */
  readonly exhausted: boolean
  /** Cells that could not be proven wide enough within the effort: the table should be coarser. */
  readonly unproven: number
  /** What was merged, and the finest cells before and after, as without intervals; only where asked for. */
  readonly merged?: {
    readonly groups: Readonly<Record<string, readonly string[]>>
    readonly before: ShownCells
    readonly after: ShownCells
  }
  /** User and system time of all threads, from parsed cells to the audited pattern. */
  readonly cpuSeconds: number
}

const auditMilliseconds = 600_000

/**
 * Protects any table of leaf counts: adds all margins, chooses what to hide, and has the audit judge it.
 *
 * @throws {ConfigurationError} if the dimensions or the codes do not form hierarchies, or counts would be rounded to
 *   zero
 * @throws {WithheldError} if no additive rounding is found
 * @throws {SourceError} if the file does not hold what the options say
 */
export async function protectCells(options: ProtectCellsOptions): Promise<ProtectCellsResult> {
  const { minimumContributors, singletons, rounding = 'none' } = options
  if (rounding !== 'none' && rounding.base > minimumContributors)
    throw new ConfigurationError('rounding needs a base of at most k', String(rounding.base))
  const dimensions = parseDimensions(options.dimensions)
  const { counted, started } = await countedTable(options, dimensions)
  const { limits: protection, parameters } = adHocLimits(counted[0]!, options)
  const { tables, merged } =
    options.mergeSmall === true
      ? await mergeSmallSiblings(counted, dimensions, protection)
      : { tables: counted, merged: undefined }
  const table = tables[0]!
  const now = () => performance.now()
  const reader = { hiddenAtLeast: options.hiddenAtLeast, singletons, coalition: 0 }
  const audit: Audit = (proposed, witnesses, budget) => {
    const rounded = proposed.rounding === null ? {} : { rounding: proposed.rounding }
    const held = { ...parameters, ...rounded }
    return auditRelease(proposed.tables, tables, held, budget, reader, undefined, witnesses)
  }
  const treated = await withSolverThreads(options.threads, (threads) => {
    const startBudget = () => ({ now, deadline: now() + auditMilliseconds, threads })
    return treatAndAudit(tables, { ...protection, threads: threads?.regions }, rounding, audit, startBudget)
  })
  const { patterns, exhausted, unproven, candidate, report } = treated
  if (candidate === null) throw new WithheldError('no additive rounding was found')
  const spent = process.cpuUsage(started)

  const { passed, findings, facts } = report
  const pattern = patterns[0]!
  if (passed && options.out !== null) {
    const rounded = candidate.rounding === null ? null : candidate.tables[0]!
    await writePattern(options.out, table, pattern, rounded)
  }
  const complementary = table.cells.filter((_, row) => pattern.rows[row]!.status === 'complementary')
  const range = facts.narrowest
  return {
    withheld: !passed,
    findings: [...new Set(findings.map(({ rule }) => rule))],
    cells: table.cells.length,
    primary: pattern.rows.filter(({ status }) => status === 'primary').length,
    complementary: complementary.length,
    complementarySum: complementary.reduce((sum, { contributors }) => sum + contributors, 0),
    narrowest: range === null ? null : Math.round((range.up - range.low) * 1e6) / 1e6,
    unavoidable: facts.unavoidableLeaks ?? 0,
    exhausted,
    unproven: unproven.reduce((sum, { rows }) => sum + rows, 0),
    ...(merged === undefined ? {} : { merged }),
    cpuSeconds: (spent.user + spent.system) / 1e6,
  }
}

/** The table with its margins, and the time spent when its leaf counts were read; they are not kept. */
async function countedTable(
  { cells, count, zeros }: ProtectCellsOptions,
  dimensions: readonly CellDimension[],
) {
  const leaves = await readLeafCounts(cells, dimensions, count)
  const started = process.cpuUsage()
  return { started, counted: attest('tabulated', [buildCellTable(dimensions, leaves, zeros)]) }
}

/** Merges small siblings along each hierarchy of several columns, one after another. */
async function mergeSmallSiblings(
  counted: Held<'tabulated', readonly TabulatedTable[]>,
  dimensions: readonly CellDimension[],
  limits: ProtectionLimits,
) {
  let tables = counted
  const groups: Record<string, readonly string[]> = {}
  const seen: ShownCells[] = []
  for (const { columns } of dimensions) {
    if (columns.length === 1) continue
    const proposal = await proposeMerges(tables, columns.at(-1)!, () => limits, new Set())
    tables = mergeInAll(tables, proposal.dimension, proposal.groups)
    for (const { parent, codes } of proposal.groups) groups[otherCode(parent)] = codes
    seen.push(proposal.before, proposal.after)
  }
  const [before, after] = [seen[0], seen.at(-1)]
  return {
    tables,
    merged: before === undefined || after === undefined ? undefined : { groups, before, after },
  }
}

/**
 * @param rounded adds the column `rounded`, empty where a count is hidden; null for none
 */
async function writePattern(
  file: string,
  { shape, cells }: TabulatedTable,
  pattern: SuppressionPattern,
  rounded: PublishedTable | null,
): Promise<void> {
  const header = [
    ...shape.dimensions.map(({ name }) => name),
    'count',
    'status',
    ...(rounded === null ? [] : ['rounded']),
  ]
  const lines = cells.map(({ coordinates, contributors }, row) => [
    ...coordinates,
    String(contributors),
    pattern.rows[row]!.status,
    ...(rounded === null ? [] : [String(rounded.rows[row]!.figures[0]!.value ?? '')]),
  ])
  await writeRestrictedCsv(file, [header, ...lines])
}
