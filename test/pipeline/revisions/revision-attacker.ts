import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { inverseOf, modulo } from '../updates/modulo-prime.ts'
import { places } from '../updates/stock-nights.ts'
import { courses, days, period, type State } from './revision-school.ts'

/** What a release says of one figure. */
interface SeenFigure {
  readonly region: string
  readonly gender: string
  readonly course: string
  readonly measure: 'learners' | 'views'
  readonly value: number
}

/** Something a reader of two versions can compute, though it changed by too few learners. */
export interface SeenRevision {
  readonly days: readonly [number, number]
  readonly of: string
  readonly group: readonly string[]
  readonly rose: number
  readonly fell: number
}

/** All that the files of all versions say, by the day that it is of. */
export async function seenByDay(school: TinyProject): Promise<readonly (readonly SeenFigure[])[]> {
  const seen = days.map((): SeenFigure[] => [])
  for (let version = 1; existsSync(join(school.releases, period, `v${version}`)); version++) {
    const files = join(school.releases, period, `v${version}`, 'tables')
    const day = version === 1 ? `'${days[0]}'` : 'CAST(as_of AS VARCHAR)'
    const found = [
      ...(await selectRows(
        `SELECT region, gender, '_T', ${day}, learners, views FROM '${join(files, 'active.parquet')}'`,
      )),
      ...(await selectRows(
        `SELECT region, '_T', course, ${day}, learners, views FROM '${join(files, 'courses.parquet')}'`,
      )),
    ]
    for (const [region, gender, course, at, learners, views] of found)
      for (const [measure, value] of [
        ['learners', learners],
        ['views', views],
      ] as const)
        if (typeof value === 'number')
          seen[days.indexOf(String(at))]!.push({
            region: String(region),
            gender: String(gender),
            course: String(course),
            measure,
            value,
          })
  }
  return seen
}

const tracks: Readonly<Record<string, readonly string[]>> = { T1: ['C1', 'C2'], T2: ['C3'], _T: courses }
const partsOf = (course: string) => tracks[course] ?? [course]
const allCourses = ['_T', 'T1', 'T2', ...courses] as const

function isIn(place: string, region: string, gender: string): boolean {
  const [district, own] = place.split(' ')
  const part = district!.startsWith('n') ? 'north' : 'south'
  return (region === '_T' || region === part || region === district) && (gender === '_T' || gender === own)
}

/** Coefficients of what a reader forms: of numbers of learners by any course code, of views by course. */
type Form = {
  readonly of: string
  readonly measure: 'learners' | 'views'
  readonly terms: Readonly<Record<string, number>>
}

const forms: readonly Form[] = [
  ...allCourses.map((course) => ({
    of: `learners ${course}`,
    measure: 'learners' as const,
    terms: { [course]: 1 },
  })),
  ...[
    ['_T', 'T1'],
    ['_T', 'T2'],
    ['T1', 'C1'],
    ['T1', 'C2'],
  ].map(([whole, part]) => ({
    of: `learners ${whole} less ${part}`,
    measure: 'learners' as const,
    terms: { [whole!]: 1, [part!]: -1 },
  })),
  { of: 'learners in both tracks', measure: 'learners', terms: { T1: 1, T2: 1, _T: -1 } },
  { of: 'learners in both courses', measure: 'learners', terms: { C1: 1, C2: 1, T1: -1 } },
  ...Array.from({ length: 7 }, (_, i) => courses.filter((_, c) => ((i + 1) >> c) & 1)).map((some) => ({
    of: `views ${some.join(' ')}`,
    measure: 'views' as const,
    terms: Object.fromEntries(some.map((course) => [course, 1])),
  })),
]

/**
 * Holds every version. Figures of different days are different unknowns: one for each leaf and course code of learners, and
 * for each leaf and course of views. Tries every set of leaves, every form and every pair of days.
 *
 * @param truth by day: who was counted where, and with which views
 */
