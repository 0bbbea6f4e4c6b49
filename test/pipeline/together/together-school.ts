import { type TinyProject, tinyProject } from '../tiny-project.ts'
import { places } from '../updates/stock-nights.ts'

export const months = ['2026-04', '2026-05', '2026-06'] as const
export const quarter = '2026-Q2'

/** Days of runs: the ends of the months, a look at what is out between them, and one after the quarter. */
export const nights = [
  '2026-04-30',
  '2026-05-12',
  '2026-05-31',
  '2026-06-12',
  '2026-06-30',
  '2026-07-12',
] as const

/** The night on which each month is released. */
export const endOf = [0, 2, 4] as const

/** One who learns: where, from and until which night, and in which month they view what, seen from which night on. */
export interface Pupil {
  /** By night. */
  readonly places: readonly string[]
  readonly joined: number
  /** The first night on which they are gone; later than all where they stay. */
  readonly left: number
  /** Whether they asked for erasure, or are in no source any more. */
  readonly asked: boolean
  readonly views: readonly { readonly month: number; readonly course: string; readonly from: number }[]
}

/** A school with a stock, two tables that are rolled up to quarters, and revisions. */
export async function togetherSchool(k = 5, removed = true): Promise<TinyProject> {
  const school = await tinyProject('core', removed)
  school.hierarchies['district.csv'] = 'n1;north;*\nn2;north;*\nn3;north;*\ns1;south;*\ns2;south;*\n'
  school.hierarchies['gender.csv'] = 'f;*\nm;*\n'
  school.definition.attributes['region']!['level'] = 'district'
  school.definition.policy = { minimumContributors: k, intervalWidth: k }
  school.definition.releases = { grain: 'month', from: months[0], revise: { days: 40 } }
  const title = { en: 'T' }
  const measures = { learners: { count: 'learners' }, views: { count: 'events' } }
  const period = { rollUp: ['quarter'] }
  const dimensions = { region: {}, gender: {} }
  school.tables = {
    active: { id: 'active', title, from: 'lesson_views', period, dimensions, measures },
    registered: {
      id: 'registered',
      title,
      from: 'registrations',
      period: { type: 'stock' },
      dimensions,
      measures: { registered: { count: 'learners' } },
    },
    courses: {
      id: 'courses',
      title,
      from: 'lesson_views',
      period,
      dimensions: { region: { level: 'region' }, course: {} },
      measures,
    },
  }
  return school
}

/** The same, but that what is published of quarters is in none of their months. */
export async function twoCadences(k = 5, removed = true): Promise<TinyProject> {
  const school = await togetherSchool(k, removed)
  const { active, courses } = school.tables
  school.tables = {
    ...school.tables,
    active: { ...active, period: {} },
    courses: { ...courses, period: { grain: 'quarter' } },
    'of-quarters': { ...active, id: 'of-quarters', period: { grain: 'quarter' } },
  }
  return school
}

/** The sources as they are on a night. */
export async function fillSchool(
  school: TinyProject,
  pupils: readonly Pupil[],
  night: number,
): Promise<void> {
  school.rows.learners = []
  school.rows.lesson_views = []
  for (const [number, { places, joined, left, asked, views }] of pupils.entries()) {
    const isGone = night >= left
    if (night < joined || (isGone && !asked)) continue
    const [district, gender] = places[night]!.split(' ')
    const learner_id = `lrn-${number}`
    school.rows.learners.push({
      learner_id,
      full_name: `Canary ${number}`,
      email: `pupil-${number}@mail.example`,
      phone: `+998 00 ${String(number).padStart(7, '0')}`,
      birth_date: '1998-03-04',
      district: district!,
      gender: gender!,
      registered_at: `${joined === 0 ? '2026-04-01' : nights[joined - 1]!} 23:00:00`,
      deleted_at: null,
      erasure_requested_at: isGone ? `${nights[left - 1]!} 23:30:00` : null,
      statistics_consent: true,
      guardian_consent: null,
      account_type: 'learner',
    })
    views.forEach(({ month, course, from }, i) => {
      if (night < from || isGone) return
      school.rows.lesson_views.push({
        view_id: `view-${number}-${i}`,
        learner_id,
        lesson_id: `${course}-1`,
        started_at: `${months[month]!}-10 10:0${i % 10}:00`,
        seconds: 120,
        ip: '100.64.0.1',
        user_agent: 'Browser',
      })
    })
  }
  await school.write()
}

/** What a run of a night is told: whatever is due, and all that may be revised. */
export function nightOf(night: number) {
  const asOf = nights[night]!
  return { period: undefined, asOf, now: new Date(Date.parse(asOf) + 86_400_000) }
}

/** Pupils who are all in every place and always active, but for some of the first place by the end of the first month. */
export function pupilsWith(idle: readonly Partial<Pupil>[]): readonly Pupil[] {
  const always = (place: string): Pupil => ({
    places: nights.map(() => place),
    joined: 0,
    left: nights.length,
    asked: true,
    views: months.map((_, month) => ({ month, course: 'C1', from: 0 })),
  })
  return [
    ...places.flatMap((place) => Array.from({ length: 18 }, () => always(place))),
    ...idle.map((change) => ({ ...always(places[0]!), ...change })),
  ]
}

/** Twelve who are idle in the first month, nine of whom turn out not to have been: three are left. */
export const threeLeftIdle = pupilsWith(
  Array.from({ length: 12 }, (_, i) => ({
    views: months.flatMap((_month, month) => {
      const from = month > 0 ? 0 : i < 9 ? 1 : nights.length
      return [{ month, course: 'C1', from }]
    }),
  })),
)

/** Three who do nothing all quarter. */
export const threeIdle = pupilsWith(Array.from({ length: 3 }, () => ({ views: [] })))

/** Three who are active in the first month only, and gone by the end of the second. */
export const threeOutOfMay = pupilsWith(
  Array.from({ length: 3 }, () => ({ left: 2, views: [{ month: 0, course: 'C1', from: 0 }] })),
)
