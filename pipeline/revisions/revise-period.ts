import { canonicalJson } from '../../reports/canonical-json.ts'
import { sha256Of } from '../../reports/checksums.ts'
import type { TabulatedTable } from '../../schemas/cell.ts'
import { WithheldError } from '../../schemas/failure.ts'
import { attest } from '../../transforms/attest.ts'
import { generalize } from '../3-generalize.ts'
import { planTables, tabulate } from '../4-tabulate.ts'
import { clampedShare } from '../clamping.ts'
import type { KeptSeries } from '../kept-series.ts'
import { levelNames } from '../level-names.ts'
import type { Project } from '../load-project.ts'
import { tablesOf } from '../rollups/roll-ups.ts'
import { type PeriodRecord, writePatterns } from '../run-record.ts'
import { preferencesOf } from '../table-preferences.ts'
import { type PeriodTask, place } from '../take-period.ts'
import { hiddenByRule, summarize } from '../usefulness.ts'
import { unlessWithheld } from '../withheld-period.ts'
import { protectRevision } from './protect-revision.ts'
import { areAlike, historyOf, type PublishedVersion } from './published-versions.ts'
import type { RevisionSeries } from './revision-series.ts'
import { type RevisionRecord, revisionWaits } from './revision-summary.ts'
import { patternOf, readFirstStocks } from './standing-stocks.ts'

export interface RevisionTask extends Omit<PeriodTask, 'kept'> {
  readonly kept: KeptSeries
  readonly series: RevisionSeries
  /** All known versions of the period, earliest first. */
  readonly versions: readonly PublishedVersion[]
}

/** What a look at a released period came to, and the record of the version where there is one. */
export interface Revised {
  readonly revision: RevisionRecord
  readonly period: PeriodRecord | null
}

/**
 * Counts a released period again, with the attributes that its learners had in its first version, and makes a later
 * version of it where anything new may show. Where nothing may, nothing is made, and only the run's record says what
 * waits.
 */
export async function revisePeriod(wanted: RevisionTask): Promise<Revised> {
  const task = { ...wanted, project: ofBasePeriods(wanted.project) }
  const { project, period, series, versions, watch } = task
  const nothing = (
    why: string,
    { tables = [], withheld = false }: Partial<Pick<RevisionRecord, 'tables' | 'withheld'>> = {},
  ): Revised => ({
    revision: { period: period.id, version: null, why, withheld, kept: 0, tables },
    period: null,
  })
  const isKnown = versions[0]?.hasContributions === true && (await series.periods()).includes(period.id)
  if (!isKnown) return nothing('who contributed to it is not known: it was released without revisions')
  const counted = await count(task)
  const plans = planTables(project, period, await task.cohort())
  const plain = plans.map(({ shape: { asOf: _day, ...shape } }) => shape)
  if (versions.some((version) => !areAlike(plain, version)))
    return nothing('its tables have other dimensions, codes or measures by now')

  const tables = attest(
    'tabulated',
    counted.tables.map((table) => ({ ...table, shape: { ...table.shape, asOf: task.asOf } })),
  )
  const shapes = tables.map(({ shape }) => shape)
  const histories = shapes.map((shape) => historyOf(shape, versions))
  const days = versions.map(({ asOf }) => asOf)
  const changes = await series.changes(period, tables, days)
  const figures = changes.flatMap((one) => one.figures)
  const mixed = changes.map((one) => one.mixed)
  if (figures.length === 0) return nothing('nothing changed')

  task.progress(`${period.id}: protecting what changed`)
  const { policy } = project.definition
  const preferences = preferencesOf(tables, { ...project, tables: flowsOf(project) }, new Map())
  const stocks = await readFirstStocks(series, period, plans, versions[0]!)
  const order = plain.map(({ id }) => id)
  const { tieBreakKey, threads } = task
  const limits = {
    tables,
    policy,
    preferences,
    tieBreakKey,
    threads,
    histories,
    figures,
    mixed,
    stocks,
    order,
  }
  const result = await watch.time('5 protect', () =>
    unlessWithheld(() =>
      protectRevision({ ...limits, kept: (attempt) => (suppress) => keep(task, attempt, suppress) }),
    ),
  )
  if (result instanceof WithheldError) return nothing(result.reason, { withheld: true })
  const flows = result.released?.filter(({ shape }) => shapes.some(({ id }) => id === shape.id)) ?? null
  const waits = revisionWaits(shapes, histories, figures, flows)
  if (result.released === null) return nothing(result.why, { tables: waits })
  const version = versions.at(-1)!.version + 1
  const all = order.map((id): TabulatedTable => {
    const table = [...tables, ...stocks.map((one) => one.counted)].find(({ shape }) => shape.id === id)
    if (table === undefined) throw new Error('every table of a version must have been counted')
    return table
  })
  const patterns = order.map((id) => {
    const stock = stocks.find(({ first }) => first.shape.id === id)
    return stock === undefined
      ? result.patterns[shapes.findIndex((shape) => shape.id === id)]!
      : patternOf(stock.first)
  })
  await series.advance(period, task.asOf)
  task.kept.noteRelease(task.asOf)
  const restricted = { tables: attest('tabulated', all), witnesses: [] }
  const placed = await place(task, restricted, result.released, result.parameters, task.kept, version)
  await writePatterns(task.record, period.id, patterns)
  return {
    revision: {
      period: period.id,
      version: placed.outcome === 'planned' ? null : version,
      why: null,
      withheld: false,
      kept: counted.kept,
      tables: waits,
    },
    period: {
      period,
      ...placed,
      reasons: [],
      risk: counted.risk,
      clamped: counted.clamped,
      tables: all.map((table, i) =>
        summarize(table, patterns[i]!, policy.usefulness, result, levelNames(project, table.shape)),
      ),
      hidden: hiddenByRule(patterns),
      audit: result.report,
      stocks: [],
      merges: [],
    },
  }
}

/** Steps 3 and 4, with the attributes of the first version. */
async function count({ database, project, period, watch, kept, series, ...task }: RevisionTask) {
  const deidentified = await task.cohort()
  task.progress(`${period.id}: counting again`)
  const risk = await watch.time('3 generalize', () =>
    generalize(database, project, period, () => kept.settle(period)),
  )
  const others = await series.keepAttributes(period)
  const nodes = await kept.watch(period, deidentified, task.asOf)
  const tables = await watch.time('4 tabulate', () =>
    tabulate(database, { ...project, tables: flowsOf(project) }, period, deidentified, { watch: nodes }),
  )
  const { clamping } = deidentified
  const clamped = clamping === null ? null : clampedShare(clamping, period.start, tables)
  return { risk, clamped, tables, kept: others }
}

/** Stocks are not counted again: they are of their day. */
function flowsOf({ tables }: Project): Project['tables'] {
  return tables.filter(({ period }) => period.type !== 'stock')
}

/** A version has the tables of the one before, and what only longer periods show is in none. */
function ofBasePeriods(project: Project): Project {
  return { ...project, tables: tablesOf(project, project.definition.releases.grain) }
}

/** Keeps a suppression for a run that goes on where this one ends. */
function keep<T>(
  { checkpoints, period, countedKey, tieBreakKey, versions }: RevisionTask,
  attempt: string,
  work: () => Promise<T>,
): Promise<T> {
  const version = versions.at(-1)!.version + 1
  const key = sha256Of(canonicalJson([countedKey, tieBreakKey, version]))
  return checkpoints.keep(`${period.id}-v${version}-suppressed-${attempt}`, key, work)
}
