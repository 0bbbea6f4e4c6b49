import { join } from 'node:path'
import { expect } from 'vitest'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { dimensions, type Night, type SeenNight } from '../updates/stock-nights.ts'
import { fillSchool, lastDay, monthOf, months, stockSchool } from './stock-school.ts'

const rows = [...matrixCoordinates(dimensions)]

/** A stock, by its dimensions and their levels. */
export interface StockOf {
  readonly region?: { readonly level?: 'district' | 'region' }
  readonly gender?: object
  readonly retired?: boolean
}

/** What a project publishes in a month: its stocks, and the level of its flow. */
export interface MonthTables {
  readonly level?: 'district' | 'region'
  readonly stocks: Readonly<Record<string, StockOf>>
}

/** The project as it is in a month. */
export function setTables(school: TinyProject, { level = 'district', stocks }: MonthTables): void {
  school.definition.attributes['region']!['level'] = level
  const { active } = school.tables
  school.tables = { active: active! }
  for (const [id, { retired, ...shown }] of Object.entries(stocks))
    school.tables[id] = {
      id,
      title: { en: id },
      from: 'registrations',
      period: { type: 'stock', ...(retired === true ? { retired } : {}) },
      dimensions: shown,
      measures: { registered: { count: 'learners' } },
    }
}

/**
 * Publishes month after month while the tables change; the last months perhaps by a school that knows of nothing before.
 *
 * @param tables by month
 * @param forgets the month from which on nothing is known of the ones before
 * @returns the schools, by month
 */
export async function publishChanging(
  nights: readonly Night[],
  k: number,
  tables: readonly MonthTables[],
  forgets = Number.POSITIVE_INFINITY,
): Promise<readonly TinyProject[]> {
  const schools: TinyProject[] = []
  for (let m = 0; m < nights.length; m++) {
    const school = m === 0 || m === forgets ? await stockSchool(k) : schools[m - 1]!
    setTables(school, tables[m]!)
    // Where nothing is known of earlier months, none of them is waited for.
    if (m === forgets) school.definition.releases['from'] = months[m]!
    await fillSchool(school, nights, m)
    const { outcome, periods } = await school.run(monthOf(m))
    expect(outcome, `${m}: ${periods.flatMap(({ reasons }) => reasons).join('; ')}`).toBe('done')
    schools.push(school)
  }
  return schools
}

/** All that a reader of all releases knows of stocks at each month's end, whichever table and release says it. */
export async function seenOfStocks(
  schools: readonly TinyProject[],
  tables: readonly MonthTables[],
): Promise<readonly SeenNight[]> {
  const seen = schools.map(() => rows.map((): number | null => null))
  for (const [m, school] of schools.entries())
    for (const [id, { region, gender }] of Object.entries(tables[m]!.stocks)) {
      const file = join(school.releases, months[m]!, 'v1', 'tables', `${id}.parquet`)
      const codes = [region ? 'region' : "'_T'", gender ? 'gender' : "'_T'"].join(', ')
      for (const [of, by, at, count] of await selectRows(
        `SELECT ${codes}, CAST(as_of AS VARCHAR), registered FROM '${file}'`,
      )) {
        if (typeof count !== 'number') continue
        const day = months.findIndex((month) => lastDay(month) === at)
        const row = rows.findIndex((own) => own[0] === of && own[1] === by)
        const before = seen[day]![row]
        expect(before === null || before === count, `${id} ${of} ${by} of ${at} in month ${m}`).toBe(true)
        seen[day]![row] = count
      }
    }
  return seen.map((shown) => ({ shown }))
}
