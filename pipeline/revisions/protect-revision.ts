import { canonicalJson } from '../../reports/canonical-json.ts'
import { sha256Of } from '../../reports/checksums.ts'
import { attributeBlocks } from '../../schemas/attribute-blocks.ts'
import type { PublishedTable, SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import type { MixedChange, RevisedFigure, TableHistory } from '../../schemas/change.ts'
import type { Held } from '../../schemas/custody.ts'
import { RequiredRowError, WithheldError } from '../../schemas/failure.ts'
import type { Policy } from '../../schemas/policy.ts'
import { attest } from '../../transforms/attest.ts'
import { auditRevision } from '../../transforms/audit/revised-release.ts'
import type { StandingStock } from '../../transforms/audit/standing-stocks.ts'
import type { KnownStock } from '../../transforms/audit/wider-stock-findings.ts'
import type { TablePreferences } from '../../transforms/disclosure/row-preferences.ts'
import { auditBudget, auditParameters, type Protected, protect, protectionLimits } from '../5-protect.ts'
import { orWithheld, type Suppressed } from '../audited-treatment.ts'
import type { FreshRows } from '../hold-back.ts'
import type { SolverThreads } from '../solver-threads.ts'
import { composeStock } from '../stocks/compose-stocks.ts'
import { grantedRows, grantsOf, withGrant } from '../stocks/granted-rows.ts'
import { chooseBlocks } from './choose-blocks.ts'
import { idleBlocks } from './idle-blocks.ts'
import type { FirstStock } from './standing-stocks.ts'

export interface RevisionProtection {
  /** Flows as they are counted today, each with today as its day. */
  readonly tables: Held<'tabulated', readonly TabulatedTable[]>
  readonly policy: Policy
  readonly preferences: readonly TablePreferences[]
  readonly tieBreakKey: string
  readonly threads: SolverThreads | undefined
  /** One for each table, of the same days. */
  readonly histories: readonly TableHistory[]
  readonly figures: readonly RevisedFigure[]
  readonly mixed: readonly MixedChange[]
  /** Stocks of the period, which stand. */
  readonly stocks: readonly FirstStock[]
  /** Ids of all tables, as a release has them. */
  readonly order: readonly string[]
  /** Keeps the suppression of an attempt; the name says which, and on what it rests besides the tables. */
  readonly kept: (attempt: string) => Suppressed
}

/** What a later version shows, stocks among it, with the patterns of flows; and why nothing where it shows nothing new. */
export type ProtectedRevision =
  | ({ readonly released: NonNullable<Protected['released']> } & Omit<Protected, 'released'>)
  | { readonly released: null; readonly why: string }

/** Times that blocks are held back for what the audit of the whole finds. */
const mostAttempts = 4

const tooFew = 'too few learners changed what may show'

/**
 * Step 5 for a later version of a period: chooses which blocks are shown as they stand now, protects all tables as of
 * today, and lets the audit judge today's figures and the changes since every earlier version.
 *
 * Whoever knows the last version's figure of a row nearly knows today's, so the reader is granted today's figures of all
 * rows that were ever shown and are not empty; where that cannot be protected, those that are shown anew. Where that
 * cannot be either, or nothing would differ from the last version, there is none. Of stocks the reader has what was ever
 * shown, and whoever is counted today without being in them is taken to be.
 *
 * @throws {WithheldError} if the audit runs out of time: other machines would choose otherwise
 */
export async function protectRevision(task: RevisionProtection): Promise<ProtectedRevision> {
  const { tables, policy, preferences, tieBreakKey, threads, histories } = task
  const shapes = tables.map(({ shape }) => shape)
  const wider = task.stocks.map((one) => one.wider)
  const granted = wider.length === 0 ? [] : await grantedRows(wider, policy, tieBreakKey, threads)
  const held = idleBlocks(tables, wider, granted, policy)
  const idle = held.map((blocks) => blocks.slice())
  const all = attest('tabulated', [...tables, ...wider.map(({ table }) => table)])
  const readers = [true, false].flatMap((grantsKnown) =>
    grantsOf(wider).map((grant) => ({
      grantsKnown,
      stocks: task.stocks.map(({ first, counted, wider: { table, shown, uncertain } }, s): StandingStock => {
        const rows = withGrant(wider, granted, grant)[s]!
        return { first, counted, known: { truth: table, granted: rows, shown, uncertain } }
      }),
    })),
  )
  const choice = {
    ...task,
    shapes,
    limits: protectionLimits(policy, preferences, tieBreakKey),
    parameters: auditParameters(policy, null),
  }
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const budget = auditBudget(policy, threads)
    const blocks = await orWithheld(() => chooseBlocks(choice, held, budget))
    if (budget.now() >= budget.deadline) throw outOfTime
    if (blocks.every((one) => one.every((is) => is === 0))) return { released: null, why: tooFew }
    const fresh = rowsOf(task, blocks)
    let isHeldBack = false
    for (const { grantsKnown, stocks } of readers) {
      const wanted = [
        ...preferences.map((one, t) => rowPreferences(task, one, t, fresh[t]!, grantsKnown, idle[t]!)),
        ...stocks.map(({ known }) => stockPreferences(known)),
      ]
      const judged = await orNothing(() =>
        protect(all, policy, wanted, tieBreakKey, threads, task.kept(nameOf(wanted))),
      )
      if (judged === null) continue
      if (judged.report.findings.some(({ rule }) => rule === 'unproven')) throw outOfTime
      if (judged.released === null) continue
      const flows = compose(judged.released.slice(0, tables.length), histories, fresh)
      const proposed = inOrder(task.order, [...flows, ...stocks.map(({ first }) => first)])
      const verdict = await auditRevision(
        proposed,
        judged.released,
        tables,
        histories,
        task.figures,
        task.mixed,
        judged.parameters,
        auditBudget(policy, threads),
        stocks,
      )
      if (verdict.findings.some(({ rule }) => rule === 'unproven')) throw outOfTime
      if (verdict.released !== null) {
        if (!flows.some((table, t) => differs(table, histories[t]!))) return { released: null, why: tooFew }
        const patterns = flows.map((table, t) => standingPattern(judged.patterns[t]!, table))
        return { ...judged, patterns, released: verdict.released }
      }
      for (const { at } of verdict.changes) {
        isHeldBack ||= blocks[at.table]![at.row] === 1
        held[at.table]![at.row] = 1
      }
      if (isHeldBack) break
    }
    if (!isHeldBack) break
  }
  return { released: null, why: 'no version that shows anything new could be protected' }
}

