import { courseTrackRelation, type FactRelation, lessonCourseRelation } from '../deidentify/fact-relation.ts'
import type { CourseLevel } from './catalogue.ts'
import type { PlannedDimension, TablePlan } from './table-plan.ts'

/** A set of event coordinates that learners are collapsed to; null where a dimension is summed away. */
export interface LatticeNode {
  readonly course: CourseLevel | null
  readonly day: boolean
}

const courseLevels = ['lesson', 'course', 'track', null] as const

export function nodeName({ course, day }: LatticeNode): string {
  return [course ?? 'all', day ? 'day' : 'period'].join('_')
}

/** Columns that a node's relation groups by, besides the learner's code. */
export function nodeColumns({ course, day }: LatticeNode): readonly string[] {
  return [...(course === null ? [] : [course]), ...(day ? ['day'] : [])]
}

/** Nodes that a table needs: every level it shows, and the total, of each event dimension. */
export function nodesOf(dimensions: readonly PlannedDimension[]): readonly LatticeNode[] {
  const course = dimensions.find((dimension) => dimension.kind === 'course')
  const levels = course === undefined ? [null] : courseLevels.slice(courseLevels.indexOf(course.level))
  const days = dimensions.some(({ kind }) => kind === 'day') ? [true, false] : [false]
  return levels.flatMap((level) => days.map((day) => ({ course: level, day })))
}

/** All nodes that the tables of one fact need, finest first, so that each can be made from an earlier one. */
export function latticeOf(plans: readonly TablePlan[]): readonly LatticeNode[] {
  const nodes = new Map(
    plans.flatMap((plan) => nodesOf(plan.dimensions)).map((node) => [nodeName(node), node]),
  )
  return [...nodes.values()].sort(
    (a, b) => coarseness(a) - coarseness(b) || (nodeName(a) < nodeName(b) ? -1 : 1),
  )
}

function coarseness({ course, day }: LatticeNode): number {
  return courseLevels.indexOf(course) + (day ? 0 : 1)
}

/** Whether one node can be collapsed to another. */
export function isFiner(fine: LatticeNode, coarse: LatticeNode): boolean {
  return courseLevels.indexOf(fine.course) <= courseLevels.indexOf(coarse.course) && (fine.day || !coarse.day)
}

/**
 * SELECT that collapses a relation of one node to a coarser one: one row for each learner and event coordinate.
 *
 * @param from relation with `code`, the columns of `source`, and the fact's merging columns
 */
export function collapse(
  from: string,
  source: LatticeNode,
  target: LatticeNode,
  fact: FactRelation,
  where = '',
): string {
  const keys = ['s.code', ...nodeColumns(target).map((column) => `${ownerOf(column, source)}.${column}`)]
  const merged = [
    ...fact.sums.map((column) => `CAST(sum(s.${column}) AS BIGINT) AS ${column}`),
    ...fact.latest.map((column) => `max(s.${column}) AS ${column}`),
  ]
  return `SELECT ${[...keys, ...merged].join(', ')} FROM ${from} AS s${rollUpJoins(source.course, target.course)} ${where} GROUP BY ${keys.join(', ')}`
}

function ownerOf(column: string, source: LatticeNode): string {
  if (column === 'track' && source.course !== 'track') return 'of_course'
  if (column === 'course' && source.course === 'lesson') return 'of_lesson'
  return 's'
}

function rollUpJoins(from: CourseLevel | null, to: CourseLevel | null): string {
  if (to === null || from === to) return ''
  const toCourse =
    from === 'lesson' ? ` JOIN ${lessonCourseRelation.from} AS of_lesson ON of_lesson.lesson = s.lesson` : ''
  const owner = from === 'lesson' ? 'of_lesson' : 's'
  return to === 'track'
    ? `${toCourse} JOIN ${courseTrackRelation.from} AS of_course ON of_course.course = ${owner}.course`
    : toCourse
}
