import { basename, join } from 'node:path'
import { Failure } from '../schemas/failure.ts'
import type { Period } from '../schemas/period.ts'
import { clockFrom } from './clock.ts'
import { isOutOfSpace, outOfSpace } from './disk-space.ts'
import { closeLineage } from './observe/close-lineage.ts'
import { Lineage } from './observe/lineage.ts'
import { writeMetrics } from './observe/metrics.ts'
import type { Revised } from './revisions/revise-period.ts'
import type { PastRun } from './run-history.ts'
import {
  openRunFolder,
  type PeriodRecord,
  type RunOutcome,
  type RunRecord,
  recordFormat,
  writeRunRecord,
} from './run-record.ts'
import { Stopwatch } from './stopwatch.ts'
import type { Workspace } from './workspace.ts'

/** What a run writes about itself while it goes on: its record, lineage events, and, where it is to publish, metrics at its end. */
export class RunJournal {
  /** Restricted folder of the run's record. */
  readonly folder: string
  readonly watch = new Stopwatch((stage, work) => this.#lineage.stage(stage, work))
  readonly #workspace: Workspace
  readonly #lineage: Lineage
  readonly #clock: () => Date
  readonly #timeZone: string
  #record: RunRecord

  private constructor(
    workspace: Workspace,
    folder: string,
    record: RunRecord,
    clock: () => Date,
    timeZone: string,
  ) {
    this.folder = folder
    this.#workspace = workspace
    this.#record = record
    this.#clock = clock
    this.#timeZone = timeZone
    this.#lineage = new Lineage(folder, record.project, clock)
  }

  /**
   * @param timeZone of the sources' moments
   * @param history earlier runs, latest first
   */
  static async open(
    workspace: Workspace,
    { timeZone, ...run }: Pick<RunRecord, 'project' | 'asOf' | 'publish'> & { readonly timeZone: string },
    history: readonly PastRun[],
    now: Date,
  ): Promise<RunJournal> {
    const clock = clockFrom(now)
    const journal = new RunJournal(
      workspace,
      await openRunFolder(workspace, now),
      {
        format: recordFormat,
        sequence: (history[0]?.sequence ?? 0) + 1,
        startedAt: now.toISOString(),
        endedAt: null,
        ...run,
        outcome: 'running',
        failure: null,
        resumed: null,
        inputs: null,
        sources: {},
        books: {},
        loadedAt: {},
        notStated: {},
        checks: [],
        absent: 0,
        firstPeriod: null,
        alreadyReleased: [],
        withdrawn: [],
        waiting: [],
        held: [],
        periods: [],
        revisions: [],
        unlooked: [],
        erased: null,
        seconds: {},
      },
      clock,
      timeZone,
    )
    await journal.note({})
    // Who watches must not change what is watched.
    for (const { name, outcome } of history)
      if (outcome === 'running') await closeLineage(join(workspace.runs, name), now).catch(() => undefined)
    await journal.#lineage.runStarts()
    return journal
  }

  get record(): RunRecord {
    return this.#record
  }

  get name(): string {
    return basename(this.folder)
  }

  async note(change: Partial<RunRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change, seconds: { ...this.watch.seconds } }
    await writeRunRecord(this.folder, this.#record)
  }

  /** Takes one period, and notes what became of it. */
  async takePeriod(period: Period, take: () => Promise<PeriodRecord>): Promise<void> {
    const sources = Object.keys(this.#record.sources)
    const taken = await this.#lineage.period(period.id, sources, take, ({ outcome, folder }) => ({
      failed: outcome === 'withheld',
      folder,
    }))
    await this.note({ periods: [...this.#record.periods, taken] })
  }

  /** Looks at a released period again, and notes what came of it: a version of its own where there is one. */
  async lookAgain(period: Period, look: () => Promise<Revised>): Promise<void> {
    const sources = Object.keys(this.#record.sources)
    const { revision, period: taken } = await this.#lineage.period(period.id, sources, look, (revised) => ({
      failed: revised.revision.withheld,
      folder: revised.period?.folder ?? null,
    }))
    await this.note({
      revisions: [...this.#record.revisions, revision],
      unlooked: this.#record.unlooked.filter((id) => id !== period.id || revision.withheld),
      periods: [...this.#record.periods, ...(taken === null ? [] : [taken])],
    })
  }

  /** Does the work of a run; however it ends, the record says how. */
  async until(work: () => Promise<RunOutcome>): Promise<RunRecord> {
    try {
      await this.#end(await work(), null)
      return this.#record
    } catch (thrown) {
      const error = isOutOfSpace(thrown) ? outOfSpace(thrown) : thrown
      const failure =
        error instanceof Failure
          ? { message: error.message, exitCode: error.exitCode }
          : { message: 'an unexpected error ended the run', exitCode: 1 }
      // Where the disk is full, the record stays as it was.
      await this.#end(failure.exitCode === 3 ? 'withheld' : 'failed', failure).catch(() => undefined)
      throw error
    }
  }

  async #end(outcome: RunOutcome, failure: RunRecord['failure']): Promise<void> {
    await this.note({ outcome, failure, endedAt: this.#clock().toISOString() })
    const message = failure?.message ?? null
    await this.#lineage.runEnds(outcome, message, Object.keys(this.#record.sources)).catch(() => undefined)
    // Who watches waits for what is published: a plan or a dry run must not pass for a night.
    if (this.#record.publish)
      await writeMetrics(this.#workspace.metrics, this.#record, this.#timeZone).catch(() => undefined)
  }
}
