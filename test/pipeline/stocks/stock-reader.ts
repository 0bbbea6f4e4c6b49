import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { knownGroups } from '../updates/attacker.ts'
import { dimensions, type Night, places, type SeenNight } from '../updates/stock-nights.ts'
import { fillSchool, isActive, lastDay, monthOf, months, stockSchool } from './stock-school.ts'

const rows = [...matrixCoordinates(dimensions)]

/** All that the files of a release say, by table and row: day and figure. */
async function readFigures(school: TinyProject, month: string, table: string) {
  const day = table === 'registered' ? 'CAST(as_of AS VARCHAR)' : 'NULL'
  const value = table === 'registered' ? 'registered' : 'learners'
  const found = await selectRows(
    `SELECT region, gender, ${day}, ${value} FROM '${join(school.releases, month, 'v1', 'tables', `${table}.parquet`)}'`,
  )
  const byRow = new Map(found.map(([region, gender, at, count]) => [`${region} ${gender}`, { at, count }]))
  return rows.map((codes) => byRow.get(codes.join(' ')) ?? { at: null, count: null })
}

/** What a reader of all releases knows of each month's end: every figure that is of that day, whichever release says it. */
export async function seenIn(schools: readonly TinyProject[], table: string): Promise<readonly SeenNight[]> {
  const shown = months.slice(0, schools.length).map(() => rows.map((): number | null => null))
  for (const [m, school] of schools.entries()) {
    if (!existsSync(join(school.releases, months[m]!))) continue
    const figures = await readFigures(school, months[m]!, table)
    figures.forEach(({ at, count }, row) => {
      const of = at === null ? m : months.findIndex((month) => lastDay(month) === at)
      if (typeof count !== 'number') return
      const before = shown[of]![row]
      expect(before === null || before === count, 'a standing figure is the one of its day').toBe(true)
      shown[of]![row] = count
    })
  }
  return shown.map((one) => ({ shown: one }))
}

/** Groups of learners who were registered and not active, few in number, that both tables of a month tell. */
export function idleGroups(
  nights: readonly Night[],
  stock: readonly SeenNight[],
  flow: readonly SeenNight[],
  k: number,
): readonly string[] {
  const found: string[] = []
  for (let m = 0; m < nights.length; m++) {
    const [registered, active] = [knownGroups(stock[m]!.shown), knownGroups(flow[m]!.shown)]
    for (let group = 1; group < 1 << places.length; group++) {
      if (registered[group] === 0 || active[group] === 0) continue
      const idle = [...nights[m]!].filter(
        ([learner, place]) =>
          place !== null && ((group >> places.indexOf(place)) & 1) === 1 && !isActive(learner, m),
      )
      if (idle.length > 0 && idle.length < k) found.push(`${months[m]} ${group}`)
    }
  }
  return found
}

/** Publishes month after month; without memory each in a workspace of its own. */
export async function publishMonths(
  nights: readonly Night[],
  k: number,
  remembers: boolean,
): Promise<readonly TinyProject[]> {
  const one = await stockSchool(k)
  const schools: TinyProject[] = []
  for (let m = 0; m < nights.length; m++) {
    const school = remembers ? one : await stockSchool(k)
    await fillSchool(school, nights, m)
    const alone = remembers ? {} : { period: undefined, last: 1 }
    const { outcome, periods } = await school.run({ ...monthOf(m), ...alone })
    expect(outcome, periods.flatMap(({ reasons }) => reasons).join('; ')).toBe('done')
    schools.push(school)
  }
  return schools
}
