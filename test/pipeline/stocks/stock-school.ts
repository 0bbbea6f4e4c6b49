import { type TinyProject, tinyProject } from '../tiny-project.ts'
import { type Night, places } from '../updates/stock-nights.ts'

export const months = ['2026-03', '2026-04', '2026-05', '2026-06', '2026-07', '2026-08'] as const

/** Last day of each month. */
export function lastDay(month: string): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year!, number!, 0)).toISOString().slice(0, 10)
}

/** A school with one stock and one flow, which publishes both by the same regions and genders. */
export async function stockSchool(k = 5, removed = true): Promise<TinyProject> {
  const school = await tinyProject('core', removed)
  school.hierarchies['district.csv'] = 'n1;north;*\nn2;north;*\nn3;north;*\ns1;south;*\ns2;south;*\n'
  school.hierarchies['gender.csv'] = 'f;*\nm;*\n'
  school.definition.attributes['region']!['level'] = 'district'
  school.definition.policy = { minimumContributors: k, intervalWidth: k }
  const dimensions = { region: {}, gender: {} }
  const title = { en: 'T' }
  school.tables = {
    active: {
      id: 'active',
      title,
      from: 'lesson_views',
      dimensions,
      measures: { learners: { count: 'learners' } },
    },
    registered: {
      id: 'registered',
      title,
      from: 'registrations',
      period: { type: 'stock' },
      dimensions,
      measures: { registered: { count: 'learners' } },
    },
  }
  return school
}

/** Eighteen learners in each leaf, and month after month who joins (or leaves) a leaf. */
export function schoolOf(...changes: readonly Readonly<Record<string, number>>[]): readonly Night[] {
  const first = new Map<number, string | null>(
    places.flatMap((place, leaf) => Array.from({ length: 18 }, (_, i) => [leaf * 18 + i, place] as const)),
  )
  let next = first.size
  const nights = [first]
  for (const change of changes) {
    const night = new Map(nights.at(-1)!)
    for (const [place, learners] of Object.entries(change)) {
      for (let i = 0; i < learners; i++) night.set(next++, place)
      const there = [...night].filter(([, at]) => at === place).map(([learner]) => learner)
      for (const learner of there.slice(0, Math.max(0, -learners))) night.set(learner, null)
    }
    nights.push(night)
  }
  return nights
}

/** Whether a learner viewed a lesson in month m: nearly everybody does. */
export function isActive(learner: number, m: number): boolean {
  return (learner * 7 + m * 3) % 9 !== 0
}

/** The sources as they are at the end of month m: whoever was erased is in none of them. */
export async function fillSchool(school: TinyProject, nights: readonly Night[], m: number): Promise<void> {
  school.rows.learners = []
  school.rows.lesson_views = []
  for (const [learner, place] of nights[m]!) {
    if (place === null) continue
    const [district, gender] = place.split(' ')
    const joined = nights.findIndex((night) => night.get(learner) != null)
    const learner_id = `lrn-${learner}`
    school.rows.learners.push({
      learner_id,
      full_name: `Canary ${learner}`,
      email: `pupil-${learner}@mail.example`,
      phone: `+998 00 ${String(learner).padStart(7, '0')}`,
      birth_date: '1998-03-04',
      district: district!,
      gender: gender!,
      registered_at: `${months[joined]!}-02 09:00:00`,
      deleted_at: null,
      erasure_requested_at: null,
      statistics_consent: true,
      guardian_consent: null,
      account_type: 'learner',
    })
    for (let month = joined; month <= m; month++)
      if (isActive(learner, month))
        school.rows.lesson_views.push({
          view_id: `view-${learner}-${month}`,
          learner_id,
          lesson_id: 'C1-1',
          started_at: `${months[month]!}-10 10:00:00`,
          seconds: 120,
          ip: '100.64.0.1',
          user_agent: 'Browser',
        })
  }
  await school.write()
}

/** What a run of month m is told. */
export function monthOf(m: number) {
  const month = months[m]!
  return { period: month, asOf: lastDay(month), now: new Date(Date.parse(lastDay(month)) + 86_400_000) }
}
