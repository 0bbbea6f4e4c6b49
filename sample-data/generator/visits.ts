import type { Draws } from './draws.ts'

/**
 * SQL about the k-th visit, from 0, of an enrolment: columns `enrolled`, `span`, `visits`, `reach`, `core`,
 * `lessons` and `first_visit` (its first visit's number) must be in reach.
 *
 * Visits are spread over the span of the enrolment, and core lessons, taken in order, over the visits: the
 * lesson reached by visit k is ⌊k·reach/visits⌋. A visit that reaches no new core lesson repeats the
 * current one or goes to an elective.
 */
interface Visits {
  /** Number of the visit in the whole sample. */
  number(k: string): string
  /** Start, in seconds of `clock.ts`. */
  start(k: string): string
  /** Length, from 60 to 1,499 seconds, mostly short. */
  seconds(k: string): string
  /** Lesson within the course, from 1. */
  lesson(k: string): string
  /** The visit that first reaches core lesson `c`, from 1. */
  reaching(c: string): string
}

export function visits(draw: Draws): Visits {
  const number = (k: string) => `(first_visit + (${k}))`
  const bits = (k: string) => draw.bits(number(k), 'visit')
  const slice = (k: string, shift: number, width: number) =>
    `((${bits(k)} >> ${shift}) & ${2 ** width - 1})::BIGINT`
  const reached = (k: string) => `((${k}) * reach // visits)`
  return {
    number,
    start: (k) => `(enrolled + span * ((${k}) * 1024 + ${slice(k, 0, 10)}) // (visits * 1024))`,
    seconds: (k) => `(60 + (1440 * ${slice(k, 10, 10)} * ${slice(k, 20, 10)} >> 20))`,
    lesson: (k) => `CASE
      WHEN (${k}) = 0 OR ${reached(`(${k}) - 1`)} < ${reached(k)} OR ${slice(k, 30, 2)} = 0 THEN 1 + ${reached(k)}
      ELSE 1 + core + ${slice(k, 32, 16)} % (lessons - core) END`,
    reaching: (c) => `((((${c}) - 1) * visits + reach - 1) // reach)`,
  }
}
