import { canonicalJson } from '../../reports/canonical-json.ts'
import { sha256Of } from '../../reports/checksums.ts'
import type { SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import type { Held } from '../../schemas/custody.ts'
import { RequiredRowError } from '../../schemas/failure.ts'
import type { Policy } from '../../schemas/policy.ts'
import { attest } from '../../transforms/attest.ts'
import type { OfferedMoves } from '../../transforms/audit/known-moves.ts'
import { auditUpdates } from '../../transforms/audit/updated-release.ts'
import type { TablePreferences } from '../../transforms/disclosure/row-preferences.ts'
import { auditBudget, auditParameters, type Protected, protect, protectionLimits } from '../5-protect.ts'
import { orWithheld, type Suppressed } from '../audited-treatment.ts'
import { chooseUpdates } from '../choose-updates.ts'
import type { SolverThreads } from '../solver-threads.ts'
import { composeStock } from './compose-stocks.ts'
import { everShown } from './ever-shown.ts'
import { idleRows } from './idle-rows.ts'
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
 * today's figures of all rows of stocks that were ever shown. Where some of these disclose today, they and what hides
 * them are not granted, and flows of the same rows are hidden if they would tell who is idle. Where that cannot be either,
 * only what is shown as it stands now is granted, or nothing. Only a row that must be published and cannot leads on to a
 * weaker reader, never what the audit finds; there it is tried once to update nothing.
 *
 * What a lone contributor, or few together, could compute from figures of today that only stand follows whatever is
 * released: it is no finding. Rows that are updated count as shown by this release.
 *
 * @throws {WithheldError} if not even the flows can be protected
 */
export async function protectWithStocks(task: StockProtection): Promise<ProtectedWithStocks> {
  const { tables, histories } = task
  const own = tables.map(({ shape }) => histories.get(shape.id) ?? null)
  const chosen = await chooseFresh(task, own)
  const shown = own.map((history) => history && everShown(history))
  const granted = shown.map((rows, t) => rows?.map((one, row) => one & chosen.showable[t]![row]!) ?? null)
  const withheldFlows = idleRows(tables, own, shown, granted, task.policy)
  const none = own.map((history) => history && new Uint8Array(history.lastFigures.length))
  const nothing = { ...chosen, fresh: none }
  const readers: readonly Reader[] = [
    { name: 'known', granted: shown, withheldFlows: [] },
    { name: 'granted', granted, withheldFlows },
    { name: 'fresh', granted: none, withheldFlows: [] },
  ]
  for (const reader of readers) {
    try {
      const result = await protectAgainst(task, own, reader, chosen)
      // What was not proven may be so for lack of time: another attempt would make the release depend on the machine.
      if (result.released !== null || result.report.findings.some(({ rule }) => rule === 'unproven'))
        return result
      return await protectAgainst(task, own, { ...reader, name: `${reader.name}-standing` }, nothing)
    } catch (error) {
      if (!(error instanceof RequiredRowError)) throw error
    }
  }
  return protectAgainst(task, own, { name: 'standing', granted: none, withheldFlows: [] }, nothing)
}

/** What a reader is taken to know of today, and which flows are kept from them for it. */
interface Reader {
  readonly name: string
  /** By table and row: 1 where they have today's figure of a stock; null for flows. */
  readonly granted: readonly (Uint8Array | null)[]
  /** By table and row of a flow: 1 where it is hidden; for every table, or none at all. */
  readonly withheldFlows: readonly (Uint8Array | null)[]
}

async function protectAgainst(
  task: StockProtection,
  own: readonly (TableHistory | null)[],
  { name, granted, withheldFlows }: Reader,
  chosen: ChosenStocks,
): Promise<ProtectedWithStocks> {
  const { fresh } = chosen
  const { tables, policy, tieBreakKey, threads } = task
  const wanted = task.preferences.map((one, t): TablePreferences => {
    const [known, updated, idle] = [granted[t] ?? null, fresh[t] ?? null, withheldFlows[t] ?? null]
    if (known !== null && updated !== null)
      return { ...one, required: known, heldBack: updated.map((is, row) => 1 - (is | known[row]!)) }
    return idle === null ? one : { ...one, idle }
  })
  const rows = sha256Of(
    canonicalJson(
      wanted.map(({ required, heldBack, idle }) => [
        [...required],
        ...[heldBack, idle].map((held) => [...(held ?? [])]),
      ]),
    ),
  )
  const kept = task.kept(`${name}-${rows}`)
  const standing = tables.map(({ cells }, t) =>
    Uint8Array.from(cells, (_, row) => (granted[t]?.[row] ?? 0) & (1 - (fresh[t]?.[row] ?? 0))),
  )
  const today = await protect(tables, policy, wanted, tieBreakKey, threads, kept, standing)
  return withUpdates(task, own, chosen, today)
}

/** By table and row; null for flows. */
interface ChosenStocks {
  readonly fresh: readonly (Uint8Array | null)[]
  readonly showable: readonly (Uint8Array | null)[]
  readonly offers: OfferedMoves
  readonly gaveUp: boolean
}

/** By table: which rows of a stock may be shown as they stand now, and which could be whatever changed; null for flows. */
async function chooseFresh(
  { tables, policy, preferences, tieBreakKey, threads }: StockProtection,
  histories: readonly (TableHistory | null)[],
): Promise<ChosenStocks> {
  const stocks = tables.flatMap((table, t) => (histories[t] === null ? [] : [{ table, t }]))
  const { fresh, showable, ...chosen } = await orWithheld(() =>
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
      auditBudget(policy, threads),
    ),
  )
  const byTable = (chosen: readonly Uint8Array[]) => {
    const rows = new Map(stocks.map(({ t }, i) => [t, chosen[i]!]))
    return tables.map((_, t) => rows.get(t) ?? null)
  }
  return { ...chosen, fresh: byTable(fresh), showable: byTable(showable) }
}

/** What was protected as of today, with the rows of stocks that stand; and the audit's verdict on the whole. */
async function withUpdates(
  { tables, histories, policy, threads }: StockProtection,
  own: readonly (TableHistory | null)[],
  { fresh, offers, gaveUp }: ChosenStocks,
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
    offers,
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
    return history === null || rows === null ? [] : [waitsOf(shape, history, rows, gaveUp)]
  })
  const report = {
    ...judged.report,
    passed: released !== null,
    findings: [...judged.report.findings, ...findings],
  }
  return { ...judged, patterns, report, released, waits }
}
