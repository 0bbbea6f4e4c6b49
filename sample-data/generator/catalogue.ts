import type { DuckDBConnection } from '@duckdb/node-api'
import { Faker, uz_UZ_latin } from '@faker-js/faker'
import { courseTitles } from './course-titles.ts'
import { type Scalar, slots, stage } from './staging.ts'

export const courseSlots = 4096
/** Tests of a course, evenly spread over its core lessons; the last one closes it. */
export const testsOfCourse = 3

const lessonCount = 5000
/** The larger, the less the popular courses stand out: the first draws three times as many as the last. */
const flatness = 30

/** Temporary tables that hold the offer as planned, dirt left out. */
export async function stageCatalogue(connection: DuckDBConnection, seed: number): Promise<void> {
  const faker = new Faker({ locale: uz_UZ_latin, seed })
  const titles = Object.entries(courseTitles).flatMap(([track, list]) =>
    list.map((title) => ({ track, title })),
  )
  const lengths = lessonsOfCourses(titles.map(() => faker.number.int({ min: 60, max: 110 })))
  const courses = titles.map(({ track, title }, no) => ({
    no,
    id: `c${String(no + 1).padStart(2, '0')}`,
    track,
    title,
    core: faker.number.int({ min: 8, max: 12 }),
    lessons: lengths[no]!,
    ease: faker.number.float({ min: -1, max: 1 }),
  }))
  await stage(
    connection,
    'course',
    {
      no: 'BIGINT',
      course_id: 'VARCHAR',
      title: 'VARCHAR',
      track: 'VARCHAR',
      core: 'BIGINT',
      lessons: 'BIGINT',
      ease: 'DOUBLE',
    },
    courses.map((course) => [
      course.no,
      course.id,
      course.title,
      course.track,
      course.core,
      course.lessons,
      course.ease,
    ]),
  )
  await stage(
    connection,
    'lesson',
    { lesson_id: 'VARCHAR', course_id: 'VARCHAR', title: 'VARCHAR' },
    courses.flatMap((course) =>
      Array.from({ length: course.lessons }, (_, i) => [
        `${course.id}-l${String(i + 1).padStart(3, '0')}`,
        course.id,
        `${course.title}: ${i + 1}-dars`,
      ]),
    ),
  )
  await stage(
    connection,
    'test',
    {
      course: 'BIGINT',
      part: 'BIGINT',
      test_id: 'VARCHAR',
      course_id: 'VARCHAR',
      title: 'VARCHAR',
      pass_score: 'INTEGER',
      max_score: 'INTEGER',
    },
    courses.flatMap((course) =>
      Array.from({ length: testsOfCourse }, (_, i): Scalar[] => [
        course.no,
        i + 1,
        `${course.id}-t${i + 1}`,
        course.id,
        `${course.title}: ${i + 1}-test`,
        faker.helpers.arrayElement([50, 55, 60]),
        faker.helpers.arrayElement([20, 50, 100]),
      ]),
    ),
  )
  const popularity = faker.helpers.shuffle(courses.map((_, rank) => 1 / (rank + flatness)))
  await stage(
    connection,
    'course_pick',
    { slot: 'BIGINT', course: 'BIGINT' },
    slots(popularity, courseSlots).map((course, slot) => [slot, course]),
  )
}

/** Numbers of lessons in proportion to the given ones, 5,000 in all. */
function lessonsOfCourses(wanted: readonly number[]): readonly number[] {
  const lengths = wanted.map(() => 0)
  for (const course of slots(wanted, lessonCount)) lengths[course] = (lengths[course] ?? 0) + 1
  return lengths
}
