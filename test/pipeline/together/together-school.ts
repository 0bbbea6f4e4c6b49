import { type TinyProject, tinyProject } from '../tiny-project.ts'

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
