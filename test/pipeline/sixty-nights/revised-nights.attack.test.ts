import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { knownGroups } from '../updates/attacker.ts'
import { simulate } from '../updates/simulated-stock.ts'
import { type Night, places } from '../updates/stock-nights.ts'
import { dailySchool, dayOf, fillNight, isActive, isLate, rows } from './daily-school.ts'

const k = 5
const length = 12
/** Days for which a day is revised: late rows come within two. */
const window = 4

/** Nights in which nobody moves: a learner is counted with the attributes of the first version that they are in. */
function withoutMoves(nights: readonly Night[]): readonly Night[] {
  const first = new Map<number, string>()
  return nights.map((night) => {
    for (const [learner, place] of night) if (place !== null && !first.has(learner)) first.set(learner, place)
    return new Map([...night].map(([learner, place]) => [learner, place && first.get(learner)!]))
  })
}

// By then there are more of them, and of those who come late.
const nights = withoutMoves(simulate(11, 45)).slice(-length)

/** Who counts as active on a day by the sources of a night: neither late by then nor erased. */
function activeOn(day: number, night: number): ReadonlySet<number> {
  const seen = [...nights[night]!].filter(
    ([learner, place]) =>
      place !== null &&
      nights[day]!.get(learner) != null &&
      isActive(learner, day) &&
      !(isLate(learner, day) && day > night - 2),
  )
  return new Set(seen.map(([learner]) => learner))
}

/** By night: what all versions of a day show of it. */
async function shownOf(school: TinyProject, day: number): Promise<ReadonlyMap<number, (number | null)[]>> {
  const shown = new Map<number, (number | null)[]>()
  const folder = join(school.releases, dayOf(day))
  for (const version of readdirSync(folder)) {
    const file = join(folder, version, 'tables', 'active.parquet')
    const found = await selectRows(
      `SELECT region || ' ' || gender, ${version === 'v1' ? `'${dayOf(day)}'` : 'CAST(as_of AS VARCHAR)'}, learners FROM '${file}' WHERE learners IS NOT NULL`,
    )
    for (const [row, asOf, learners] of found) {
      const night = Math.round((Date.parse(String(asOf)) - Date.parse(dayOf(0))) / 86_400_000)
      const of = shown.get(night) ?? rows.map(() => null)
      of[rows.findIndex((codes) => codes.join(' ') === row)] = Number(learners)
      shown.set(night, of)
    }
  }
  return shown
}

it('versions of each day tell no few who came late or were erased, between any two nights', {
  timeout: 900_000,
}, async () => {
  const school = await dailySchool(k)
  school.definition.releases['revise'] = { days: window }
  let versions = 0
  for (let n = 0; n < length; n++) {
    await fillNight(school, nights, n)
    const now = new Date(Date.parse(dayOf(n)) + 86_400_000)
    const { outcome, revisions } = await school.run({ period: undefined, asOf: dayOf(n), now })
    expect(outcome).toBe('done')
    versions += revisions.filter(({ version }) => version !== null).length
  }
  const found: object[] = []
  let changed = 0
  for (let day = 0; day < length; day++) {
    const shown = [...(await shownOf(school, day))].toSorted(([a], [b]) => a - b)
    const groups = shown.map(([, figures]) => knownGroups(figures))
    for (const [late, [lateNight]] of shown.entries())
      for (const [early, [earlyNight]] of shown.slice(0, late).entries()) {
        const [before, after] = [activeOn(day, earlyNight), activeOn(day, lateNight)]
        for (let group = 1; group < 1 << places.length; group++) {
          if (groups[early]![group] === 0 || groups[late]![group] === 0) continue
          const isOf = (learner: number) => (group >> places.indexOf(nights[day]!.get(learner)!)) & 1
          const came = [...after].filter((learner) => isOf(learner) && !before.has(learner)).length
          const left = [...before].filter((learner) => isOf(learner) && !after.has(learner)).length
          if (came + left > 0) changed++
          for (const few of [came, left])
            if (few > 0 && few < k) found.push({ day, early: earlyNight, late: lateNight, group, came, left })
        }
      }
  }
  expect(found).toEqual([])
  expect(Math.min(versions, changed)).toBeGreaterThan(5)
})
