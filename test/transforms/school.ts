import fc from 'fast-check'
import type { Database } from '../../pipeline/database.ts'
import { literal } from '../../transforms/relation.ts'
import type { Catalogue } from '../../transforms/tabulate/catalogue.ts'
import { attribute } from './hierarchies.ts'

/** A week, so that a table along days stays small. */
export const period = { id: '2026-W40', grain: 'week', start: '2026-09-28', end: '2026-10-05' } as const

/** Few enough that learners with two long views exceed them. */
export const minutesPerLearner = 12

export const region = attribute('region', {
  field: 'home',
  lines: ['a;east;*', 'b;east;*', 'c;west;*'],
  levels: ['town', 'zone'],
})
export const gender = attribute('gender', { role: 'sensitive', lines: ['f;*', 'm;*'], missing: 'quarantine' })
export const age = attribute('age', {
  field: 'birth_date',
  bands: { of: 'age', levels: { fine: [16, 18, 25], group: [18] } },
})
export const result = attribute('result', {
  of: 'progress',
  role: 'sensitive',
  lines: ['distinction;good;*', 'pass;good;*', 'fail;bad;*'],
  levels: ['grade', 'broad'],
})
export const attributes = [region, gender, age, result]

export const courses = [
  { number: 1, code: 'ai', title: null, track: 'maths' },
  { number: 2, code: 'ml', title: null, track: 'maths' },
  { number: 3, code: 'py', title: null, track: 'code' },
] as const
export const lessons = [
  { number: 1, code: 'ai-1', title: null, course: 'ai' },
  { number: 2, code: 'ai-2', title: null, course: 'ai' },
  { number: 3, code: 'ml-1', title: null, course: 'ml' },
  { number: 4, code: 'py-1', title: null, course: 'py' },
] as const
export const tests = [
  { number: 1, pass: 50 },
  { number: 2, pass: 70 },
] as const
const passMarks = { least: 50, greatest: 70 }
export const catalogue: Catalogue = { passMarks, tracks: ['code', 'maths'], courses, lessons }

const day = fc.constantFrom<string>('2026-09-27', '2026-09-28', '2026-09-30', '2026-10-04', '2026-10-05')
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 2 })
const person = fc.integer({ min: 1, max: 5 })
/** Not every event counts: its learner may not be admitted. */
const counts = fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.constant(false))

/** Events of five learners at a small school; some lie outside the period, some do not count. */
export const school = fc.record({
  persons: fc.array(
    fc.record({
      home: maybe(fc.constantFrom<string>('a', 'b', 'c')),
      gender: fc.constantFrom<string>('f', 'm'),
      birth: maybe(
        fc.constantFrom<string>(
          '1990-05-05',
          '2001-09-28',
          '2001-09-29',
          '2008-09-28',
          '2010-09-29',
          '2012-01-01',
        ),
      ),
      registered: day,
    }),
    { minLength: 5, maxLength: 5 },
  ),
  views: fc.array(
    fc.record({
      person,
      lesson: fc.integer({ min: 1, max: 4 }),
      day,
      seconds: fc.constantFrom<number>(0, 29, 30, 89, 90, 600),
      counts,
    }),
    { maxLength: 25 },
  ),
  progress: fc.array(
    fc.record({
      person,
      course: fc.integer({ min: 1, max: 3 }),
      enrolled: day,
      completed: maybe(day),
      finished: maybe(day),
      result: maybe(fc.constantFrom<string>('distinction', 'pass', 'fail')),
      counts,
    }),
    { maxLength: 15 },
  ),
  results: fc.array(
    fc.record({
      person,
      test: fc.integer({ min: 1, max: 2 }),
      course: fc.integer({ min: 1, max: 3 }),
      day,
      hour: fc.integer({ min: 8, max: 10 }),
      score: fc.integer({ min: 0, max: 10 }),
      most: fc.constantFrom<number>(10, 11, 20, 100),
      counts,
    }),
    { maxLength: 25 },
  ),
})
export type School = typeof school extends fc.Arbitrary<infer T> ? T : never

