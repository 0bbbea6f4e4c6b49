import type { Period } from '../schemas/period.ts'
import type { Waiting } from './approval/candidate-standing.ts'
import { type CheckTask, repeatChecks } from './checks/judge-checks.ts'
import { duePeriods, type PeriodRange } from './due-periods.ts'
import { earlierWork } from './earlier-work.ts'
import type { HeldPeriod } from './held-periods.ts'
import type { Inputs } from './inputs.ts'
import type { Cohort } from './read-learners.ts'
import type { ReleasedPeriod } from './release-shelf.ts'
import { hasStocks } from './rollups/roll-ups.ts'
import type { PastRun } from './run-history.ts'
import { readTieBreakKey } from './tie-break-key.ts'
import type { Workspace } from './workspace.ts'

export interface DueTask extends CheckTask {
  readonly workspace: Workspace
  /** What counts as released. */
  readonly out: readonly ReleasedPeriod[]
  /** Why a period that is not out never will be; null of all others. */
  readonly never: (period: Period) => HeldPeriod | null
  readonly waiting: Waiting
  /** Whether one release at a time may wait: each is held against what is known of learners by the one before. */
  readonly oneByOne: boolean
  /** Closed periods that were asked for; null for all. */
  readonly range: PeriodRange | null
  readonly last: number | undefined
  /** Whether what is due will be out when it is done. */
  readonly releases: boolean
  /** Earlier runs that this one may build on, latest first. */
  readonly history: readonly PastRun[]
  /** Released periods that are to be looked at again. */
  readonly again: readonly { readonly period: Period }[]
  /** Whether they are looked at though the last run has looked at all of them with these sources. */
  readonly looksAgain: boolean
  readonly inputs: Inputs
  /** Whether the sources have to be read since somebody is to be forgotten by now. */
  readonly isForgettingDue: () => Promise<boolean>
  /** Reads the sources. */
  readonly read: () => Promise<Cohort>
}

/** What a night has to do. */
export interface Due extends Pick<Cohort, 'first' | 'tieBreakKey' | 'inputs'> {
  readonly open: readonly Period[]
  /** Ids of closed periods that are released already. */
  readonly released: readonly string[]
  /** Ids of periods whose candidates wait, or were rejected and would come out the same. */
  readonly waiting: readonly string[]
  /** Closed periods that come after one that waits, and whose turn is not yet, with what they wait for. */
  readonly behind: readonly { readonly period: Period; readonly waitsFor: string }[]
  /** Closed base periods before those that are asked for that are not out, though they may come yet. */
  readonly before: readonly Period[]
  /** Closed periods that are not out and never will be. */
  readonly held: readonly HeldPeriod[]
  /** Whether there is nothing to do, as the last run's record tells: no source was read. */
  readonly idle: boolean
}

/**
 * Finds what is due. Sources that the last run has read are not read again to learn that nothing is, nor to go on
 * where it was cut off, unless somebody has been absent from them for so long that they are to be forgotten.
 */
export async function findDue(task: DueTask): Promise<Due> {
  const known = earlierWork(task.history, task.inputs, task.asOf)
  const key = await readTieBreakKey(task.project, task.workspace)
  if (known !== null && !(await task.isForgettingDue())) {
    const due = dueFrom(task, known.first)
    // While a candidate waits, nothing is looked at.
    const unlooked = task.waiting.candidates.length === 0 ? known.run.unlooked : []
    const looks = task.again.some(
      ({ period }) => known.unfinished || task.looksAgain || unlooked.includes(period.id),
    )
    const idle = due.open.length === 0 && !looks
    if (idle || (known.unfinished && key !== null)) {
      await repeatChecks(task, known.run, known.unfinished)
      return { ...due, first: known.first, tieBreakKey: key ?? '', inputs: task.inputs, idle }
    }
  }
  const { first, tieBreakKey, inputs } = await task.read()
  return { ...dueFrom(task, first), first, tieBreakKey, inputs, idle: false }
}

function dueFrom(
  { project, asOf, out, never, waiting, oneByOne, range, last, releases }: DueTask,
  first: Period,
): Pick<Due, 'open' | 'released' | 'waiting' | 'behind' | 'before' | 'held'> {
  const due = duePeriods(project, first, asOf, out, never, { range, last }, releases)
  // Whoever asks for a rejected period wants it proposed again.
  const isHeld = ({ id }: Period) =>
    waiting.candidates.some(({ period }) => period.id === id) || (range === null && waiting.rejected.has(id))
  const wanted = due.open.filter((period) => !isHeld(period))
  const isBase = (grain: Period['grain']) => grain === project.definition.releases.grain
  const [candidate] = oneByOne ? waiting.candidates : []
  // A stock's days are released in their order: one that was rejected could not come after a later one.
  const rejected = hasStocks(project)
    ? due.open.find(({ id, grain }) => isBase(grain) && range === null && waiting.rejected.has(id))
    : undefined
  const behind = wanted.flatMap((period) => {
    if (candidate !== undefined) return [{ period, waitsFor: candidate.id }]
    if (rejected === undefined || period.start <= rejected.start) return []
    return [{ period, waitsFor: `${rejected.id}, which was rejected` }]
  })
  const versions = waiting.candidates.filter(({ version }) => version > 1)
  return {
    open: wanted.filter((period) => behind.every((one) => one.period !== period)),
    released: due.released.map(({ id }) => id),
    waiting: [...due.open.filter(isHeld), ...versions.map(({ period }) => period)].map(({ id }) => id),
    behind,
    before: last === undefined ? due.before : [],
    held: due.held,
  }
}
