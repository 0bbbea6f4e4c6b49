import type { SourceName } from './source/source-name.ts'

/** How the value of a coarser event cell relates to the finer ones below it. */
export type OverEvents =
  /** Parent = sum of children. */
  | 'additive'
  /** Distinct learners: largest child ≤ parent ≤ sum of children. */
  | 'distinct'
  /** Learners by their latest outcome within the cell: parent ≤ sum of children. */
  | 'latest'

export interface EventDimension {
  /** Levels from fine to coarse; the last one lies below the total. */
  readonly levels: readonly string[]
}

/**
 * Something that learners do, and what can be counted about it.
 *
 * Indicators are true of single events (`where:` in a table). Quantities are whole numbers summed over events.
 * Outcomes sort the learners of a cell by their latest event in that cell, so they add up to all of them.
 */
export interface Fact {
  readonly source: SourceName
  /** Field with the moment at which the event counts; one for each indicator where the moments differ. */
  readonly at: string | Readonly<Record<string, string>>
  readonly dimensions: Readonly<Record<string, EventDimension>>
  readonly indicators: readonly string[]
  readonly quantities: readonly string[]
  readonly outcomes: readonly string[]
  readonly scores: readonly string[]
  /** A learner has at most one event: counting learners then adds up over events, too. */
  readonly once: boolean
}

const day: EventDimension = { levels: ['day'] }
const course: EventDimension = { levels: ['course', 'track'] }

export const facts = {
  registrations: {
    source: 'learners',
    at: 'registered_at',
    dimensions: { day },
    indicators: [],
    quantities: [],
    outcomes: [],
    scores: [],
    once: true,
  },
  lesson_views: {
    source: 'lesson_views',
    at: 'started_at',
    dimensions: { course: { levels: ['lesson', 'course', 'track'] }, day },
    indicators: [],
    quantities: ['minutes'],
    outcomes: [],
    scores: [],
    once: false,
  },
  progress: {
    source: 'progress',
    at: {
      enrolled: 'enrolled_at',
      completed: 'completed_at',
      certified: 'certificate_at',
      withdrawn: 'withdrawn_at',
      finished: 'result_at',
    },
    dimensions: { course, day },
    indicators: ['enrolled', 'completed', 'certified', 'withdrawn', 'finished'],
    quantities: [],
    outcomes: ['result'],
    scores: [],
    once: false,
  },
  test_results: {
    source: 'test_results',
    at: 'submitted_at',
    dimensions: { course, day },
    indicators: ['passed'],
    quantities: [],
    outcomes: ['outcome'],
    scores: ['score'],
    once: false,
  },
} as const satisfies Readonly<Record<string, Fact>>

export type FactName = keyof typeof facts
export const factNames = Object.keys(facts) as readonly FactName[] as readonly [FactName, ...FactName[]]
