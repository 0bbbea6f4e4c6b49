import { describe, expect, it } from 'vitest'
import type { Books } from '../../pipeline/books.ts'
import { addLearner, type Row, type TinyProject, tinyProject } from './tiny-project.ts'

/** Adds to 240 ordinary learners one account for each change; every account views lessons, enrols and takes a test. */
async function schoolWith(changes: readonly Row[]): Promise<TinyProject> {
  const school = await tinyProject('all')
  changes.forEach((change, i) => {
    addLearner(school.rows, 240 + i, {
      district: 'D1',
      gender: 'F',
      registered_at: '2026-06-02 09:00:00',
      ...change,
    })
  })
  await school.write()
  return school
}

function expectBalanced(books: Books): void {
  for (const { read, quarantined, notAdmitted, merged, later, used } of Object.values(books))
    expect(quarantined + notAdmitted + merged + later + used).toBe(read)
}

const learners = (school: TinyProject, period = '2026-06') =>
  school.published('active', 'learners', period, "region = '_T' AND gender = '_T'")

describe('admission', () => {
  // As of 2026-06-30, whoever turns 16 by that day is 16, and what was deleted on 2023-06-30 or before is over 3 years old.
  it.each([
    { who: 'a member of staff', account: { account_type: 'staff' }, refusal: 'staff-or-test' },
    { who: 'a test account', account: { account_type: 'test' }, refusal: 'staff-or-test' },
    {
      who: 'one who asked for erasure',
      account: { erasure_requested_at: '2026-06-29 10:00:00' },
      refusal: 'erasure-requested',
    },
    {
      who: 'one who asked for erasure after the as-of date',
      account: { erasure_requested_at: '2026-07-05 10:00:00' },
      refusal: 'erasure-requested',
    },
    {
      who: 'one who refused statistics',
      account: { statistics_consent: false },
      refusal: 'statistics-refused',
    },
    {
      who: 'one aged 15 without a guardian’s consent',
      account: { birth_date: '2010-07-01' },
      refusal: 'under-16-without-guardian',
    },
    {
      who: 'one aged 15 whose guardian refused',
      account: { birth_date: '2010-07-01', guardian_consent: false },
      refusal: 'under-16-without-guardian',
    },
    { who: 'one of unknown age', account: { birth_date: null }, refusal: 'under-16-without-guardian' },
    {
      who: 'one deleted over 3 years ago',
      account: { registered_at: '2020-01-01 09:00:00', deleted_at: '2023-06-30 23:59:59' },
      refusal: 'deleted-over-3-years',
    },
    {
      who: 'one aged 15 with a guardian’s consent',
      account: { birth_date: '2010-07-01', guardian_consent: true },
      refusal: null,
    },
    { who: 'one who turned 16 on the as-of date', account: { birth_date: '2010-06-30' }, refusal: null },
    {
      who: 'one deleted 3 years ago to the day',
      account: { registered_at: '2020-01-01 09:00:00', deleted_at: '2023-07-01 00:00:00' },
      refusal: null,
    },
    { who: 'one who did not answer about statistics', account: { statistics_consent: null }, refusal: null },
  ])('counts $who: $refusal', async ({ account, refusal }) => {
    const school = await schoolWith([account])
    const { books } = await school.run()
    const counted = refusal === null ? 1 : 0
    expectBalanced(books)
    expect(books.learners).toMatchObject({
      read: 241,
      notAdmitted: 1 - counted,
      used: 240 + counted,
      notAdmittedBy: refusal === null ? {} : { [refusal]: 1 },
    })
    expect(books.lesson_views).toMatchObject({
      read: 482,
      notAdmitted: 2 - 2 * counted,
      used: 480 + 2 * counted,
    })
    expect(books.progress).toMatchObject({ read: 241, notAdmitted: 1 - counted, used: 240 + counted })
    expect(books.test_results).toMatchObject({ read: 241, notAdmitted: 1 - counted, used: 240 + counted })
    expect(await learners(school)).toEqual([[240 + counted]])
    expect(await school.published('enrolments', 'enrolled', '2026-06', "course = '_T'")).toEqual([
      [240 + counted],
    ])
    expect(await school.published('scores', 'assessed', '2026-06', "region = '_T'")).toEqual([
      [240 + counted],
    ])
  })

  it('counts whom the project does not refuse', async () => {
    const school = await schoolWith([{ account_type: 'staff' }, { statistics_consent: false }])
    school.definition.policy['admission'] = ['staff-or-test']
    await school.write()
    const { books } = await school.run()
    expect(books.learners?.notAdmittedBy).toEqual({ 'staff-or-test': 1 })
    expect(await learners(school)).toEqual([[241]])
  })
})

