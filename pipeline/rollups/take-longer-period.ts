import { WithheldError } from '../../schemas/failure.ts'
import { rolledName } from '../../transforms/contributions/base-periods.ts'
import { factRelation } from '../../transforms/deidentify/fact-relation.ts'
import { measureClasses } from '../3-generalize.ts'
import { tabulate } from '../4-tabulate.ts'
import type { KeptSeries } from '../kept-series.ts'
import { readLastHidden } from '../last-hidden.ts'
import type { KnownRelease } from '../ledger/known-releases.ts'
import { type PeriodRecord, writePatterns } from '../run-record.ts'
import { preferencesOf } from '../table-preferences.ts'
import { type PeriodTask, place, recordOf, withheld } from '../take-period.ts'
import { unlessWithheld, withheldPeriod } from '../withheld-period.ts'
import { holdAgainstParts, type Recount } from './hold-against-parts.ts'
import { marginParts } from './margin-tables.ts'
import { protectLonger } from './protect-longer.ts'
import { refuseDisclosure } from './refuse-disclosure.ts'
import { readParts } from './released-parts.ts'
import { countedBeside, longerOnly, tablesOf } from './roll-ups.ts'
import { stocksBeside } from './stocks-beside.ts'
import { countUntold } from './untold-tables.ts'

export interface LongerPeriodTask extends PeriodTask {
  readonly kept: () => Promise<KeptSeries>
  readonly known: readonly KnownRelease[]
  /** Folders of the ledger and the workspace. */
  readonly folders: { readonly ledger: string; readonly workspace: string }
}

/**
 * Steps 3 to 6 for a longer period, from what was counted in the base periods that are out: no source has a say in its
 * figures any more, so that nothing which came late, moved or left shows by comparison.
 */
export async function takeLongerPeriod(task: LongerPeriodTask): Promise<PeriodRecord> {
  const taken = await unlessWithheld(() => take(task))
  return taken instanceof WithheldError ? withheldPeriod(task.period, taken) : taken
}

async function take(task: LongerPeriodTask): Promise<PeriodRecord> {
  const { database, period, watch, destination, earlier, folders, known, tieBreakKey, threads } = task
  const project = { ...task.project, tables: tablesOf(task.project, period.grain) }
  const { policy } = project.definition
  const deidentified = await task.cohort()
  const kept = await task.kept()
  const { base } = kept
  if (base === null) throw new Error('a project without roll-ups has no longer periods')
  task.progress(`${period.id}: adding up what was counted`)
  const risk = await watch.time('3 generalize', async () => {
    await base.restore(period, deidentified)
    return measureClasses(database, project)
  })
  const count: Recount = (of, counted) =>
    tabulate(database, { ...project, ...counted }, of, deidentified, {
      relationOf: (fact, needs) => factRelation(fact, needs, rolledName(fact)),
    })
  const released = await readParts({
    ...{ project: project.definition.project.id, period, known, shelf: earlier },
    ...{ base: project.definition.releases.grain, longerOnly: longerOnly(project).map(({ id }) => id) },
    ...folders,
  })
  const beside = await stocksBeside({
    ...{ project: task.project, period, known, parts: released, base, deidentified },
  })
  const { stocks } = beside
  const flows = [...beside.flows, ...beside.flows.flatMap(marginParts)]
  const twice = Math.max(0, ...stocks.map(({ uncertain }) => uncertain.reduce((a, b) => Math.max(a, b), 0)))
  if (twice > 0)
    task.progress(
      `${period.id}: ${twice} learners at most were forgotten and may have come back: groups who are idle keep as many more`,
    )
  const shortest = flows.filter((part) => part.period.grain === project.definition.releases.grain)
  const [tables, { untold, isWhole }] = await watch.time('4 tabulate', async () => {
    const unlike = await holdAgainstParts(shortest, project.tables, count)
    for (const [table, { id }] of unlike)
      throw new WithheldError(
        `a table can be rolled up only over base periods that were counted for it, with its dimensions and measures. Provided value: table ${table}, ${id}`,
      )
    const others = countedBeside(task.project, period.grain)
    return [
      await count(period, project),
      await countUntold({ period, shown: project.tables, beside: others, flows, shortest, count }),
    ]
  })
  const parts = [...flows, ...untold]
  const last = await readLastHidden(
    earlier,
    period,
    destination.kind === 'dry-run' ? destination.planned : new Map(),
  )
  const preferences = preferencesOf(tables, project, last)
  task.progress(
    `${period.id}: protecting together with ${new Set(flows.map((part) => part.period.id)).size} releases`,
  )
  const protection = await watch.time('5 protect', () =>
    protectLonger({ period, tables, parts, stocks, policy, preferences, tieBreakKey, threads }),
  )
  if (protection.released !== null && !isWhole)
    await refuseDisclosure({ period, flows: beside.flows, released: protection.released, policy, threads })
  await writePatterns(task.record, period.id, protection.patterns)
  if (protection.released !== null) {
    await base.advance(period)
    kept.noteRelease(task.asOf)
  }
  const placed =
    protection.released === null
      ? withheld
      : await place(
          { ...task, project },
          { tables, witnesses: [] },
          protection.released,
          protection.parameters,
          kept,
        )
  return recordOf({ ...task, project }, { risk, clamped: null, tables }, protection, placed, [])
}