/** Writes what step 1 would leave in the vault. */
export async function fillVault(
  database: Database,
  { persons, views, progress, results }: School,
): Promise<void> {
  const write = async (table: string, columns: string, rows: readonly string[]) => {
    await database.run(`CREATE OR REPLACE TABLE ${table} (${columns})`)
    if (rows.length > 0) await database.run(`INSERT INTO ${table} VALUES ${rows.join(', ')}`)
  }
  const text = (value: string | null) => (value === null ? 'CAST(NULL AS VARCHAR)' : literal(value))
  const moment = (value: string | null) =>
    value === null ? 'CAST(NULL AS TIMESTAMP)' : `TIMESTAMP '${value} 12:00:00'`
  const date = (value: string | null) => (value === null ? 'CAST(NULL AS DATE)' : `DATE '${value}'`)
  const fate = (used: boolean) => (used ? 0 : 2)
  await write(
    'vault.standing',
    'person INTEGER, learner_id VARCHAR, registered_at TIMESTAMP, home VARCHAR, gender VARCHAR, birth_date DATE, fate UTINYINT',
    persons.map(
      (p, i) =>
        `(${i + 1}, 'l${i + 1}', ${moment(p.registered)}, ${text(p.home)}, ${text(p.gender)}, ${date(p.birth)}, 0)`,
    ),
  )
  await write(
    'vault.key_courses',
    'number INTEGER, id VARCHAR, track VARCHAR',
    courses.map((c) => `(${c.number}, '${c.code}', '${c.track}')`),
  )
  await write(
    'vault.key_lessons',
    'number INTEGER, id VARCHAR, course_id INTEGER',
    lessons.map((l) => `(${l.number}, '${l.code}', ${numberOf(l.course)})`),
  )
  await write(
    'vault.key_tests',
    'number INTEGER, pass_score DOUBLE',
    tests.map((t) => `(${t.number}, CAST(${t.pass} AS DOUBLE))`),
  )
  await write(
    'cohort.lesson_course',
    'lesson INTEGER, course INTEGER',
    lessons.map((l) => `(${l.number}, ${numberOf(l.course)})`),
  )
  await write(
    'cohort.course_track',
    'course INTEGER, track INTEGER',
    courses.map((c) => `(${c.number}, ${catalogue.tracks.indexOf(c.track)})`),
  )
  await write(
    'vault.staged_lesson_views',
    'learner_id INTEGER, lesson_id INTEGER, started_at DATE, seconds BIGINT, fate UTINYINT',
    views.map((v) => `(${v.person}, ${v.lesson}, ${date(v.day)}, ${v.seconds}, ${fate(v.counts)})`),
  )
  await write(
    'vault.staged_progress',
    'learner_id INTEGER, course_id INTEGER, enrolled_at TIMESTAMP, completed_at TIMESTAMP, result_at TIMESTAMP, result INTEGER, fate UTINYINT',
    progress.map(
      (p) =>
        `(${p.person}, ${p.course}, ${moment(p.enrolled)}, ${moment(p.completed)}, ${moment(p.finished)}, ${resultIndex(p.result)}, ${fate(p.counts)})`,
    ),
  )
  await write(
    'vault.staged_test_results',
    'attempt_id VARCHAR, learner_id INTEGER, test_id INTEGER, course_id INTEGER, submitted_at TIMESTAMP, score DOUBLE, max_score DOUBLE, fate UTINYINT',
    results.map(
      (r, i) =>
        `('t${String(i).padStart(3, '0')}', ${r.person}, ${r.test}, ${r.course}, TIMESTAMP '${r.day} ${String(r.hour).padStart(2, '0')}:00:00', CAST(${r.score} AS DOUBLE), CAST(${r.most} AS DOUBLE), ${fate(r.counts)})`,
    ),
  )
}

/** Index of a result among the codes of its attribute, as step 1 carries it. */
export function resultIndex(value: string | null): number {
  return result.codes.findIndex(({ code }) => code === (value ?? '_X'))
}

function numberOf(code: string): number {
  return courses.find((course) => course.code === code)!.number
}