describe('accounts of one person', () => {
  const phone = '+998 00 55 55 555'
  it.each([
    {
      because: 'they share a phone, however it is written',
      accounts: [{ phone }, { phone: '998-00-5555-555' }],
    },
    {
      because: 'they share an e-mail in other case',
      accounts: [{ email: 'Twin@Mail.example' }, { email: ' twin@mail.EXAMPLE ' }],
    },
    {
      because: 'a chain links them: A–B by phone, B–C by e-mail',
      accounts: [
        { phone, email: 'a@mail.example' },
        { phone, email: 'b@mail.example' },
        { email: 'B@mail.example' },
      ],
    },
    {
      because: 'a long chain links them',
      accounts: [4, 2, 0, 3, 1]
        .map((n) => ({ phone: `+998 00 1${n}`, email: `x${n + (n % 2)}@mail.example` }))
        .flatMap((row, i, all) => (i === 0 ? [row] : [{ ...row, phone: all[0]!.phone }])),
    },
  ])('are counted once, when $because', async ({ accounts }) => {
    const school = await schoolWith(accounts)
    const { books } = await school.run()
    const more = accounts.length
    expectBalanced(books)
    expect(books.learners).toMatchObject({ read: 240 + more, merged: more - 1, used: 241 })
    // What was done under any of the accounts was done by the person.
    expect(books.lesson_views).toMatchObject({ read: 480 + 2 * more, used: 480 + 2 * more })
    expect(
      await school.published('active', 'learners, views', '2026-06', "region = '_T' AND gender = '_T'"),
    ).toEqual([[241, 240 + more]])
    expect(await school.published('joined', 'learners', '2026-06', "gender = '_T'")).toEqual([[121]])
  })

  it('are not one because neither has a phone or an e-mail', async () => {
    const school = await schoolWith([
      { phone: null, email: null },
      { phone: '', email: ' ' },
      { phone: ' - ', email: null },
    ])
    expect((await school.run()).books.learners).toMatchObject({ merged: 0, used: 243 })
  })

  it('have the attributes of the account opened last, and registered with the first', async () => {
    const school = await schoolWith([
      { phone, gender: 'F', registered_at: '2026-05-05 09:00:00' },
      { phone, gender: 'M', registered_at: '2026-06-05 09:00:00' },
    ])
    await school.run()
    await school.run({ period: '2026-05' })
    expect(await school.published('active', 'gender, learners', '2026-06', "region = '_T'")).toEqual([
      ['F', 120],
      ['M', 121],
      ['_T', 241],
    ])
    // 120 of the 240 registered in May: as many women as men.
    expect(await school.published('joined', 'gender, learners', '2026-05')).toEqual([
      ['F', 60],
      ['M', 61],
      ['_T', 121],
    ])
    expect(await school.published('joined', 'gender, learners')).toEqual([
      ['F', 60],
      ['M', 60],
      ['_T', 120],
    ])
  })

  it.each([
    { refusal: 'erasure-requested', account: { erasure_requested_at: '2026-06-01 00:00:00' } },
    { refusal: 'statistics-refused', account: { statistics_consent: false } },
    { refusal: 'staff-or-test', account: { account_type: 'staff' } },
    { refusal: 'under-16-without-guardian', account: { birth_date: '2012-01-01' } },
  ])('are all left out where one is refused: $refusal', async ({ refusal, account }) => {
    const school = await schoolWith([
      { phone },
      { phone, email: 'b@mail.example', ...account },
      { email: 'b@mail.example' },
    ])
    const { books } = await school.run()
    expectBalanced(books)
    expect(books.learners).toMatchObject({
      notAdmitted: 3,
      merged: 0,
      used: 240,
      notAdmittedBy: { [refusal]: 3 },
    })
    expect(books.lesson_views).toMatchObject({ notAdmitted: 6, used: 480 })
    expect(await learners(school)).toEqual([[240]])
  })

  it('stay without an account deleted over 3 years ago', async () => {
    const school = await schoolWith([
      { phone, registered_at: '2020-01-01 09:00:00', deleted_at: '2022-01-01 00:00:00' },
      { phone },
    ])
    const { books } = await school.run()
    expect(books.learners).toMatchObject({
      notAdmitted: 1,
      merged: 0,
      used: 241,
      notAdmittedBy: { 'deleted-over-3-years': 1 },
    })
    expect(books.lesson_views).toMatchObject({ notAdmitted: 2, used: 482 })
    expect(await learners(school)).toEqual([[241]])
  })
})

