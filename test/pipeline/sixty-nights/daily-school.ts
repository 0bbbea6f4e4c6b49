import { join } from 'node:path'
import { expect } from 'vitest'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import { stockSchool } from '../stocks/stock-school.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { dimensions, type Night, type SeenNight } from '../updates/stock-nights.ts'

export const rows = [...matrixCoordinates(dimensions)]
const millisecondsOfDay = 86_400_000

/** Day of night n, `YYYY-MM-DD`. */
export function dayOf(n: number): string {
  return new Date(Date.UTC(2026, 2, 1) + n * millisecondsOfDay).toISOString().slice(0, 10)
}

/** Whether a learner viewed a lesson on day n: nearly everybody does. */
export function isActive(learner: number, n: number): boolean {
  return (learner * 7 + n * 3) % 9 !== 0
}

/** Whether the rows of that day come only two nights later. */
export function isLate(learner: number, n: number): boolean {
  return (learner * 13 + n * 5) % 17 === 0
}

/** Who is active on the day of night n as far as that night's sources say. */
export function isSeen(learner: number, n: number): boolean {
  return isActive(learner, n) && !isLate(learner, n)
}

/** A school with a stock and a flow of every day, by regions and genders. */
export async function dailySchool(k: number, removed = true): Promise<TinyProject> {
  const school = await stockSchool(k, removed)
  school.definition.releases = { grain: 'day', from: dayOf(0) }
  return school
}

/** The sources of night n: arrivals, moves, late rows; whoever left asked for erasure, and is gone three nights later. */
export async function fillNight(school: TinyProject, nights: readonly Night[], n: number): Promise<void> {
  school.rows.learners = []
  school.rows.lesson_views = []
  for (const [learner, place] of nights[n]!) {
    const joined = nights.findIndex((night) => night.get(learner) != null)
    if (joined < 0) continue
    const gone = place === null ? nights.findLastIndex((night) => night.get(learner) != null) + 1 : null
    if (gone !== null && n >= gone + 3) continue
    const [district, gender] = (place ?? nights[gone! - 1]!.get(learner)!).split(' ')
    const learner_id = `lrn-${learner}`
    school.rows.learners.push({
      learner_id,
      full_name: `Canary ${learner}`,
      email: `pupil-${learner}@mail.example`,
      phone: `+998 00 ${String(learner).padStart(7, '0')}`,
      birth_date: '1998-03-04',
      district: district!,
      gender: gender!,
      registered_at: `${dayOf(joined)} 09:00:00`,
      deleted_at: null,
      erasure_requested_at: gone === null ? null : `${dayOf(gone)} 08:00:00`,
      statistics_consent: true,
      guardian_consent: null,
      account_type: 'learner',
    })
    for (let day = joined; day <= n; day++)
      if (isActive(learner, day) && !(isLate(learner, day) && day > n - 2))
        school.rows.lesson_views.push({
          view_id: `view-${learner}-${day}`,
          learner_id,
          lesson_id: 'C1-1',
          started_at: `${dayOf(day)} 10:00:00`,
          seconds: 120,
          ip: '100.64.0.1',
          user_agent: 'Browser',
        })
  }
  await school.write()
}

/** Runs night n, which must release its day. */
export async function runNight(school: TinyProject, n: number): Promise<void> {
  const now = new Date(Date.parse(dayOf(n)) + millisecondsOfDay)
  const { outcome, periods } = await school.run({ period: dayOf(n), asOf: dayOf(n), now })
  expect(outcome, periods.flatMap(({ reasons }) => reasons).join('; ')).toBe('done')
  expect(periods.map(({ period }) => period.id)).toEqual([dayOf(n)])
}

/** By row of a release: figure, and day that it is of, where a stock says so. */
async function readFigures(school: TinyProject, n: number, table: 'active' | 'registered') {
  const [day, measure] = table === 'registered' ? ['CAST(as_of AS VARCHAR)', table] : ['NULL', 'learners']
  const file = join(school.releases, dayOf(n), 'v1', 'tables', `${table}.parquet`)
  const found = await selectRows(`SELECT region, gender, ${day}, ${measure} FROM '${file}'`)
  const byRow = new Map(found.map(([region, gender, at, count]) => [`${region} ${gender}`, { at, count }]))
  return rows.map((codes) => byRow.get(codes.join(' '))!)
}

/** What a reader of all releases knows of each day: every figure that is of it, whichever release says so. */
export async function seenOn(
  schools: readonly TinyProject[],
  table: 'active' | 'registered',
): Promise<readonly SeenNight[]> {
  const shown = schools.map(() => rows.map((): number | null => null))
  for (const [n, school] of schools.entries()) {
    for (const [row, { at, count }] of (await readFigures(school, n, table)).entries()) {
      const of =
        at === null ? n : Math.round((Date.parse(String(at)) - Date.parse(dayOf(0))) / millisecondsOfDay)
      if (typeof count !== 'number') continue
      const before = shown[of]![row]
      expect(before === null || before === count, 'a standing figure is the one of its day').toBe(true)
      shown[of]![row] = count
    }
  }
  return shown.map((one) => ({ shown: one }))
}
