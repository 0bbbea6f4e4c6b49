import { createHash } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import type { SuppressionPattern, TabulatedTable } from '../schemas/cell.ts'
import type { Effort } from '../schemas/policy.ts'
import { attest } from '../transforms/attest.ts'
import type { AuditRule } from '../transforms/audit/audit-report.ts'
import { auditRelease } from '../transforms/audit/verdict.ts'
import { applyPattern } from '../transforms/disclosure/apply-pattern.ts'
import { protectTables } from '../transforms/disclosure/protect-tables.ts'
import { buildCellTable, type LeafCount } from './cell-table.ts'
import { parseDimensions, readLeafCounts } from './leaf-counts.ts'

export interface ProtectCellsOptions {
  /** CSV file of leaf counts, with a header. */
  readonly cells: string
  /** Column with the number of learners. */
  readonly count: string
  /** `region>district,age,gender`: `>` joins the columns of a hierarchy, coarse to fine. */
  readonly dimensions: string
  readonly minimumContributors: number
  /** 1 means rank-only: exact recovery is prevented, intervals are not looked at. */
  readonly intervalWidth: number
  readonly zeros: 'publish' | 'protect'
  /** What a reader grants a hidden count where zeros are published: 0 as in the literature, or 1. */
  readonly hiddenAtLeast: 0 | 1
  readonly singletons: boolean
  readonly effort: Effort
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
  /** Singleton leaks that no pattern avoids. */
  readonly unavoidable: number
  /** User and system time of all threads, from parsed cells to the audited pattern. */
  readonly cpuSeconds: number
}

const auditMilliseconds = 600_000
/** A percentage base is asked for, though a table of counts has no percentages. */
const percentageBase = 20
const outcomeDiversity = 1

/**
 * Protects any table of leaf counts: adds all margins, chooses what to hide, and has the audit judge it.
 *
 * @throws {ConfigurationError} if the dimensions or the codes do not form hierarchies
 * @throws {SourceError} if the file does not hold what the options say
 */
export async function protectCells(options: ProtectCellsOptions): Promise<ProtectCellsResult> {
  const dimensions = parseDimensions(options.dimensions)
  const leaves = await readLeafCounts(options.cells, dimensions, options.count)

  const started = process.cpuUsage()
  const table = buildCellTable(dimensions, leaves, options.zeros)
  const tables = attest('tabulated', [table])
  const { minimumContributors, intervalWidth, singletons, effort } = options
  const limits = {
    minimumContributors,
    intervalWidth,
    outcomeDiversity,
    relativeWidth: 0,
    hiddenAtLeast: options.hiddenAtLeast,
    preferences: [],
    singletons,
    effort,
  }
  const { patterns, unavoidable } = await protectTables(tables, {
    ...limits,
    tieBreakKey: tieBreakKey(leaves),
  })
  const candidate = applyPattern(tables, patterns, { minimumContributors, percentageBase })
  const parameters = {
    minimumContributors,
    intervalWidth,
    relativeWidth: 0,
    percentageBase,
    outcomeDiversity,
  }
  const now = () => performance.now()
  const budget = { now, deadline: now() + auditMilliseconds }
  const { report } = await auditRelease(candidate, tables, parameters, budget, {
    hiddenAtLeast: options.hiddenAtLeast,
    singletons,
    coalition: 0,
  })
  const spent = process.cpuUsage(started)

  const { passed, findings, facts } = report
  const pattern = patterns[0]!
  if (passed && options.out !== null) await writePattern(options.out, table, pattern)
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
    unavoidable,
    cpuSeconds: (spent.user + spent.system) / 1e6,
  }
}

/** Stable for the same cells in any order, and not to be guessed by who does not have them. */
function tieBreakKey(leaves: readonly LeafCount[]): string {
  const lines = leaves.map(({ path, count }) => JSON.stringify([path, count])).sort()
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

/** Writes the file at once or not at all, for its owner only. */
async function writePattern(
  file: string,
  { shape, cells }: TabulatedTable,
  pattern: SuppressionPattern,
): Promise<void> {
  const header = [...shape.dimensions.map(({ name }) => name), 'count', 'status']
  const lines = cells.map(({ coordinates, contributors }, row) => [
    ...coordinates,
    String(contributors),
    pattern.rows[row]!.status,
  ])
  const text = [header, ...lines].map((line) => `${line.map(quoted).join(',')}\n`).join('')
  const staged = `${file}.partial`
  try {
    await writeFile(staged, text, { mode: 0o600 })
    await rename(staged, file)
  } catch (error) {
    await rm(staged, { force: true })
    throw error
  }
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
