import type { TabulatedTable } from '../schemas/cell.ts'
import type { TableHistory } from '../schemas/change.ts'
import type { Held } from '../schemas/custody.ts'
import { WithheldError } from '../schemas/failure.ts'
import type { AuditParameters } from '../schemas/release.ts'
import type { AuditBudget } from '../transforms/audit/audit-report.ts'
import { ChangeAttack } from '../transforms/audit/change-attack.ts'
import type { OfferedMoves } from '../transforms/audit/known-moves.ts'
import { moveFindings } from '../transforms/audit/move-findings.ts'
import type { ChangeFinding, UntriedTable } from '../transforms/audit/updated-table.ts'
import { watchSolvers } from '../transforms/audit/watched-runner.ts'
import { heldBack } from '../transforms/disclosure/held-back.ts'
import { type ProtectionLimits, protectTables } from '../transforms/disclosure/protect-tables.ts'
import type { TablePreferences } from '../transforms/disclosure/row-preferences.ts'
import { addCoarseRows } from './add-coarse-rows.ts'
import { type FreshRows, holdBackFor } from './hold-back.ts'
import { holdBackOthers, showableOrder } from './hold-back-others.ts'
import { everShown } from './stocks/ever-shown.ts'
import { manyDays, updatedPart, worthwhileShare, worthwhileUpdates } from './worthwhile-updates.ts'

export interface ChosenUpdates {
  readonly fresh: FreshRows
  /** Rows whose figures of today would give no other row of a stock away, whatever changed. */
  readonly showable: FreshRows
  /** Moves that were found to show that changes since each day are not told. */
  readonly offers: OfferedMoves
  /** The audit of changes did not pass, whatever was held back, so that nothing is updated. */
  readonly gaveUp: boolean
}

/** Passes over all days after which nothing is updated, and rounds for one day after which only what it showed is. */
const mostPasses = 8
const mostRounds = 8

/** Days for which linear programs are run in all; what simple points do not show about others counts as seen. */
const mostAsked = 40

/** Where holding back leaves at least this part of what changed, nothing else is tried. */
const mostOfIt = 0.5

/** Days for which linear programs are run while coarse rows are added. */
const mostAskedAgain = 80

/** Rows that simple points leave open, over all days, from which on some mostly are seen: while coarse rows are added, nothing is asked then. */
const mostOpen = 40

