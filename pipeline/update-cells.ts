import type { TabulatedTable } from '../schemas/cell.ts'
import type { Move, TableHistory } from '../schemas/change.ts'
import { ConfigurationError, UsageError } from '../schemas/failure.ts'
import type { Effort } from '../schemas/policy.ts'
import { attest } from '../transforms/attest.ts'
import type { AuditRule } from '../transforms/audit/audit-report.ts'
import { auditRelease } from '../transforms/audit/verdict.ts'
import { applyPattern } from '../transforms/disclosure/apply-pattern.ts'
import { adHocLimits } from './ad-hoc-limits.ts'
import {
  type CellState,
  coordinatesKey,
  isDay,
  readCellStates,
  type StatesOfDay,
  writeCellStates,
} from './cell-state.ts'
import { buildCellTable } from './cell-table.ts'
import { chooseUpdates } from './choose-updates.ts'
import { parseDimensions, readLeafCounts } from './leaf-counts.ts'
import { withSolverThreads } from './solver-threads.ts'

export interface UpdateCellsOptions {
  /** CSV file of leaf counts as they stand now, with a header. */
  readonly cells: string
  readonly count: string
  readonly dimensions: string
  /** Day that the counts are of, `YYYY-MM-DD`. */
  readonly asOf: string
  /** What earlier updates wrote, earliest first; none for the first. */
  readonly before: readonly string[]
  readonly minimumContributors: number
  readonly intervalWidth: number
  readonly zeros: 'publish' | 'protect'
  readonly effort: Effort
  readonly threads?: number
  /** CSV file to write, restricted; null for none. */
  readonly out: string | null
}

export interface UpdateCellsResult {
  /** The audit refused: nothing was written. */
  readonly withheld: boolean
  readonly findings: readonly AuditRule[]
  /** Cells of the complete matrix, margins included. */
  readonly cells: number
  /** Cells shown as they stand now, as last published, and not at all. */
  readonly fresh: number
  readonly standing: number
  readonly hidden: number
  /** Cells shown before whose change since then could be shown by itself; how many of them are fresh. */
  readonly due: number
  readonly updated: number
  /** No update passed the audit of changes: all stands as it was. */
  readonly gaveUp: boolean
  readonly cpuSeconds: number
}

const auditMilliseconds = 600_000
/** Whom updates are kept from: a reader who has no part in the counts, as the literature's. */
const lonelyReader = { hiddenAtLeast: 0, singletons: false, loss: 'cells' } as const

/**
 * Publishes a stock of learners day after day by hand: chooses which cells of a table of counts are shown as they stand
 * now, so that nobody who has all earlier ones sees a change that fewer than k learners made.
 *
 * Counts tell nothing of who moved: a leaf cell that grew counts as joined by so many, one that shrank as left.
 *
 * @throws {ConfigurationError} if the dimensions or codes do not form hierarchies, a code of an earlier day is missing,
 *   or days are not in order
 * @throws {SourceError} if a file does not hold what the options say
 */
export async function updateCells(options: UpdateCellsOptions): Promise<UpdateCellsResult> {
  if (!isDay(options.asOf)) throw new UsageError(`--as-of must be a day. Provided value: ${options.asOf}`)
  const dimensions = parseDimensions(options.dimensions)
  const names = dimensions.map(({ columns }) => columns.at(-1)!)
  const leaves = await readLeafCounts(options.cells, dimensions, options.count)
  const earlier = await Promise.all(options.before.map((file) => readCellStates(file, names)))

  const started = process.cpuUsage()
  const table = buildCellTable(dimensions, leaves, options.zeros)
  const history = historyOf(table, earlier)
  const days = [...history.moments.map(({ asOf }) => asOf), options.asOf]
  if (days.some((day, i) => i > 0 && day <= days[i - 1]!))
    throw new ConfigurationError('earlier files must be given in the order of their days', days.join(', '))
  const { limits, parameters } = adHocLimits(table, { ...options, ...lonelyReader })
  const tables = attest('tabulated', [table])
  const now = () => performance.now()
  return withSolverThreads(options.threads, async (threads) => {
    const budget = { now, deadline: now() + auditMilliseconds, threads }
    const { fresh, gaveUp } = await chooseUpdates(tables, [history], limits, parameters, budget)
    const rows = Array.from(fresh[0]!, (one) =>
      one === 1
        ? ({ status: 'published', reasons: [] } as const)
        : ({ status: 'complementary', reasons: ['complementary'] } as const),
    )
    const candidate = applyPattern(tables, [{ table: table.shape.id, rows }], limits, [])
    const reader = { ...lonelyReader, coalition: 0 }
    const { report } = await auditRelease(candidate, tables, parameters, budget, reader)
    const spent = process.cpuUsage(started)
    const states = table.cells.map(({ contributors }, row): CellState => {
      if (fresh[0]![row] === 1)
        return { count: contributors, status: 'fresh', value: contributors, asOf: options.asOf }
      const last = lastState(table, earlier, row)
      return last === null
        ? { count: contributors, status: 'hidden', value: null, asOf: '' }
        : { ...last, count: contributors, status: 'standing' }
    })
    if (report.passed && options.out !== null) await writeCellStates(options.out, table, options.asOf, states)
    const due = table.cells.flatMap(({ contributors }, row) => {
      const last = lastState(table, earlier, row)
      const change = last === null ? 0 : Math.abs(contributors - last.value!)
      return change >= options.minimumContributors ? [row] : []
    })
    const countOf = (status: CellState['status']) => states.filter((one) => one.status === status).length
    return {
      withheld: !report.passed,
      findings: [...new Set(report.findings.map(({ rule }) => rule))],
      cells: table.cells.length,
      fresh: countOf('fresh'),
      standing: countOf('standing'),
      hidden: countOf('hidden'),
      due: due.length,
      updated: due.filter((row) => fresh[0]![row] === 1).length,
      gaveUp,
      cpuSeconds: (spent.user + spent.system) / 1e6,
    }
  })
}

/** What is published of a row; null where nothing is. */
function lastState(
  { cells }: TabulatedTable,
  earlier: readonly StatesOfDay[],
  row: number,
): CellState | null {
  const last = earlier.at(-1)?.states.get(coordinatesKey(cells[row]!.coordinates))
  return last === undefined || last.value === null ? null : last
}

function historyOf(table: TabulatedTable, earlier: readonly StatesOfDay[]): TableHistory {
  const keys = table.cells.map(({ coordinates }) => coordinatesKey(coordinates))
  const known = new Set(keys)
  for (const { states } of earlier)
    for (const key of states.keys())
      if (!known.has(key)) throw new ConfigurationError('cells must have every code of earlier days', key)
  const parents = table.shape.dimensions.map(({ codes }) => new Set(codes.map(({ parent }) => parent)))
  const isLeaf = table.cells.map(({ coordinates }) => coordinates.every((code, d) => !parents[d]!.has(code)))
  const moments = earlier.map(({ day, states }) => {
    const fresh = Uint8Array.from(keys, (key) => (states.get(key)?.status === 'fresh' ? 1 : 0))
    const moves = keys.flatMap((key, row): Move[] => {
      const change = isLeaf[row] ? table.cells[row]!.contributors - (states.get(key)?.count ?? 0) : 0
      if (change === 0) return []
      return [change > 0 ? { from: -1, to: row, learners: change } : { from: row, to: -1, learners: -change }]
    })
    return { asOf: day, fresh, moves }
  })
  const lastFigures = keys.map((_, row) => {
    const last = lastState(table, earlier, row)
    return last === null ? null : [{ value: last.value, status: 'A' as const }]
  })
  return { moments, lastFigures }
}
