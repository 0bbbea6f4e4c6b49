import { type TinyProject, tinyProject } from './tiny-project.ts'

/** Learner number `i` sees lessons in months of the second quarter by this; never in two courses of one month. */
const monthsOf = (i: number): readonly string[] =>
  [['04', '05', '06'], ['04', '05'], ['05', '06'], ['04'], ['06'], ['04', '06']][i % 6]!

/** A tiny school with views from April to June of 2026, whose active learners are rolled up to the quarter. */
export async function rolledSchool(learners = 360): Promise<TinyProject> {
  const school = await tinyProject()
  fillQuarter(school, learners)
  school.definition.releases['from'] = '2026-04'
  school.tables['active'] = {
    ...school.tables['active'],
    period: { type: 'flow', rollUp: ['quarter'] },
  }
  school.tables['courses'] = {
    ...school.tables['courses'],
    period: { type: 'flow', rollUp: ['quarter'] },
  }
  await school.write()
  return school
}

function fillQuarter(school: TinyProject, learners: number): void {
  const { rows } = school
  const [template] = rows.learners
  if (template === undefined) throw new Error('there must be a learner')
  rows.learners = []
  rows.lesson_views = []
  for (let i = 0; i < learners; i++) {
    const number = String(i).padStart(4, '0')
    rows.learners.push({
      ...template,
      learner_id: `lrn-q7x-${number}`,
      full_name: `Zarafshonov${number} Canaryjon`,
      email: `pupil-${number}@mail.example`,
      phone: `+998 00 ${number.slice(0, 2)} ${number.slice(2)} 777`,
      district: `D${(i % 4) + 1}`,
      gender: i % 8 < 4 ? 'F' : 'M',
      registered_at: '2026-04-01 09:00:00',
    })
    for (const [m, month] of monthsOf(i).entries())
      view(school, i, `2026-${month}-10 10:00:00`, `C${((i + m) % 3) + 1}`)
  }
}

/** The second quarter's views again in each quarter of the year, by fewer learners the later it is. */
export async function schoolOfAYear(): Promise<TinyProject> {
  const school = await rolledSchool()
  const views = school.rows.lesson_views.map(({ learner_id, lesson_id, started_at }) => ({
    learner: Number(String(learner_id).slice(-4)),
    course: String(lesson_id).slice(0, 2),
    month: Number(String(started_at).slice(5, 7)),
  }))
  for (const { learner, course, month } of views)
    for (const quarter of [-1, 1, 2])
      if (quarter < 0 || learner % 3 >= quarter)
        view(school, learner, `2026-${String(month + 3 * quarter).padStart(2, '0')}-20 10:00:00`, course)
  school.definition.releases['from'] = '2026-01'
  for (const name of ['active', 'courses'])
    school.tables[name] = { ...school.tables[name], period: { rollUp: ['quarter', 'year'] } }
  await school.write()
  return school
}

/** Takes all views of the women of R1 away, and tells their numbers. */
export function withoutViewsOfWomen({ rows }: TinyProject): readonly number[] {
  const isWoman = (i: number) => i % 4 < 2 && i % 8 < 4
  rows.lesson_views = rows.lesson_views.filter(
    ({ learner_id }) => !isWoman(Number(String(learner_id).slice(-4))),
  )
  return [...Array(360).keys()].filter(isWoman)
}

/** Adds a view of two minutes. */
export function view({ rows }: TinyProject, i: number, startedAt: string, course: string): void {
  const number = String(i).padStart(4, '0')
  rows.lesson_views.push({
    view_id: `view-k3z-${number}-${startedAt}-${course}`,
    learner_id: `lrn-q7x-${number}`,
    lesson_id: `${course}-1`,
    started_at: startedAt,
    seconds: 120,
    ip: `100.64.${Math.floor(i / 250)}.${i % 250}`,
    user_agent: `Browser/k3z-${number}`,
  })
}
