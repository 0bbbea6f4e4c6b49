import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Row, selectRows, type TinyProject } from '../tiny-project.ts'
import {
  fillSchool,
  months,
  nightOf,
  nights,
  type Pupil,
  quarter,
  togetherSchool,
} from './together-school.ts'

const k = 5
const isFew = (learners: number) => learners > 0 && learners < k
type Rows = ReadonlyMap<string, number>

/** Changes the account of a pupil on a night. */
export type Change = (account: Row, pupil: number, night: number) => void

/** Who refuses statistics on a night is gone from it, and may be back on the next one. */
export function refusing(refuses: (pupil: number, night: number) => boolean): Change {
  return (account, pupil, night) => {
    if (refuses(pupil, night)) account['statistics_consent'] = false
  }
}

/** Runs some nights. */
export async function publish(
  pupils: readonly Pupil[],
  on: readonly number[],
  change: Change = () => undefined,
): Promise<TinyProject> {
  const school = await togetherSchool(k)
  for (const night of on) {
    await fillSchool(school, pupils, night)
    for (const row of school.rows.learners) change(row, Number(String(row['learner_id']).slice(4)), night)
    await school.write()
    await school.run(nightOf(night))
  }
  return school
}

/** The figures of a table that stand in a release, of whatever day, by region and gender; null where there is no release. */
export async function standing(
  school: TinyProject,
  period: string,
  version: number,
  table: 'active' | 'registered',
): Promise<Rows | null> {
  const file = join(school.releases, period, `v${version}`, 'tables', `${table}.parquet`)
  if (!existsSync(file)) return null
  const measure = table === 'active' ? 'learners' : 'registered'
  const rows = await selectRows(
    `SELECT region || ' ' || gender, ${measure} FROM '${file}' WHERE ${measure} IS NOT NULL`,
  )
  return new Map(rows.map(([row, learners]) => [String(row), Number(learners)]))
}

/** A row as a reader has it: shown, or a whole of genders less the other one. */
function known(rows: Rows, region: string, gender: string): readonly number[] {
  const own = rows.get(`${region} ${gender}`)
  const whole = rows.get(`${region} _T`)
  const other = rows.get(`${region} ${gender === 'f' ? 'm' : 'f'}`)
  return [
    ...(own === undefined ? [] : [own]),
    ...(gender === '_T' || whole === undefined || other === undefined ? [] : [whole - other]),
  ]
}

/** What all figures that stand in releases tell of the idle, and of what came to a row since another figure of it. */
export async function told(school: TinyProject): Promise<readonly string[]> {
  const found: string[] = []
  for (const period of [...months, quarter]) {
    const stock = await standing(school, period === quarter ? months[2] : period, 1, 'registered')
    for (let version = 1; version <= nights.length; version++) {
      const rows = await standing(school, period, version, 'active')
      if (rows === null) continue
      for (const region of ['_T', 'north', 'n1', 'south', 's2'])
        for (const gender of ['_T', 'f', 'm']) {
          const counts = known(rows, region, gender)
          for (const count of counts) {
            for (const other of counts)
              if (isFew(Math.abs(count - other)))
                found.push(`changed: ${period} v${version} ${region} ${gender}`)
            for (const all of stock === null ? [] : known(stock, region, gender))
              if (isFew(all - count)) found.push(`idle: ${period} v${version} ${region} ${gender}`)
          }
        }
    }
  }
  return found
}

export const viewsOf = (list: readonly number[], from = 0) =>
  list.map((month) => ({ month, course: 'C1', from }))
export const some = (number: number, change: Partial<Pupil>): readonly Partial<Pupil>[] =>
  Array.from({ length: number }, () => change)