/**
 * Chooses which rows of stocks a release shows as they stand now. All others stand as last published, or stay
 * hidden.
 *
 * First the rows that may be shown at all, whatever changed: those that ever were, and such as join them without
 * giving a hidden one away. Of these, as many as can be updated without a change of too few learners following by
 * linear algebra. Then the audit of changes names what else a reader of two releases could see, and rows are held back
 * until it finds nothing. Where that leaves little of what changed, and in long series from the start, coarse rows are added to
 * nothing as far as the audit finds nothing, and what corrects more is taken. Last of all a table waits where too little of it
 * would be updated, see `worthwhileUpdates`. Showing nothing new is always possible.
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
  const shapes = tables.map(({ shape }) => shape)
  const changes = shapes.map((shape, t) => heldBack(shape, histories[t]!, limits.minimumContributors))
  const mayBe = changes.map(({ held }, t) => held.map((one, row) => (1 - one) & showable[t]![row]!))
  const standing = changes.map(({ unchanged }, t) => {
    const { lastFigures } = histories[t]!
    return { lastFigures, unchanged, showable: showable[t]! }
  })
  const worthwhile = (rows: FreshRows, share: number) => worthwhileUpdates(shapes, standing, rows, share)
  const days = histories[0]?.moments.length ?? 0
  const share = worthwhileShare(days)
  // Of what could be updated row by row about half can be together, at best.
  const fresh = worthwhile(mayBe, 2 * share)
  if (!isAny(fresh)) return { fresh, showable, offers: new Map(), gaveUp: false }
  const attack = new ChangeAttack(now, parameters)
  const chosen = { showable, offers: attack.offers(), gaveUp: false }
  const { budget: watched, answered } = watchSolvers(budget)
  let toAsk = mostAsked
  /** Null where no more is to be asked. */
  const ask = async (rows: FreshRows, m: number): Promise<readonly ChangeFinding[] | null> => {
    if (toAsk === 0) return null
    toAsk--
    const findings = await attack.doubts(rows, m, watched)
    if (!answered())
      throw new WithheldError(
        'every linear program about changes of stocks must be answered: a solver was lost',
      )
    if (budget.now() >= budget.deadline)
      throw new WithheldError(
        'changes of stocks must be audited in time: raise auditSeconds, or make stocks coarser',
      )
    return findings
  }
  const judge = async (rows: FreshRows, m: number): Promise<readonly ChangeFinding[]> => {
    const suspicions = attack.suspicions(rows, m)
    // What simple points leave open may still be out of sight: so many times it is worth finding out.
    return (isOnlyOpen(suspicions) ? await ask(rows, m) : null) ?? suspicions
  }
  const order = showableOrder(shapes, histories)
  const holdBack = async (m: number, findings: readonly ChangeFinding[], round: number): Promise<boolean> =>
    (round < mostRounds && (await holdBackFor(shapes, histories, fresh, findings, limits))) ||
    holdBackOthers(histories, m, fresh, order, (rows) => attack.isClear(rows, m))
  /** Null where the audit did not pass, whatever was held back. */
  const holdBackFromAll = async (): Promise<FreshRows | null> => {
    for (let pass = 0; pass < mostPasses; pass++) {
      let isFound = false
      // What moved since yesterday is the least: rows that wait for it need not be held against older days.
      for (let m = days - 1; m >= 0; m--)
        // Where nothing is shown as it stands now, nothing can be held back.
        for (let round = 0; isAny(fresh); round++) {
          const findings = await judge(fresh, m)
          if (findings.length === 0) break
          isFound = true
          if (!(await holdBack(m, findings, round))) for (const rows of fresh) rows.fill(0)
        }
      if (!isFound) return fresh
    }
    return null
  }
  const none = fresh.map((rows) => new Uint8Array(rows.length))
  const isLong = days > manyDays
  const kept = isLong ? none : await holdBackFromAll()
  if (kept === null) return { ...chosen, fresh: none, gaveUp: true }
  if (!isLong && updatedPart(standing, kept) >= mostOfIt) return { ...chosen, fresh: worthwhile(kept, share) }
  toAsk = mostAskedAgain
  // Least moved since yesterday, so that most is seen.
  const daysToTry = Array.from({ length: days }, (_, m) => days - 1 - m)
  // What shows something of one choice is the first to be tried with the next.
  const isInSight = (m: number): false => {
    daysToTry.splice(daysToTry.indexOf(m), 1)
    daysToTry.unshift(m)
    return false
  }
  const isOutOfSight = async (rows: FreshRows, asks: boolean): Promise<boolean> => {
    const open: { readonly m: number; readonly rows: number }[] = []
    let left = asks ? mostOpen : 1
    for (const [at, m] of daysToTry.entries()) {
      const suspicions = attack.suspicions(rows, m, left)
      left -= suspicions.length
      if (suspicions.length === 0) continue
      if (!isOnlyOpen(suspicions) || left <= 0) return isInSight(m)
      if (at > 0) open.push({ m, rows: suspicions.length })
      else if ((await ask(rows, m))?.length !== 0) return isInSight(m)
    }
    // Of what must be asked anyway, first where most is open: there the answer is likeliest to be no.
    for (const { m } of open.toSorted((a, b) => b.rows - a.rows))
      if ((await ask(rows, m))?.length !== 0) return isInSight(m)
    return true
  }
  const added = await addCoarseRows(shapes, mayBe, isOutOfSight)
  const choices = [kept, added].map((rows) => worthwhile(rows, share))
  const [without, withAdded] = choices.map((rows) => correction(now, histories, rows))
  return { ...chosen, fresh: choices[withAdded! > without! ? 1 : 0]! }
}

/** By how much figures would come nearer to what is counted now, in learners, over all rows. */
function correction(
  now: readonly UntriedTable[],
  histories: readonly TableHistory[],
  fresh: FreshRows,
): number {
  return now.reduce((sum, { counted }, t) => {
    const last = histories[t]!.lastFigures
    const errors = counted.map((learners, row) => Math.abs(learners - (last[row]?.[0]?.value ?? 0)))
    return errors.reduce((total, error, row) => total + error * fresh[t]![row]!, sum)
  }, 0)
}

/** Whether there are suspicions, and all of them are of what is open. */
function isOnlyOpen(suspicions: readonly ChangeFinding[]): boolean {
  return suspicions.length > 0 && suspicions.every(({ rule }) => rule === 'unproven')
}

function isAny(fresh: FreshRows): boolean {
  return fresh.some((rows) => rows.includes(1))
}

/** Rows that may be shown whatever changed: what was ever shown counts as known. */
async function showableRows(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  histories: readonly TableHistory[],
  limits: ProtectionLimits,
): Promise<FreshRows> {
  const shown = histories.map(everShown)
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