export function seenRevisions(
  truth: readonly (State | null)[],
  seen: readonly (readonly SeenFigure[])[],
  k: number,
): readonly SeenRevision[] {
  const known = seen.map((figures) => ({
    learners: knownSpace(figures, 'learners'),
    views: knownSpace(figures, 'views'),
  }))
  const found: SeenRevision[] = []
  for (let late = 1; late < seen.length; late++)
    for (let early = 0; early < late; early++) {
      const [before, after] = [truth[early], truth[late]]
      if (before == null || after == null || seen[late]!.length === 0) continue
      const isKnown = ({ measure, terms }: Form, group: number) =>
        [early, late].every((day) => known[day]![measure](vectorOf(measure, terms, group)))
      const changes = forms.map((form) => changesOf(form, before, after))
      for (let group = 1; group < 1 << places.length; group++)
        for (const [f, form] of forms.entries()) {
          let [rose, fell] = [0, 0]
          for (const { leaf, change } of changes[f]!)
            if ((group >> leaf) & 1) {
              if (change > 0) rose++
              else fell++
            }
          const isFew = (learners: number) => learners > 0 && learners < k
          if ((!isFew(rose) && !isFew(fell)) || !isKnown(form, group)) continue
          // A sum of figures that are each known says nothing more.
          const parts = Object.entries(form.terms)
          if (
            form.measure === 'views' &&
            parts.length > 1 &&
            parts.every(([course]) => isKnown({ ...form, terms: { [course]: 1 } }, group))
          )
            continue
          found.push({
            days: [early, late],
            of: form.of,
            group: places.filter((_, leaf) => (group >> leaf) & 1),
            rose,
            fell,
          })
        }
    }
  return found
}

function changesOf({ measure, terms }: Form, before: State, after: State) {
  const amount = (pupil: { readonly courses: readonly string[] } | null | undefined) => {
    if (pupil == null) return 0
    return Object.entries(terms).reduce((sum, [course, coefficient]) => {
      const views = pupil.courses.filter((one) => partsOf(course).includes(one)).length
      return sum + coefficient * (measure === 'views' ? views : Math.min(1, views))
    }, 0)
  }
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((learner) => {
    const [then, now] = [before.get(learner), after.get(learner)]
    const change = amount(now) - amount(then)
    const place = (then ?? now)?.place
    return change === 0 || place === undefined ? [] : [{ leaf: places.indexOf(place), change }]
  })
}

function codesOf(measure: 'learners' | 'views'): readonly string[] {
  return measure === 'learners' ? allCourses : courses
}

function vectorOf(
  measure: 'learners' | 'views',
  terms: Readonly<Record<string, number>>,
  group: number,
): number[] {
  return codesOf(measure).flatMap((course) =>
    places.map((_, leaf) => ((group >> leaf) & 1 ? modulo(terms[course] ?? 0) : 0)),
  )
}

/** Says whether a combination follows from what was seen of a day. */
function knownSpace(
  figures: readonly SeenFigure[],
  measure: 'learners' | 'views',
): (vector: number[]) => boolean {
  const basis: { readonly pivot: number; readonly row: number[] }[] = []
  const reduce = (vector: number[]): number[] => {
    for (const { pivot, row } of basis) {
      const factor = vector[pivot]!
      if (factor !== 0)
        for (let i = 0; i < vector.length; i++) vector[i] = modulo(vector[i]! - factor * row[i]!)
    }
    return vector
  }
  for (const { region, gender, course, measure: of } of figures) {
    if (of !== measure) continue
    const group = places.reduce(
      (bits, place, leaf) => bits | (isIn(place, region, gender) ? 1 << leaf : 0),
      0,
    )
    const counted = measure === 'learners' ? [course] : partsOf(course)
    const vector = reduce(vectorOf(measure, Object.fromEntries(counted.map((one) => [one, 1])), group))
    const pivot = vector.findIndex((entry) => entry !== 0)
    if (pivot < 0) continue
    const inverse = inverseOf(vector[pivot]!)
    basis.push({ pivot, row: vector.map((entry) => modulo(entry * inverse)) })
  }
  return (vector) => reduce([...vector]).every((entry) => entry === 0)
}
