import type { FactName } from '../../schemas/fact.ts'
import { cohortRelation, type HeldRelation } from '../relation.ts'

/** What the tables of a project ask of one fact; nothing finer leaves the vault. */
export interface FactNeeds {
  /** Finest level of the course dimension that some table shows, if any. */
  readonly course: 'lesson' | 'course' | null
  /** Whether some table shows days; if not, dates are truncated to the period's grain. */
  readonly day: boolean
  readonly indicators: readonly string[]
  /** Quantities, outcomes and scores. */
  readonly quantities: readonly string[]
  readonly latest: readonly string[]
}

/**
 * The shape of a deidentified fact, one row an event: `code`, event columns, and columns that merge by sum or by
 * maximum.
 *
 * A `latest_…` column packs a learner's latest value behind its moment, so that the maximum keeps it:
 * `moment · 1024 + value`.
 */
export interface FactRelation {
  readonly relation: HeldRelation<'deidentified'>
  readonly events: readonly string[]
  readonly sums: readonly string[]
  readonly latest: readonly string[]
}

/** Factor of the moment in a `latest_…` column; values stay below it. */
export const latestFactor = 1024

/**
 * The deidentified relation of a fact, given what tables need of it.
 *
 * @param name of the relation; the fact's where absent
 */
export function factRelation(fact: FactName, needs: FactNeeds, name: string = fact): FactRelation {
  return {
    relation: cohortRelation(name),
    events: [...(needs.course === null ? [] : [needs.course]), 'day'],
    sums: ['n', ...needs.indicators.map((indicator) => `n_${indicator}`), ...needs.quantities],
    latest: needs.latest.map((name) => `latest_${name}`),
  }
}

/** Columns: `lesson`, `course`. */
export const lessonCourseRelation = cohortRelation('lesson_course')
/** Columns: `course`, `track`. */
export const courseTrackRelation = cohortRelation('course_track')
