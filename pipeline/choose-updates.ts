import type { TabulatedTable } from '../schemas/cell.ts'
import type { TableHistory } from '../schemas/change.ts'
import type { Held } from '../schemas/custody.ts'
import { WithheldError } from '../schemas/failure.ts'
import type { AuditParameters } from '../schemas/release.ts'
import type { AuditBudget } from '../transforms/audit/audit-report.ts'
import { type ChangeFinding, changeFindings } from '../transforms/audit/change-findings.ts'
import { moveFindings } from '../transforms/audit/move-findings.ts'
import { watchSolvers } from '../transforms/audit/watched-runner.ts'
import { heldBack } from '../transforms/disclosure/held-back.ts'
import { protectChanges } from '../transforms/disclosure/protect-changes.ts'
import { type ProtectionLimits, protectTables } from '../transforms/disclosure/protect-tables.ts'
import { changeTable, rowChanges } from '../transforms/disclosure/row-changes.ts'
import type { TablePreferences } from '../transforms/disclosure/row-preferences.ts'

/** By table and row: 1 where the release shows the row as it stands now. */
export type FreshRows = readonly Uint8Array[]

export interface ChosenUpdates {
  readonly fresh: FreshRows
  /** Rows whose figures of today would give no other row of a stock away, whatever changed. */
  readonly showable: FreshRows
  /** Rounds in which the audit of changes had rows held back. */
  readonly rounds: number
  /** The audit of changes did not pass after all rounds, so that nothing is updated. */
  readonly gaveUp: boolean
}

/** Rounds after which nothing is updated. */
const mostRounds = 8

/**
 * Chooses which rows of stocks a release shows as they stand now. All others stand as last published, or stay
 * hidden.
 *
 * First the rows that may be shown at all, whatever changed: those that ever were, and such as join them without
 * giving a hidden one away. Of these, as many as can be updated without a change of too few learners following by
 * linear algebra. Then the audit of changes names what else a reader of two releases could see, and rows are held back
 * until it finds nothing. Showing nothing new is always possible.
 *
 * @throws {WithheldError} if totals are not the sums of their parts, moves do not explain what was published, or what
 *   is open is so for lack of time or of a solver's answer: other machines would choose otherwise
 */
export async function chooseUpdates(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  histories: readonly TableHistory[],
  limits: ProtectionLimits,
  parameters: AuditParameters,
  budget: AuditBudget,
): Promise<ChosenUpdates> {
  const now = tables.map(({ shape, cells }, t) => ({
    shape,
    counted: Float64Array.from(cells, ({ contributors }) => contributors),
    moments: histories[t]!.moments,
  }))
  const [contradiction] = moveFindings(
    now.map((table) => ({ ...table, fresh: new Uint8Array(table.counted.length) })),
  )
  if (contradiction !== undefined)
    throw new WithheldError(`${contradiction.clause}. Provided value: table ${contradiction.table}`)
  const showable = await showableRows(tables, histories, limits)
  const held = tables.map(({ shape }, t) => {
    const changes = heldBack(shape, histories[t]!, limits.minimumContributors)
    return changes.map((one, row) => one | (1 - showable[t]![row]!))
  })
  const fresh = held.map((rows) => rows.map((one) => 1 - one))
  const { budget: watched, answered } = watchSolvers(budget)
  const judge = async () => {
    const findings = await changeFindings(
      now.map((table, t) => ({ ...table, fresh: fresh[t]! })),
      parameters,
      watched,
    )
    if (findings.length > 0 && !answered())
      throw new WithheldError(
        'every linear program about changes of stocks must be answered: a solver was lost',
      )
    if (budget.now() >= budget.deadline)
      throw new WithheldError(
        'changes of stocks must be audited in time: raise auditSeconds, or make stocks coarser',
      )
    return findings
  }
  for (let rounds = 0; rounds < mostRounds; rounds++) {
    const findings = await judge()
    if (findings.length === 0) return { fresh, showable, rounds, gaveUp: false }
    const isChanged = await holdBackFor(tables, histories, fresh, findings, limits)
    if (!isChanged && !holdBackNewcomers(histories, fresh) && !holdBackOtherDays(histories, fresh, findings))
      break
  }
  for (const rows of fresh) rows.fill(0)
  return { fresh, showable, rounds: mostRounds, gaveUp: true }
}

/**
 * Holds back all rows that were never shown: what they give away with rows of other days, no row that both days show
 * can hide.
 *
 * @returns whether there was one
 */
