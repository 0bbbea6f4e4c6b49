import type { TableShape } from '../../schemas/cell.ts'
import { courses, lessons, minutesPerLearner, period, resultIndex, type School, tests } from './school.ts'

/** Something that a learner did, with all codes under which it counts in each event dimension. */
interface Happening {
  readonly person: number
  readonly course: readonly string[]
  readonly day: string
  /** Sorts events of one learner from first to last. */
  readonly order: string
  readonly indicator: string | null
  readonly minutes: number
  readonly percent: number
  /** All codes of what came out, by outcome dimension. */
  readonly outcomes: Readonly<Record<string, readonly string[]>>
}

/** Figures of one cell, counted from its definition. */
export interface CountedCell {
  readonly contributors: number
  readonly values: readonly number[]
  readonly contributorsOf: readonly number[]
  /** All contributions, descending. */
  readonly contributions: readonly (readonly number[])[]
  readonly passed: number
  readonly percents: readonly number[]
  /** Latest outcomes of the learners, by finest code of the dimension `result`. */
  readonly results: readonly string[]
}

/** Counts any cell of a table by looking at every learner and event, one by one. */
export function cellCounter(
  school: School,
  shape: TableShape,
): (coordinates: readonly string[]) => CountedCell {
  const all = happenings(school, shape).filter(({ day }) => day >= period.start && day < period.end)
  const learners = school.persons.map((person, i) => ({
    own: attributesOf(person),
    events: clamped(all.filter((event) => event.person === i + 1)),
  }))
  return (coordinates) => countCell(shape, learners, coordinates)
}

/** One learner's events, with minutes until they are used up. */
function clamped(events: readonly Happening[]): readonly Happening[] {
  let left = minutesPerLearner
  return events
    .toSorted((a, b) => (a.order < b.order ? -1 : 1))
    .map((event) => {
      const minutes = Math.min(left, event.minutes)
      left -= minutes
      return { ...event, minutes }
    })
}

interface Learner {
  readonly own: Readonly<Record<string, readonly string[]>>
  readonly events: readonly Happening[]
}

function countCell(
  shape: TableShape,
  everyone: readonly Learner[],
  coordinates: readonly string[],
): CountedCell {
  const at = (name: string) =>
    coordinates[shape.dimensions.findIndex((dimension) => dimension.name === name)] ?? '_T'
  const [course, day] = [at('course'), at('day')]
  const isCounted = (event: Happening) =>
    shape.baseMeasures.some(({ where }) => where === null || where === event.indicator)
  const learners = everyone.flatMap(({ own, events: all }) => {
    const events = all.filter((event) => event.course.includes(course) && (day === '_T' || day === event.day))
    const latest = events.toSorted((a, b) => (a.order < b.order ? 1 : -1))[0]
    const fits = shape.dimensions.every(
      ({ name, kind }) =>
        kind === 'event' ||
        (kind === 'attribute' ? own[name]! : (latest?.outcomes[name] ?? [])).includes(at(name)),
    )
    return latest !== undefined && fits && events.some(isCounted) ? [{ events, latest }] : []
  })
  const ofMeasure = shape.baseMeasures.map(({ type, where, overEvents }) =>
    learners.map(({ events, latest }) => {
      const counted = events.filter(({ indicator }) => where === null || where === indicator)
      if (type === 'sum') return counted.reduce((sum, { minutes }) => sum + minutes, 0)
      if (type === 'events') return counted.length
      return (overEvents === 'latest' ? latest.indicator === where : counted.length > 0) ? 1 : 0
    }),
  )
  return {
    contributors: learners.length,
    values: ofMeasure.map((each) => each.reduce((sum, n) => sum + n, 0)),
    contributorsOf: ofMeasure.map((each, i) =>
      shape.baseMeasures[i]!.type === 'sum' ? learners.length : each.filter((n) => n > 0).length,
    ),
    contributions: ofMeasure.map((each) => each.toSorted((a, b) => b - a)),
    passed: learners.filter(({ latest }) => latest.indicator === 'passed').length,
    percents: learners.map(({ latest }) => latest.percent).toSorted((a, b) => a - b),
    results: learners.map(({ latest }) => latest.outcomes['result']?.[0] ?? ''),
  }
}

