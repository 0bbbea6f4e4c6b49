import type { PublishedTable, SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { RequiredRowError } from '../../schemas/failure.ts'
import type { Period } from '../../schemas/period.ts'
import type { Policy } from '../../schemas/policy.ts'
import { attest } from '../../transforms/attest.ts'
import { auditLongerPeriod } from '../../transforms/audit/longer-period.ts'
import { projectReader } from '../../transforms/audit/reader-assumptions.ts'
import { linkPeriods } from '../../transforms/disclosure/link-periods.ts'
import type { TablePreferences } from '../../transforms/disclosure/row-preferences.ts'
import { auditBudget, auditParameters, type Protected, protectionLimits } from '../5-protect.ts'
import { type Audit, treatAndAudit } from '../audited-treatment.ts'
import type { SolverThreads } from '../solver-threads.ts'
import type { WiderStock } from '../stocks/wider-stock.ts'
import { type GrantedStocks, grantStocks } from './grant-stocks.ts'
import type { ReleasedPart } from './released-parts.ts'

export interface LongerProtection {
  readonly period: Period
  readonly tables: Held<'tabulated', readonly TabulatedTable[]>
  /** All flows of all releases within. */
  readonly parts: readonly ReleasedPart[]
  /** Stocks of the last day of the period, and of each within it. */
  readonly stocks: readonly WiderStock[]
  readonly policy: Policy
  readonly preferences: readonly TablePreferences[]
  readonly tieBreakKey: string
  readonly threads: SolverThreads | undefined
}

/**
 * Step 5 for a longer period: chooses which of its rows are shown beside the releases that it is made of, which stay as
 * they are, and lets the audit judge all of them together. Beside stocks it is tried against each reader of `grantStocks`;
 * the audit asks by equations for the strongest one whichever passed.
 *
 * @throws {WithheldError} if what is out discloses by itself, as the policy stands now
 */
export async function protectLonger(task: LongerProtection): Promise<Protected> {
  const [first, ...others] = await grantStocks(task)
  let result = await orRequired(() => protectBeside(task, first!))
  for (const stocks of others) {
    const isNext = result instanceof RequiredRowError || (!stocks.isWeakest && !isReleasedOrOpen(result))
    if (isNext) result = await orRequired(() => protectBeside(task, stocks))
  }
  if (result instanceof RequiredRowError) throw result
  return result
}

/** What was not proven may be so for lack of time: another attempt would make the release depend on the machine. */
function isReleasedOrOpen({ released, report }: Protected): boolean {
  return released !== null || report.findings.some(({ rule }) => rule === 'unproven')
}

async function orRequired(protectOnce: () => Promise<Protected>): Promise<Protected | RequiredRowError> {
  try {
    return await protectOnce()
  } catch (error) {
    if (error instanceof RequiredRowError) return error
    throw error
  }
}

/** Protects a longer period against a reader who has so much of the stocks. */
async function protectBeside(task: LongerProtection, stocks: GrantedStocks): Promise<Protected> {
  const { period, tables, parts, policy, threads } = task
  const linked = linkPeriods(
    tables.map((table, t) => {
      const heldBack = stocks.heldBack(period, table)
      const preferences = task.preferences[t]!
      return {
        period,
        table,
        preferences: heldBack === null ? preferences : { ...preferences, idle: heldBack },
      }
    }),
    [
      ...parts.map(({ period: of, truth, published, isUntold }) => {
        if (isUntold === true) return { period: of, table: truth, shown: null }
        const shown = Uint8Array.from(published.rows, ({ figures }) => (figures[0]!.status === 'A' ? 1 : 0))
        const heldBack = stocks.heldBack(of, truth)?.map((one, row) => one & (1 - shown[row]!))
        return { period: of, table: truth, shown, ...(heldBack === undefined ? {} : { idle: heldBack }) }
      }),
      ...stocks.granted.map(({ period: of, truth, granted, uncertain }) => ({
        ...{ period: of, table: truth, shown: granted },
        doubtful: uncertain,
      })),
    ],
  )
  const own = <T>(all: readonly (readonly T[])[], t: number): readonly T[] => {
    const { table, rows } = linked.open[t]!
    return Array.from(rows, (row) => all[table]![row]!)
  }
  const proposed = (joint: readonly PublishedTable[]): readonly PublishedTable[] =>
    tables.map(({ shape, cells }, t) => {
      const figures = own(
        joint.map(({ rows }) => rows.map((row) => row.figures)),
        t,
      )
      return {
        shape,
        rows: cells.map(({ coordinates }, row) => ({ coordinates, figures: figures[row]! })),
      }
    })
  const parameters = auditParameters(policy, null)
  const reader = { ...projectReader, coalition: policy.dominance.coalition }
  const audit: Audit = ({ tables: joint }, _witnesses, budget) =>
    auditLongerPeriod(period, proposed(joint), tables, parts, parameters, budget, reader, stocks.granted)
  const { patterns, unproven, exhausted, report, released } = await treatAndAudit(
    attest('tabulated', linked.tables),
    { ...protectionLimits(policy, linked.preferences, task.tieBreakKey), threads: threads?.regions },
    policy.rounding,
    audit,
    () => auditBudget(policy, threads),
  )
  const ofTables = tables.map(
    ({ shape }, t): SuppressionPattern => ({
      table: shape.id,
      rows: own(
        patterns.map(({ rows }) => rows),
        t,
      ),
    }),
  )
  const narrow = tables.flatMap(({ shape }) =>
    unproven
      .filter(({ table }) => table === `${period.id}/${shape.id}`)
      .map((one) => ({ ...one, table: shape.id })),
  )
  return { patterns: ofTables, unproven: narrow, exhausted, witnesses: [], parameters, report, released }
}