function holdBackNewcomers(histories: readonly TableHistory[], fresh: FreshRows): boolean {
  let isAny = false
  fresh.forEach((rows, t) => {
    histories[t]!.lastFigures.forEach((figures, row) => {
      if (figures !== null || rows[row] === 0) return
      rows[row] = 0
      isAny = true
    })
  })
  return isAny
}

/**
 * Holds back rows that were not shown on a day that a finding names. What is known of a row on either day may follow from
 * different rows, and none that both show is to blame; once all that is fresh was shown on that day as well, whatever sum
 * is known now was known then, from the same rows.
 *
 * @returns whether there was one
 */
function holdBackOtherDays(
  histories: readonly TableHistory[],
  fresh: FreshRows,
  findings: readonly ChangeFinding[],
): boolean {
  let isAny = false
  const days = new Set(findings.map(({ since }) => since))
  fresh.forEach((rows, t) => {
    for (const moment of histories[t]!.moments) {
      if (!days.has(moment.asOf)) continue
      for (let row = 0; row < rows.length; row++) {
        if (rows[row] === 0 || moment.fresh[row] === 1) continue
        rows[row] = 0
        isAny = true
      }
    }
  })
  return isAny
}

/** Rows that may be shown whatever changed: what was ever shown counts as known. */
async function showableRows(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  histories: readonly TableHistory[],
  limits: ProtectionLimits,
): Promise<FreshRows> {
  const shown = histories.map(({ lastFigures }) =>
    Uint8Array.from(lastFigures, (figures) => (figures === null ? 0 : 1)),
  )
  const preferences = tables.map(({ cells }, t) => limits.preferences[t] ?? indifferent(cells.length))
  try {
    return await publishedRows(tables, {
      ...limits,
      preferences: preferences.map((one, t) => ({ ...one, required: known(one, shown[t]!) })),
    })
  } catch (error) {
    if (!(error instanceof WithheldError) || shown.every((rows) => rows.every((one) => one === 0)))
      throw error
    // What was shown gives away what is small now: nothing joins it, and its figures may go stale.
    return publishedRows(tables, {
      ...limits,
      preferences: preferences.map((one, t) => ({ ...one, heldBack: shown[t]!.map((is) => 1 - is) })),
    })
  }
}

function indifferent(rows: number): TablePreferences {
  return { required: new Uint8Array(rows), weights: new Float64Array(rows).fill(1) }
}

function known({ required }: TablePreferences, shown: Uint8Array): Uint8Array {
  return required.map((one, row) => one | shown[row]!)
}

async function publishedRows(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  limits: ProtectionLimits,
): Promise<FreshRows> {
  const { patterns } = await protectTables(tables, limits)
  return patterns.map(({ rows }) => Uint8Array.from(rows, ({ status }) => (status === 'published' ? 1 : 0)))
}

/**
 * Holds back rows, so that changes since the days that findings name cannot be told.
 *
 * @returns whether any row was held back
 */
async function holdBackFor(
  tables: readonly TabulatedTable[],
  histories: readonly TableHistory[],
  fresh: FreshRows,
  findings: readonly ChangeFinding[],
  limits: ProtectionLimits,
): Promise<boolean> {
  const before = fresh.map((rows) => Uint8Array.from(rows))
  const days = new Set(findings.map(({ since }) => since))
  for (const { at, rule } of findings) if (rule === 'seen-change') fresh[at.table]![at.row] = 0
  for (let m = 0; m < histories[0]!.moments.length; m++) {
    if (!days.has(histories[0]!.moments[m]!.asOf)) continue
    const changes = tables.map(({ shape }, t) =>
      rowChanges(shape.dimensions, histories[t]!.moments[m]!.moves),
    )
    for (const direction of ['in', 'out'] as const) {
      const shown = fresh.map((rows, t) =>
        rows.map((one, row) => one & histories[t]!.moments[m]!.fresh[row]!),
      )
      const kept = await protectChanges(
        tables.map(({ shape }, t) => {
          const { joined, departed, movedIn, movedOut } = changes[t]!
          const [own, moved] = direction === 'in' ? [joined, movedIn] : [departed, movedOut]
          const isTouched = Uint8Array.from(own, (learners, row) => (learners + moved[row]! > 0 ? 1 : 0))
          return { table: changeTable(shape, own), isTouched, shown: shown[t]! }
        }),
        limits,
      )
      fresh.forEach((rows, t) => {
        for (let row = 0; row < rows.length; row++)
          if (shown[t]![row] === 1 && kept[t]![row] === 0) rows[row] = 0
      })
    }
  }
  return fresh.some((rows, t) => rows.some((one, row) => one !== before[t]![row]))
}
