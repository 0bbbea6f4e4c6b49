import { expect, it } from 'vitest'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import { knownGroups } from '../updates/attacker.ts'
import { dimensions, type Night, places } from '../updates/stock-nights.ts'
import { seenIn } from './stock-reader.ts'
import { fillSchool, isActive, monthOf, stockSchool } from './stock-school.ts'

const rows = [...matrixCoordinates(dimensions)]
const [small, victim] = [places[0]!, places.at(-1)!]

/** Six in one leaf and twenty in each other; in the last one, four are idle in the second month and in no other. */
function firstNight(): Map<number, string | null> {
  const night = new Map<number, string | null>()
  let learner = 0
  const next = (residues: readonly number[]): number => {
    do learner++
    while (!residues.includes(learner % 9))
    return learner
  }
  for (const place of places)
    for (let i = 0; i < (place === small ? 6 : 20); i++)
      night.set(next(place === victim && i < 4 ? [6] : [1, 2, 3, 4, 5, 7, 8]), place)
  return night
}

it.each([
  { stay: 0, because: 'six left it' },
  { stay: 2, because: 'four left it' },
])(
  'no few idle learners show where a row that was shown is small today, since $because',
  {
    timeout: 200_000,
  },
  async ({ stay }) => {
    const before = firstNight()
    const stayers = [...before]
      .flatMap(([learner, place]) => (place === small ? [learner] : []))
      .slice(0, stay)
    const after: Night = new Map(
      [...before].map(([learner, place]) => [
        learner,
        place === small && !stayers.includes(learner) ? null : place,
      ]),
    )
    const school = await stockSchool(5)
    for (const m of [0, 1]) {
      await fillSchool(school, [before, after], m)
      const { outcome, periods } = await school.run(monthOf(m))
      expect(outcome, periods.flatMap(({ reasons }) => reasons).join('; ')).toBe('done')
    }
    const [stock] = await seenIn([school, school], 'registered')
    const [, flow] = await seenIn([school, school], 'active')
    // The last figure of a row tells today's, unless as many as k left it since.
    const left = 6 - stay
    const isLeft = (row: number) => ['_T', 'north', 'n1'].includes(rows[row]![0]!) && rows[row]![1] !== 'm'
    const remembered = stock!.shown.map((count, row) => (isLeft(row) && left >= 5 ? null : count))
    const [registered, active] = [knownGroups(remembered), knownGroups(flow!.shown)]
    const found: number[] = []
    for (let group = 1; group < 1 << places.length; group++) {
      if (registered[group] === 0 || active[group] === 0) continue
      const idle = [...after].filter(
        ([learner, place]) =>
          place !== null && ((group >> places.indexOf(place)) & 1) === 1 && !isActive(learner, 1),
      )
      if (idle.length > 0 && idle.length < 5) found.push(group)
    }
    expect(found).toEqual([])
    // Something is told all the same.
    expect(flow!.shown.filter((count) => count !== null).length).toBeGreaterThan(12)
  },
)