function attributesOf({
  home,
  gender,
  birth,
}: School['persons'][number]): Readonly<Record<string, readonly string[]>> {
  const years = birth === null ? null : 2026 - Number(birth.slice(0, 4)) - (birth.slice(5) > '09-28' ? 1 : 0)
  const fine =
    years === null ? '_X' : years < 16 ? '-15' : years < 18 ? '16-17' : years < 25 ? '18-24' : '25+'
  return {
    region: home === null ? ['_X', '_T'] : [home, home === 'c' ? 'west' : 'east', '_T'],
    gender: [gender, '_T'],
    age: years === null ? ['_X', '_T'] : [fine, years < 18 ? '-17' : '18+', '_T'],
  }
}

function happenings(school: School, shape: TableShape): readonly Happening[] {
  const nothing = { course: ['_T'], order: '', indicator: null, minutes: 0, percent: 0, outcomes: {} }
  const placeOf = (number: number) => {
    const { code, track } = courses[number - 1]!
    return [code, track, '_T']
  }
  const wheres = shape.baseMeasures.map(({ where }) => where)
  switch (shape.fact) {
    case 'registrations':
      return school.persons.map(({ registered }, i) => ({ ...nothing, person: i + 1, day: registered }))
    case 'lesson_views':
      return school.views
        .filter(({ counts }) => counts)
        .map(({ person, lesson, day, seconds }) => {
          const { code, course } = lessons[lesson - 1]!
          const place = placeOf(courses.findIndex((c) => c.code === course) + 1)
          const order = `${day} ${lesson} ${String(seconds).padStart(5, '0')}`
          return {
            ...nothing,
            person,
            day,
            order,
            course: [code, ...place],
            minutes: Math.round(seconds / 60),
          }
        })
    case 'progress':
      return school.progress
        .filter(({ counts }) => counts)
        .flatMap((row) =>
          (['enrolled', 'completed', 'finished'] as const).flatMap((indicator) => {
            const day = row[indicator]
            if (day === null || !wheres.includes(indicator)) return []
            const index = resultIndex(row.result)
            const grade =
              row.result === null ? ['_X', '_T'] : [row.result, row.result === 'fail' ? 'bad' : 'good', '_T']
            return [
              {
                ...nothing,
                person: row.person,
                day,
                indicator,
                course: placeOf(row.course),
                order: `${day} ${index}`,
                outcomes: { result: grade },
              },
            ]
          }),
        )
    default:
      return school.results
        .map((row, i) => ({
          ...row,
          order: `${row.day} ${String(row.hour).padStart(2, '0')} ${String(i).padStart(3, '0')}`,
        }))
        .filter(({ counts }) => counts)
        .map(({ person, day, order, course, test, score, most }) => {
          const percent = Math.floor((100 * score) / most)
          const passed = 100 * score >= tests[test - 1]!.pass * most
          const broad = percent < 50 ? '0-49' : percent < 70 ? '50-69' : '70-100'
          const tens = Math.min(9, Math.floor(percent / 10))
          const ten = tens === 9 ? '90-100' : `${tens}0-${tens}9`.replace('00-', '0-').replace('-09', '-9')
          const verdict = passed ? 'passed' : 'failed'
          const outcomes = { outcome: [`${verdict}_${ten}`, `${verdict}_${broad}`, verdict, '_T'] }
          return {
            ...nothing,
            person,
            day,
            order,
            course: placeOf(course),
            indicator: passed ? 'passed' : null,
            percent,
            outcomes,
          }
        })
  }
}
