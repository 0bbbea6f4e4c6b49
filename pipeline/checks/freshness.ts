import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { ConfigurationError } from '../../schemas/failure.ts'
import type { Age, Freshness } from '../../schemas/freshness.ts'
import { type SourceName, sourceNames } from '../../schemas/source/source-name.ts'
import { momentOf } from '../../transforms/extract/carried-columns.ts'
import { fateCode } from '../../transforms/extract/row-fate.ts'
import { stagedRelation } from '../../transforms/extract/stage-source.ts'
import { identifier } from '../../transforms/relation.ts'
import type { Database } from '../database.ts'
import type { Project } from '../load-project.ts'
import { localMoment } from '../period-calendar.ts'
import { listSourceFiles } from '../source-listing.ts'
import type { CheckResult } from './check-result.ts'

const minutes: Readonly<Record<Age['period'], number>> = { minute: 1, hour: 60, day: 1440 }
const minuteMs = 60_000

/**
 * When each source with a rule of freshness was last added to, as local time without a zone (`YYYY-MM-DDTHH:MM`): the
 * newest moment of a good row, days taken to their end; or the time of the newest file. Sources without rows are left out.
 *
 * The vault must stand.
 */
export async function readLoadedAt(
  database: Database,
  project: Project,
  dataFolder: string,
): Promise<Readonly<Record<string, string>>> {
  const result: Record<string, string> = {}
  const files = await listSourceFiles(project, dataFolder)
  for (const source of sourceNames) {
    const freshness = project.definition.sources[source]?.freshness
    if (freshness === undefined) continue
    const moment =
      freshness.loaded_at === undefined
        ? await newestFile(files.get(source) ?? [], project.definition.project.timeZone)
        : await newestRow(database, source, freshness.loaded_at)
    if (moment !== null) result[source] = moment
  }
  return result
}

async function newestFile(files: readonly string[], timeZone: string): Promise<string | null> {
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs))
  return times.length === 0 ? null : localMoment(timeZone, new Date(Math.max(...times)))
}

async function newestRow(
  database: Database,
  source: SourceName,
  field: NonNullable<Freshness['loaded_at']>,
): Promise<string | null> {
  if (field !== (momentOf[source] ?? (source === 'learners' ? 'registered_at' : null)))
    throw new ConfigurationError(
      `sources.${source}.freshness.loaded_at must be a moment of the source`,
      field,
    )
  const good = [fateCode('quarantined'), fateCode('later')].join(', ')
  // A day counts as its last minute.
  const column = source === 'lesson_views' ? `${identifier(field)} + INTERVAL 1439 MINUTE` : identifier(field)
  const [row] = await database.select(
    `SELECT strftime(max(${column}), '%Y-%m-%dT%H:%M') AS moment FROM ${stagedRelation(source).from} WHERE fate NOT IN (${good})`,
    z.object({ moment: z.string().nullable() }),
  )
  return row?.moment ?? null
}

/** Minutes from a source's newest row to the end of the as-of day, or to now if that comes first. Never negative. */
export function ageInMinutes(loadedAt: string, asOf: string, localNow: string): number {
  const end = Math.min(Date.parse(`${asOf}T23:59Z`), Date.parse(`${localNow}Z`))
  return Math.max(0, Math.round((end - Date.parse(`${loadedAt}Z`)) / minuteMs))
}

/** Sources that are older than the project allows, in dbt's words. */
export function checkFreshness(
  project: Project,
  loadedAt: Readonly<Record<string, string>>,
  asOf: string,
  now: Date,
): readonly CheckResult[] {
  const localNow = localMoment(project.definition.project.timeZone, now)
  return sourceNames.flatMap((source): readonly CheckResult[] => {
    const freshness = project.definition.sources[source]?.freshness
    if (freshness === undefined) return []
    const { [source]: moment } = loadedAt
    const age = moment === undefined ? Number.POSITIVE_INFINITY : ageInMinutes(moment, asOf, localNow)
    const [severity, limit] =
      freshness.error_after !== undefined && age > spanOf(freshness.error_after)
        ? (['error', freshness.error_after] as const)
        : (['warn', freshness.warn_after] as const)
    if (limit === undefined || age <= spanOf(limit)) return []
    const is = moment === undefined ? 'it has no row' : `it is ${Math.floor(age / 60)} hours old`
    return [
      {
        check: 'freshness',
        of: source,
        severity,
        clause: `a source must be at most ${limit.count} ${limit.period}${limit.count === 1 ? '' : 's'} old: ${is}`,
      },
    ]
  })
}

function spanOf({ count, period }: Age): number {
  return count * minutes[period]
}
