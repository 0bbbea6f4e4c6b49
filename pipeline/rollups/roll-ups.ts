import type { facts } from '../../schemas/fact.ts'
import { ConfigurationError, WithheldError } from '../../schemas/failure.ts'
import { isWithin, longerGrains, type Period, type PeriodGrain } from '../../schemas/period.ts'
import type { TableDefinition } from '../../schemas/table.ts'
import { type KnownRelease, recordedStocks } from '../ledger/known-releases.ts'
import type { Project } from '../load-project.ts'
import { dayBefore, periodOf } from '../period-calendar.ts'
import { marginTable } from './margin-tables.ts'

type Tables = Pick<Project, 'definition' | 'tables'>

/** Grains that a project publishes, the base one first, each before those that it fits into. */
export function publishedGrains({ definition, tables }: Tables): readonly PeriodGrain[] {
  const base = definition.releases.grain
  const wanted = new Set(tables.flatMap((table) => grainsOf(table, base)))
  return [base, ...longerGrains[base].filter((grain) => wanted.has(grain))]
}

/** Tables that are published for periods of a grain. */
export function tablesOf({ definition, tables }: Tables, grain: PeriodGrain): readonly TableDefinition[] {
  return tables.filter((table) => grainsOf(table, definition.releases.grain).includes(grain))
}

/** Tables that are published for any longer period. */
export function rolledTables({ definition, tables }: Tables): readonly TableDefinition[] {
  const base = definition.releases.grain
  return tables.filter((table) => grainsOf(table, base).some((grain) => grain !== base))
}

/** Tables that are published for longer periods only: base periods are counted for them, and do not show them. */
export function longerOnly(project: Tables): readonly TableDefinition[] {
  const own = tablesOf(project, project.definition.releases.grain)
  return project.tables.filter((table) => !own.includes(table))
}

function grainsOf(
  { period: { grain, rollUp = [] } }: TableDefinition,
  base: PeriodGrain,
): readonly PeriodGrain[] {
  return [grain ?? base, ...rollUp]
}

/**
 * Tables that are counted for longer periods of a grain beside those that are published for them: other tables of the same
 * facts, whose figures may follow from theirs.
 */
export function countedBeside(project: Tables, grain: PeriodGrain): readonly TableDefinition[] {
  const own = tablesOf(project, grain)
  return project.tables
    .filter(
      (table) =>
        !own.includes(table) && table.period.type !== 'stock' && own.some(({ from }) => from === table.from),
    )
    .map(marginTable)
}

/** The longest period that any table is published for and that holds a day of another one; null without roll-ups. */
export function longestPeriod(project: Tables, { start }: Pick<Period, 'start'>): Period | null {
  const [, ...longer] = publishedGrains(project)
  const longest = longer.at(-1)
  return longest === undefined ? null : periodOf(start, longest)
}

/**
 * The first day of which it is kept what was counted once a base period is out: after the longest period nothing of it is
 * needed, and one that was not released in time can wait until the next one is over. Null without roll-ups.
 */
export function countedSince(project: Tables, out: Pick<Period, 'start'>): string | null {
  const longest = longestPeriod(project, out)
  return longest && longestPeriod(project, { start: dayBefore(longest.start) })!.start
}

/**
 * Base periods of which it is not kept any more what was counted in them.
 *
 * @param out base and longer periods in the order in which they were first released
 */
export function forgottenParts(project: Tables, out: readonly Period[]): readonly Period[] {
  let kept: readonly Period[] = []
  const forgotten: Period[] = []
  for (const period of out) {
    const isBase = period.grain === project.definition.releases.grain
    const since = countedSince(project, period)
    if (since === null) continue
    const before = isBase ? [...kept, period] : kept
    const isOver = !isBase && longestPeriod(project, period)?.id === period.id
    kept = before.filter((one) => one.start >= since && !(isOver && isWithin(one, period)))
    forgotten.push(...before.filter((one) => !kept.includes(one)))
  }
  return forgotten
}

/** Whether a longer period that the project publishes ends with a base period. */
export function endsLonger(project: Tables, { start, end }: Pick<Period, 'start' | 'end'>): boolean {
  const [, ...longer] = publishedGrains(project)
  return longer.some((grain) => periodOf(start, grain).end === end)
}

export function hasStocks({ tables }: Pick<Project, 'tables'>): boolean {
  return tables.some(({ period }) => period.type === 'stock')
}

/**
 * Refuses roll-ups that no calendar has, or that are not protected yet.
 *
 * @throws {ConfigurationError} if a grain does not fit into a longer one, a table cannot be added up, or none is of base periods
 * @throws {WithheldError} if it would go beside what is not protected together with it
 */
export function refuseRollUps({ definition, tables }: Tables): void {
  const { releases, policy } = definition
  const base = releases.grain
  const grains = publishedGrains({ definition, tables })
  const crossing = grains.find((grain, i) =>
    grains.slice(0, i).some((shorter) => !longerGrains[shorter].includes(grain)),
  )
  if (crossing !== undefined && grains.every((grain) => grain === base || longerGrains[base].includes(grain)))
    throw new ConfigurationError(
      'tables may be rolled up to periods that lie in one another only: a week may lie in two months',
      crossing,
    )
  if (tablesOf({ definition, tables }, base).length === 0)
    throw new ConfigurationError(`a project of ${base}s needs a table that is published for them`, base)
  for (const { id, period, dimensions, measures } of rolledTables({ definition, tables })) {
    const unfit = [...(period.rollUp ?? []), period.grain ?? base].find(
      (grain) => grain !== base && !longerGrains[base].includes(grain),
    )
    if (unfit !== undefined)
      throw new ConfigurationError(
        `table ${id} may be rolled up only to periods that are made of whole ${base}s: ${longerGrains[base].join(', ') || 'there are none'}`,
        unfit,
      )
    const shorter = period.rollUp?.find((grain) => !longerGrains[period.grain ?? base].includes(grain))
    if (shorter !== undefined)
      throw new ConfigurationError(
        `table ${id} may be rolled up only to periods that are longer than its own`,
        shorter,
      )
    if (period.type === 'stock')
      throw new ConfigurationError(`table ${id} may not be rolled up: a stock is of one day`, 'stock')
    if (dimensions['day'] !== undefined)
      throw new ConfigurationError(
        `table ${id} may not be rolled up along days, which are of one period`,
        'day',
      )
    const derived = Object.entries(measures).find(([, one]) => 'mean' in one || 'median' in one)
    if (derived !== undefined)
      throw new ConfigurationError(
        `table ${id} may not be rolled up with means or medians, which are not protected together yet`,
        derived[0],
      )
    if (policy.rounding !== 'none')
      throw new WithheldError(
        `longer periods of rounded figures are not protected yet. Provided value: table ${id}`,
      )
  }
}

/** The first release of a project with a stock; null where there is none. */
export function stockOut(known: readonly KnownRelease[], project: string): KnownRelease | null {
  const isStock = ({ release }: KnownRelease) =>
    release.project === project && recordedStocks(release).length > 0
  return known.find(isStock) ?? null
}

/** Facts that tables are rolled up from. */
export function rolledFacts(project: Tables): ReadonlySet<keyof typeof facts> {
  return new Set(rolledTables(project).map(({ from }) => from))
}
