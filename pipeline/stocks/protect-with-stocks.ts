import { canonicalJson } from '../../reports/canonical-json.ts'
import { sha256Of } from '../../reports/checksums.ts'
import type { SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import type { Held } from '../../schemas/custody.ts'
import { RequiredRowError, WithheldError } from '../../schemas/failure.ts'
import type { Policy } from '../../schemas/policy.ts'
import { attest } from '../../transforms/attest.ts'
import { auditUpdates } from '../../transforms/audit/updated-release.ts'
import type { TablePreferences } from '../../transforms/disclosure/row-preferences.ts'
import { auditBudget, auditParameters, type Protected, protect, protectionLimits } from '../5-protect.ts'
import { orWithheld, type Suppressed } from '../audited-treatment.ts'
import { chooseUpdates } from '../choose-updates.ts'
import type { SolverThreads } from '../solver-threads.ts'
import { composeStock } from './compose-stocks.ts'
import { type StockWaits, waitsOf } from './stock-summary.ts'

export interface StockProtection {
  readonly tables: Held<'tabulated', readonly TabulatedTable[]>
  readonly policy: Policy
  readonly preferences: readonly TablePreferences[]
  readonly tieBreakKey: string
  readonly threads: SolverThreads | undefined
  /** By id of each stock. */
  readonly histories: ReadonlyMap<string, TableHistory>
  /** Keeps the suppression of an attempt; the name says which, and on what it rests besides the tables. */
  readonly kept: (attempt: string) => Suppressed
}

export interface ProtectedWithStocks extends Protected {
  readonly waits: readonly StockWaits[]
}

/**
 * Step 5 for a release with stocks: chooses which of their rows are shown as they stand now, protects flows and stocks
 * together, and lets the audit judge both the figures of today and the changes since every earlier day.
 *
 * Whoever knows yesterday's figure of a row nearly knows today's, so flows are protected against a reader who has
 * today's figures of all rows of stocks that were ever shown. Where that cannot be, against one who has what is shown as
 * it stands now; where that cannot be either, nothing is.
 *
 * @throws {WithheldError} if not even the flows can be protected
 */
export async function protectWithStocks(task: StockProtection): Promise<ProtectedWithStocks> {
  const { tables, histories, policy, preferences, tieBreakKey } = task
  const own = tables.map(({ shape }) => histories.get(shape.id) ?? null)
  const chosen = await chooseFresh(task, own)
  const nothing = chosen.map((rows) => rows && new Uint8Array(rows.length))
  const attempts = [
    { name: 'known', fresh: chosen, grantsKnown: true },
    { name: 'fresh', fresh: chosen, grantsKnown: false },
    { name: 'standing', fresh: nothing, grantsKnown: false },
  ]
  let result: ProtectedWithStocks | null = null
  for (const [i, { name, fresh, grantsKnown }] of attempts.entries()) {
    const wanted = preferences.map((one, t) => stockPreferences(one, own[t]!, fresh[t]!, grantsKnown))
    const rows = sha256Of(
      canonicalJson(wanted.map(({ required, heldBack }) => [[...required], [...(heldBack ?? [])]])),
    )
    try {
      const today = await protect(
        tables,
        policy,
        wanted,
        tieBreakKey,
        task.threads,
        task.kept(`${name}-${rows}`),
      )
      result = await withUpdates(task, own, fresh, today)
      // What was not proven may be so for lack of time: another attempt would make the release depend on the machine.
      if (result.released !== null || result.report.findings.some(({ rule }) => rule === 'unproven'))
        return result
    } catch (error) {
      if (!(error instanceof RequiredRowError) || i === attempts.length - 1) throw error
    }
  }
  if (result === null) throw new WithheldError('a release with stocks must be judged')
  return result
}

/** By table: which rows of a stock may be shown as they stand now; null for flows. */
async function chooseFresh(
  { tables, policy, preferences, tieBreakKey, threads }: StockProtection,
  histories: readonly (TableHistory | null)[],
): Promise<readonly (Uint8Array | null)[]> {
  const stocks = tables.flatMap((table, t) => (histories[t] === null ? [] : [{ table, t }]))
  const budget = auditBudget(policy, threads)
  const { fresh } = await orWithheld(() =>
    chooseUpdates(
      attest(
        'tabulated',
        stocks.map(({ table }) => table),
      ),
      stocks.map(({ t }) => histories[t]!),
      protectionLimits(
        policy,
        stocks.map(({ t }) => preferences[t]!),
        tieBreakKey,
      ),
      auditParameters(policy, null),
      budget,
    ),
  )
  // What was not proven in time was held back: other machines would choose otherwise.
  if (budget.now() >= budget.deadline)
    throw new WithheldError(
      'changes of stocks must be audited in time: raise auditSeconds, or make stocks coarser',
    )
  const chosen = new Map(stocks.map(({ t }, i) => [t, fresh[i]!]))
  return tables.map((_, t) => chosen.get(t) ?? null)
}

/** What is granted a reader of a stock: rows shown as they stand now, and all that were ever shown where `grantsKnown`. */
function stockPreferences(
  preferences: TablePreferences,
  history: TableHistory | null,
  fresh: Uint8Array | null,
  grantsKnown: boolean,
): TablePreferences {
  if (history === null || fresh === null) return preferences
  const required = Uint8Array.from(history.lastFigures, (last) => (grantsKnown && last !== null ? 1 : 0))
  return { ...preferences, required, heldBack: fresh.map((one, row) => 1 - (one | required[row]!)) }
}

/** What was protected as of today, with the rows of stocks that stand; and the audit's verdict on the whole. */
async function withUpdates(
  { tables, histories, policy, threads }: StockProtection,
  own: readonly (TableHistory | null)[],
  fresh: readonly (Uint8Array | null)[],
  { released: today, ...judged }: Protected,
): Promise<ProtectedWithStocks> {
  if (today === null) return { ...judged, released: null, waits: [] }
  const shown = fresh.map((rows, t) =>
    rows === null
      ? null
      : rows.map((one, row) => (one === 1 && today[t]!.rows[row]!.figures[0]!.status === 'A' ? 1 : 0)),
  )
  const proposed = today.map((table, t) => {
    const [history, rows] = [own[t]!, shown[t]!]
    return history === null || rows === null ? table : composeStock(table, history, rows)
  })
  const { findings, released } = await auditUpdates(
    proposed,
    today,
    tables,
    histories,
    judged.parameters,
    auditBudget(policy, threads),
  )
  const patterns = judged.patterns.map((pattern, t): SuppressionPattern => {
    if (own[t] === null) return pattern
    const rows = pattern.rows.map((row, r) => {
      if (proposed[t]!.rows[r]!.figures[0]!.status === 'A')
        return { status: 'published', reasons: [] } as const
      return row.status === 'published' ? ({ status: 'complementary', reasons: ['change'] } as const) : row
    })
    return { table: pattern.table, rows }
  })
  const waits = tables.flatMap(({ shape }, t) => {
    const [history, rows] = [own[t]!, shown[t]!]
    return history === null || rows === null ? [] : [waitsOf(shape, history, rows)]
  })
  const report = {
    ...judged.report,
    passed: released !== null,
    findings: [...judged.report.findings, ...findings],
  }
  return { ...judged, patterns, report, released, waits }
}