const outOfTime = new WithheldError(
  'a revision must be audited in time: raise auditSeconds, or make tables coarser',
)

/** What cannot be protected is not published; nothing is wrong with what is out. */
async function orNothing<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RequiredRowError || error instanceof WithheldError) return null
    throw error
  }
}

/** By table and row: 1 where its block is shown anew and it was ever shown. */
function rowsOf({ tables, histories }: RevisionProtection, blocks: FreshRows): FreshRows {
  return tables.map(({ shape, cells }, t) => {
    const { blockOf } = attributeBlocks(shape)
    return Uint8Array.from(cells, (_, row) =>
      histories[t]!.lastFigures[row] === null ? 0 : blocks[t]![blockOf[row]!]!,
    )
  })
}

function rowPreferences(
  { tables, histories }: RevisionProtection,
  preferences: TablePreferences,
  t: number,
  fresh: Uint8Array,
  grantsKnown: boolean,
  idle: Uint8Array,
): TablePreferences {
  const { blockOf } = attributeBlocks(tables[t]!.shape)
  const required = Uint8Array.from(tables[t]!.cells, ({ contributors }, row) => {
    const isKnown = histories[t]!.lastFigures[row] !== null && contributors > 0
    return grantsKnown && isKnown && idle[blockOf[row]!] === 0 ? 1 : 0
  })
  return { ...preferences, required, heldBack: fresh.map((one, row) => 1 - (one | required[row]!)) }
}

function stockPreferences({ granted }: KnownStock): TablePreferences {
  return {
    required: granted,
    weights: new Float64Array(granted.length).fill(1),
    staysHidden: granted.map((one) => 1 - one),
  }
}

function inOrder(order: readonly string[], tables: readonly PublishedTable[]): readonly PublishedTable[] {
  const byId = new Map(tables.map((table) => [table.shape.id, table]))
  return order.map((id) => byId.get(id)!)
}

/** Names what an attempt rests on besides the tables. */
function nameOf(preferences: readonly TablePreferences[]): string {
  const rows = preferences.map(({ required, heldBack }) => [[...required], [...(heldBack ?? [])]])
  return sha256Of(canonicalJson(rows))
}

function compose(
  today: readonly PublishedTable[],
  histories: readonly TableHistory[],
  fresh: FreshRows,
): readonly PublishedTable[] {
  return today.map((table, t) => {
    const shown = fresh[t]!.map((one, row) => (table.rows[row]!.figures[0]!.status === 'A' ? one : 0))
    return composeStock(table, histories[t]!, shown)
  })
}

function differs({ rows }: PublishedTable, { lastFigures }: TableHistory): boolean {
  return rows.some(({ figures }, row) =>
    figures.some(({ value }, m) => lastFigures[row] !== null && lastFigures[row]?.[m]?.value !== value),
  )
}

/** Rows that stand are published, too; such as are held back, are so for their change. */
function standingPattern({ table, rows }: SuppressionPattern, proposed: PublishedTable): SuppressionPattern {
  return {
    table,
    rows: rows.map((row, r) => {
      if (proposed.rows[r]!.figures[0]!.status === 'A') return { status: 'published', reasons: [] }
      return row.status === 'published' ? { status: 'complementary', reasons: ['change'] } : row
    }),
  }
}
