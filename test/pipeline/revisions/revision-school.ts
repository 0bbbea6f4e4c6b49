import { type TinyProject, tinyProject } from '../tiny-project.ts'
import { places } from '../updates/stock-nights.ts'

/** What one learner did in the period: a course for each view. */
export interface Pupil {
  readonly place: string
  readonly courses: readonly string[]
}

/** A state of the sources: learners by number, gone where null. */
export type State = ReadonlyMap<number, Pupil | null>

export const courses = ['C1', 'C2', 'C3'] as const

/** The period, and the days on which it is looked at: its first release, then revisions. */
export const period = '2026-03'
export const days: readonly string[] = ['2026-03-31', '2026-04-05', '2026-04-10', '2026-04-15', '2026-04-20']

/** A school with two tables of one fact, by attributes and by courses, whose periods are revised. */
export async function revisionSchool(k = 5, removed = true): Promise<TinyProject> {
  const school = await tinyProject('core', removed)
  school.hierarchies['district.csv'] = 'n1;north;*\nn2;north;*\nn3;north;*\ns1;south;*\ns2;south;*\n'
  school.hierarchies['gender.csv'] = 'f;*\nm;*\n'
  school.definition.attributes['region']!['level'] = 'district'
  school.definition.policy = { minimumContributors: k, intervalWidth: k }
  school.definition.releases = { grain: 'month', from: period, revise: { days: 60 } }
  const title = { en: 'T' }
  const measures = { learners: { count: 'learners' }, views: { count: 'events' } }
  school.tables = {
    active: { id: 'active', title, from: 'lesson_views', dimensions: { region: {}, gender: {} }, measures },
    courses: {
      id: 'courses',
      title,
      from: 'lesson_views',
      dimensions: { region: { level: 'region' }, course: {} },
      measures,
    },
  }
  return school
}

/** The sources as they are in a state: whoever is gone has asked for erasure, and did nothing. */
export async function fillSchool(school: TinyProject, state: State): Promise<void> {
  school.rows.learners = []
  school.rows.lesson_views = []
  for (const [number, pupil] of state) {
    const [district, gender] = (pupil?.place ?? 'n1 f').split(' ')
    const learner_id = `lrn-${number}`
    school.rows.learners.push({
      learner_id,
      full_name: `Canary ${number}`,
      email: `pupil-${number}@mail.example`,
      phone: `+998 00 ${String(number).padStart(7, '0')}`,
      birth_date: '1998-03-04',
      district: district!,
      gender: gender!,
      registered_at: '2026-03-02 09:00:00',
      deleted_at: null,
      erasure_requested_at: pupil === null ? '2026-04-01 08:00:00' : null,
      statistics_consent: true,
      guardian_consent: null,
      account_type: 'learner',
    })
    pupil?.courses.forEach((course, i) => {
      school.rows.lesson_views.push({
        view_id: `view-${number}-${i}`,
        learner_id,
        lesson_id: `${course}-1`,
        started_at: `2026-03-10 10:0${i}:00`,
        seconds: 120,
        ip: '100.64.0.1',
        user_agent: 'Browser',
      })
    })
  }
  await school.write()
}

/** What a run is told: n is the position of its day. */
export function lookOf(n: number) {
  const asOf = days[n]!
  return { period, asOf, now: new Date(Date.parse(asOf) + 86_400_000) }
}

/** So many learners in every place, each with views of two courses. */
export function fullState(each = 8): Map<number, Pupil | null> {
  const state = new Map<number, Pupil | null>()
  for (const [p, place] of places.entries())
    for (let i = 0; i < each; i++) {
      const n = state.size
      state.set(n, { place, courses: [courses[(n + p) % 3]!, courses[(n + p + 1) % 3]!] })
    }
  return state
}
