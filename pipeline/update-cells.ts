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
  dimensionsOf,
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
  /** That there is no earlier day. */
  readonly first: boolean
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
 * Counts tell nothing of who moved, so a stock may only grow: what a leaf cell gained joined it.
 *
 * @throws {ConfigurationError} if the dimensions or codes do not form hierarchies, days are missing or in another order,
 *   limits or hierarchies differ from those of earlier days, or a cell shrank
 * @throws {SourceError} if a file does not hold what the options say
 */
export async function updateCells(options: UpdateCellsOptions): Promise<UpdateCellsResult> {
  if (!isDay(options.asOf)) throw new UsageError(`--as-of must be a day. Provided value: ${options.asOf}`)
  const dimensions = parseDimensions(options.dimensions)
  const leaves = await readLeafCounts(options.cells, dimensions, options.count)
  const earlier = await Promise.all(options.before.map(readCellStates))

  const started = process.cpuUsage()
  const table = buildCellTable(dimensions, leaves, options.zeros)
  refuseOtherSeries(table, earlier, options)
  const history = historyOf(table, earlier)
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
    if (report.passed && options.out !== null) {
      const { minimumContributors, intervalWidth, zeros, asOf: day } = options
      const days = earlier.map(({ series }) => ({ day: series.day, sha256: series.sha256 }))
      const limitsAndCodes = {
        minimumContributors,
        intervalWidth,
        zeros,
        dimensions: dimensionsOf(table.shape),
      }
      await writeCellStates(options.out, table, { day, ...limitsAndCodes, earlier: days }, states)
    }
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

/**
 * Refuses what is not the next day of one series: all earlier days, with the same limits and hierarchies, and nobody
 * gone since.
 */
function refuseOtherSeries(
  { shape, cells }: TabulatedTable,
  earlier: readonly StatesOfDay[],
  { asOf, before, first, minimumContributors, intervalWidth, zeros }: UpdateCellsOptions,
): void {
  if ((before.length === 0) !== first)
    throw new UsageError(
      'an update needs either the files of all earlier days (--before), or to be the first (--first)',
    )
  const codes = dimensionsOf(shape)
  earlier.forEach(({ series, states }, i) => {
    const known = earlier.slice(0, i).map((one) => ({ day: one.series.day, sha256: one.series.sha256 }))
    if (JSON.stringify(series.earlier) !== JSON.stringify(known))
      throw new ConfigurationError('all earlier days must be given, in the order of their days', series.day)
    const limits = { minimumContributors, intervalWidth, zeros }
    if (Object.entries(limits).some(([name, value]) => series[name as keyof typeof limits] !== value))
      throw new ConfigurationError('an update must keep the limits of earlier days', series.day)
    series.dimensions.forEach(({ name, parents }, d) => {
      const now = codes[d]
      if (now?.name !== name || codes.length !== series.dimensions.length)
        throw new ConfigurationError('an update must keep the dimensions of earlier days', series.day)
      const other = Object.entries(parents).find(([code, parent]) => now.parents[code] !== parent)
      if (other !== undefined)
        throw new ConfigurationError(
          'cells must have every code of earlier days, under the same parent',
          other[0],
        )
    })
    const isLess = cells.some(
      ({ coordinates, contributors }) => contributors < (states.get(coordinatesKey(coordinates))?.count ?? 0),
    )
    if (isLess)
      throw new ConfigurationError(
        'a stock may only grow: counts do not tell who left from who moved to another cell',
        series.day,
      )
  })
  const last = earlier.at(-1)?.series.day
  if (last !== undefined && asOf <= last)
    throw new ConfigurationError('an update must be of a later day than those before', asOf)
}

function historyOf(table: TabulatedTable, earlier: readonly StatesOfDay[]): TableHistory {
  const keys = table.cells.map(({ coordinates }) => coordinatesKey(coordinates))
  const parents = table.shape.dimensions.map(({ codes }) => new Set(codes.map(({ parent }) => parent)))
  const isLeaf = table.cells.map(({ coordinates }) => coordinates.every((code, d) => !parents[d]!.has(code)))
  const moments = earlier.map(({ series, states }) => {
    // That a code which came later counted nobody, everybody knows.
    const fresh = Uint8Array.from(keys, (key) => {
      const state = states.get(key)
      return state === undefined || state.status === 'fresh' ? 1 : 0
    })
    const figures = Float64Array.from(keys, (key, row) => {
      const state = states.get(key)
      if (state === undefined) return 0
      return fresh[row] === 1 ? (state.value ?? Number.NaN) : Number.NaN
    })
    const moves = keys.flatMap((key, row): Move[] => {
      const joined = isLeaf[row] ? table.cells[row]!.contributors - (states.get(key)?.count ?? 0) : 0
      return joined === 0 ? [] : [{ from: -1, to: row, learners: joined }]
    })
    return { asOf: series.day, fresh, figures, moves }
  })
  const lastFigures = keys.map((_, row) => {
    const last = lastState(table, earlier, row)
    return last === null ? null : [{ value: last.value, status: 'A' as const }]
  })
  return { moments, lastFigures }
}
