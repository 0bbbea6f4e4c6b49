import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ledgerOf } from '../ledger-content.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { seenChanges } from '../updates/attacker.ts'
import type { Night } from '../updates/stock-nights.ts'
import { seenIn } from './stock-reader.ts'
import { fillSchool, monthOf, schoolOf, stockSchool } from './stock-school.ts'

const k = 5
/** Of s1 f one refuses statistics for a month; of s2 m one asks to be erased. */
const [refusing, erased] = [108, 163]

/** Four leave s1 f, six each other one, ten join each; and one who did neither was away in between. */
function threeMonths(): readonly Night[] {
  const leaves = ['n1 f', 'n1 m', 'n2 f', 'n2 m', 'n3 f', 'n3 m', 's1 f', 's1 m', 's2 f', 's2 m']
  const grown = schoolOf({}, Object.fromEntries(leaves.map((leaf) => [leaf, 10])))
  return grown.map((night, n) => {
    const gone = [...night].filter(
      ([learner]) => n === 2 && learner < 180 && learner % 18 >= (Math.floor(learner / 18) === 6 ? 14 : 12),
    )
    const away: readonly (readonly [number, null])[] = [
      ...gone.map(([learner]) => [learner, null] as const),
      ...(n === 1 ? [[refusing, null] as const] : []),
      ...(n > 0 ? [[erased, null] as const] : []),
    ]
    return new Map([...night, ...away])
  })
}

async function fill(school: TinyProject, nights: readonly Night[], m: number): Promise<void> {
  await fillSchool(school, nights, m)
  if (m === 0) return
  const rows = await rowsOf(nights)
  if (m === 1) school.rows.learners.push({ ...rows.get(refusing)!, statistics_consent: false })
  school.rows.learners.push({ ...rows.get(erased)!, erasure_requested_at: '2026-04-02 09:00:00' })
  await school.write()
}

async function rowsOf(nights: readonly Night[]) {
  const school = await stockSchool(k)
  await fillSchool(school, nights, 0)
  return new Map(
    [refusing, erased].map((one) => [
      one,
      school.rows.learners.find(({ learner_id }) => learner_id === `lrn-${one}`)!,
    ]),
  )
}

it('who was refused for a month neither left nor joined, and who is erased is not noted', {
  timeout: 240_000,
}, async () => {
  const nights = threeMonths()
  const school = await stockSchool(k)
  const schools: TinyProject[] = []
  for (let m = 0; m < nights.length; m++) {
    await fill(school, nights, m)
    const { outcome, periods } = await school.run(monthOf(m))
    expect(outcome, periods.flatMap(({ reasons }) => reasons).join('; ')).toBe('done')
    schools.push(school)
  }
  expect(await noted(school)).toEqual([[null, 's1\u001ff', '2026-03-31', '2026-04-01', 1]])
  const seen = await seenIn(schools, 'registered')
  expect(seenChanges(nights, seen, k)).toEqual([])
})

it.each(['an account that was closed long ago', 'an account that asked to be erased'])(
  'who has another one beside %s may be admitted again by it, and is noted',
  { timeout: 240_000 },
  async (which) => {
    const isClosed = which.includes('closed')
    const school = await stockSchool(k)
    await fillSchool(school, schoolOf({}), 0)
    const first = school.rows.learners[0]!
    if (isClosed) first['deleted_at'] = '2023-04-02 00:00:00'
    const second: typeof first = {
      ...first,
      learner_id: 'second',
      deleted_at: null,
      registered_at: '2026-03-05 09:00:00',
    }
    school.rows.learners.push(second)
    await school.write()
    expect((await school.run(monthOf(0))).outcome).toBe('done')
    // The closed account is refused by now, and the other one's row is bad for a night; or one of two asks.
    if (isClosed) second['district'] = 'nowhere'
    else first['erasure_requested_at'] = '2026-04-02 09:00:00'
    await school.write()
    await school.run({ ...monthOf(0), asOf: '2026-04-10', now: new Date('2026-04-11') })
    expect(await noted(school)).toEqual([[null, 'n1\u001ff', '2026-03-31', '2026-04-01', 1]])
  },
)

async function noted(school: TinyProject) {
  const store = join(ledgerOf(school), 'contributions')
  const file = join(store, readdirSync(store).find((one) => one.endsWith('.parquet'))!)
  return selectRows(
    `SELECT learner, place, since, until, learners FROM '${file}' WHERE series = 'may return registered'`,
  )
}