describe('rows later than the as-of date', () => {
  it('are counted as such, and not as bad', async () => {
    const school = await schoolWith([
      { registered_at: '2026-07-01 00:00:00' },
      { registered_at: '2026-06-30 23:59:59' },
    ])
    const view = school.rows.lesson_views[0]!
    school.rows.lesson_views.push(
      { ...view, view_id: 'view-late', started_at: '2026-07-01 00:00:00' },
      { ...view, view_id: 'view-last', started_at: '2026-06-30 23:59:59' },
    )
    school.rows.progress[0]!['enrolled_at'] = '2026-07-03 00:00:00'
    school.rows.test_results[0]!['submitted_at'] = '2026-07-03 00:00:00'
    await school.write()
    const { books } = await school.run()
    expectBalanced(books)
    expect(books.learners).toMatchObject({ read: 242, later: 1, used: 241, quarantined: 0 })
    // Two views of the account that does not exist yet, and one of an older account.
    expect(books.lesson_views).toMatchObject({ read: 486, later: 3, used: 483, quarantined: 0 })
    expect(books.progress).toMatchObject({ read: 242, later: 2, used: 240 })
    expect(books.test_results).toMatchObject({ read: 242, later: 2, used: 240 })
    expect(
      await school.published('active', 'learners, views', '2026-06', "region = '_T' AND gender = '_T'"),
    ).toEqual([[241, 242]])
  })

  it('count from the next run on whose as-of date has reached them', async () => {
    const school = await schoolWith([{ registered_at: '2026-07-01 00:00:00' }])
    expect((await school.run({ asOf: '2026-07-01' })).books.learners).toMatchObject({ later: 0, used: 241 })
  })
})

describe('all fates at once', () => {
  it('balance, by hand', async () => {
    const school = await schoolWith([
      { account_type: 'staff' },
      { statistics_consent: false },
      { phone: '+998 00 1' },
      { phone: '+998 00 1' },
      { registered_at: '2026-07-02 00:00:00' },
      { district: 'D9' },
      { gender: null },
      { account_type: 'robot' },
    ])
    const { books } = await school.run()
    expect(books.learners).toEqual({
      read: 248,
      quarantined: 3,
      notAdmitted: 2,
      merged: 1,
      later: 1,
      used: 241,
      quarantinedBy: {
        'account_type: not an allowed value': 1,
        'district: not in the hierarchy region': 1,
        'gender: missing': 1,
      },
      notAdmittedBy: { 'staff-or-test': 1, 'statistics-refused': 1 },
    })
    expect(books.lesson_views).toEqual({
      read: 496,
      quarantined: 6,
      notAdmitted: 4,
      merged: 0,
      later: 2,
      used: 484,
      quarantinedBy: { 'learner_id: not among the good rows of learners': 6 },
      notAdmittedBy: {},
    })
    expect(
      await school.published(
        'active',
        'learners, views, minutes',
        '2026-06',
        "region = '_T' AND gender = '_T'",
      ),
    ).toEqual([[241, 242, 484]])
  })
})

describe('a person with a bad row among their accounts', () => {
  it('is left out where that row asks for erasure', async () => {
    const school = await schoolWith([
      { phone: '+998 00 1' },
      { phone: '+998 00 1', district: 'D9', erasure_requested_at: '2026-06-01 00:00:00' },
    ])
    expect((await school.run()).books.learners).toMatchObject({ quarantined: 1, notAdmitted: 1, used: 240 })
  })

  it('is left out where a second row of the same id asks for erasure', async () => {
    const school = await schoolWith([
      { learner_id: 'lrn-twice' },
      { learner_id: 'lrn-twice', erasure_requested_at: '2026-06-01 00:00:00' },
    ])
    expect((await school.run()).books.learners).toMatchObject({ quarantined: 1, notAdmitted: 1, used: 240 })
  })
})
