import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nightSummary } from '../../../pipeline/summary.ts'
import { ledgerOf } from '../ledger-content.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { simulate } from '../updates/simulated-stock.ts'
import { fillSchool, monthOf, stockSchool } from './stock-school.ts'

const nights = simulate(3, 3)

/** A school whose first month is out, with a second account of its first learner. */
async function published(): Promise<TinyProject> {
  const school = await stockSchool()
  await fillSchool(school, nights, 0)
  addSecondAccount(school)
  await school.write()
  expect((await school.run(monthOf(0))).outcome).toBe('done')
  return school
}

function addSecondAccount(school: TinyProject, fields: Readonly<Record<string, string>> = {}): void {
  const [first] = school.rows.learners
  const registered_at = '2026-03-05 09:00:00'
  school.rows.learners.push({ ...first!, learner_id: 'second-account', registered_at, ...fields })
}

const stored = async (school: TinyProject, columns: string, where = 'learner IS NOT NULL') => {
  const store = join(ledgerOf(school), 'contributions')
  const [name] = readdirSync(store).filter((one) => one.endsWith('.parquet'))
  return selectRows(`SELECT ${columns} FROM '${join(store, name!)}' WHERE ${where} ORDER BY ALL`)
}

/** A night on which nothing is due. */
const quiet = (day: string) => ({ ...monthOf(0), asOf: day, now: new Date(Date.parse(day) + 86_400_000) })

describe('a learner of a stock', { timeout: 200_000 }, () => {
  it.each([
    { because: 'the first account’s row is bad', change: { district: 'nowhere' } },
    { because: 'the first account is dated later', change: { registered_at: '2026-03-06 09:00:00' } },
  ])('stays the same where $because', async ({ change }) => {
    const school = await published()
    const before = await stored(school, 'learner, since')
    await fillSchool(school, [nights[0]!, nights[0]!], 1)
    addSecondAccount(school)
    Object.assign(school.rows.learners[0]!, change)
    await school.write()
    const { periods } = await school.run(monthOf(1))
    expect(periods[0]!.stocks).toMatchObject([{ waiting: 0, pooled: 0 }])
    expect(await stored(school, 'learner, since')).toEqual(before)
    expect(await stored(school, 'count(*)', 'until IS NOT NULL')).toEqual([[0]])
  })

  it('is the same again after a night whose sources lack them, and gone after a month of these', async () => {
    const school = await published()
    const before = await stored(school, 'learner, absent')
    const all = school.rows.learners
    school.rows.learners = [...all.slice(0, 1), ...all.slice(6)]
    const views = school.rows.lesson_views
    const gone = new Set(all.slice(1, 6).map(({ learner_id }) => learner_id))
    school.rows.lesson_views = views.filter(({ learner_id }) => !gone.has(learner_id))
    await school.write()
    const lacking = await school.run(quiet('2026-04-04'))
    expect(lacking.absent).toBe(5)
    expect(nightSummary(lacking)).toContain('5 learners who were counted are in no source')
    expect(await stored(school, 'count(*)', "absent = '2026-04-05'")).toEqual([[5]])
    Object.assign(school.rows, { learners: all, lesson_views: views })
    await school.write()
    expect((await school.run(quiet('2026-04-05'))).absent).toBe(0)
    expect(await stored(school, 'learner, absent')).toEqual(before)
    school.rows.learners = [...all.slice(0, 1), ...all.slice(6)]
    school.rows.lesson_views = views.filter(({ learner_id }) => !gone.has(learner_id))
    for (const [day, left] of [
      ['2026-04-06', 0],
      ['2026-05-06', 0],
      ['2026-05-07', 5],
    ] as const) {
      school.rows.learners[0]!['email'] = `${day}@mail.example`
      await school.write()
      await school.run(quiet(day))
      expect(await stored(school, 'learner'), day).toHaveLength(before.length - left)
    }
  })

  it('is forgotten on the day that it is due, though sources are those of a month ago', async () => {
    const school = await published()
    const before = await stored(school, 'learner')
    const [gone] = school.rows.learners.splice(1, 1)
    school.rows.lesson_views = school.rows.lesson_views.filter(
      ({ learner_id }) => learner_id !== gone!['learner_id'],
    )
    await school.write()
    expect(await school.run(quiet('2026-04-06'))).toMatchObject({ outcome: 'done', absent: 1 })
    // Counted from the day of the run that missed them, a day after what it knows of.
    for (const [day, outcome, left] of [
      ['2026-04-07', 'idle', 0],
      ['2026-05-06', 'idle', 0],
      ['2026-05-07', 'done', 1],
      ['2026-05-08', 'idle', 1],
    ] as const) {
      const run = await school.run(quiet(day))
      expect([run.outcome, run.erased]).toEqual([
        outcome,
        day === '2026-05-07' ? { learners: 1, requested: 0, on: '2026-05-08' } : null,
      ])
      expect(await stored(school, 'learner'), day).toHaveLength(before.length - left)
    }
  })

  it.each([
    { because: 'is good', change: {} },
    { because: 'is bad', change: { registered_at: 'never' } },
  ])(
    'who asks for erasure by a second account is forgotten where the first one’s row $because',
    async ({ change }) => {
      const school = await published()
      const before = await stored(school, 'learner')
      school.rows.learners.at(-1)!['erasure_requested_at'] = '2026-04-01 09:00:00'
      Object.assign(school.rows.learners[0]!, change)
      await school.write()
      expect((await school.run(quiet('2026-04-02'))).erased).toMatchObject({ learners: 1, requested: 1 })
      expect(await stored(school, 'learner')).toHaveLength(before.length - 1)
    },
  )

  it('is forgotten where a person has to approve what comes next', async () => {
    const school = await published()
    const before = await stored(school, 'learner')
    // Whatever else refuses them, they asked.
    Object.assign(school.rows.learners[3]!, {
      account_type: 'staff',
      erasure_requested_at: '2026-04-01 09:00:00',
    })
    school.definition.policy['approval'] = 'manual'
    await school.write()
    expect((await school.run(quiet('2026-04-02'))).erased).toMatchObject({ learners: 1, requested: 1 })
    expect(await stored(school, 'learner')).toHaveLength(before.length - 1)
  })

  it.each([
    {
      because: 'the fact is counted as flows',
      change: ({ tables }: TinyProject) => {
        tables['registered']!['period'] = { type: 'flow' }
      },
    },
    {
      because: 'a check objects',
      change: ({ definition, rows }: TinyProject) => {
        definition['checks'] = { rows_shrunk: { share: 0.1, severity: 'error' } }
        rows.lesson_views.splice(0, 40)
      },
    },
  ])('is forgotten though nothing may be released, since $because', async ({ change }) => {
    const school = await published()
    const before = await stored(school, 'learner')
    school.rows.learners[3]!['erasure_requested_at'] = '2026-04-01 09:00:00'
    change(school)
    await school.write()
    await school.failure(quiet('2026-04-02'))
    expect(await stored(school, 'learner')).toHaveLength(before.length - 1)
  })
})
