import type { Deadline, SolverHere, TaskRunner } from './interval-task.ts'

/** What the audit holds against a release; each names one rule. */
export type AuditRule =
  /** The matrix, its order, or its statuses are not those of the format. */
  | 'structure'
  /** One figure is published with two values. */
  | 'conflicting-figures'
  /** Published figures contradict each other. */
  | 'arithmetic'
  /** A published figure is not what was counted. */
  | 'figure-not-as-counted'
  /** What was counted breaks a relation that the audit assumes. */
  | 'model-contradicts-count'
  /** A quantity that discloses alone is published. */
  | 'published-primary'
  /** A published figure rests on too few learners, as far as the figure itself shows. */
  | 'few-contributors'
  /** A zero is published where zeros are protected. */
  | 'published-zero'
  /** All, or nearly all, members of a published group are shown to share an outcome. */
  | 'group-disclosure'
  /** A mean or median bounds hidden outcome categories of its learners. */
  | 'score-beside-hidden-outcome'
  /** A hidden primary follows from published figures by sums and differences. */
  | 'exact-recovery'
  /** A hidden primary follows from published figures for the only contributor of another hidden figure. */
  | 'singleton-recovery'
  /** A hidden primary can be narrowed to fewer than `intervalWidth`, or than `relativeWidth` per cent of it. */
  | 'narrow-interval'
  /** A hidden figure is bounded so that a coalition could estimate another contribution to it. */
  | 'estimable-contribution'
  /** A hidden figure can be shown to lie below `minimumContributors`. */
  | 'below-threshold'
  /** Two releases show a row of a stock that too few learners entered, or left, in between. */
  | 'seen-change'
  /** The same of a parent less those of its children that both releases show. */
  | 'seen-remainder'
  /** Too few learners are in a stock and not in a flow, though its row only stands: its figure of today is nearly known. */
  | 'seen-idle'
  /** A row of a stock is neither of the release's own day nor as it was last published. */
  | 'stale-figure'
  /** The protection of a hidden figure was not established: out of time, or left since others fall short. */
  | 'unproven'

/** Where a quantity stands: a measure of one row, or `superset less measure` for a complement. */
export interface Place {
  /** Id of the first table that has the quantity. */
  readonly table: string
  /** A code for each dimension; empty where the whole table is meant. */
  readonly coordinates: readonly string[]
  /** Empty where the whole row is meant. */
  readonly measure: string
}

export interface AuditFinding extends Place {
  readonly rule: AuditRule
  /** One clause; never a hidden figure. */
  readonly clause: string
}

/** Restricted: belongs in the run record, never in a release. */
export interface AuditFacts {
  /** Quantities that disclose alone, complements included; null where nobody could tell (from outside). */
  readonly primaries: number | null
  /** Hidden figures, each counted once however many tables share it. */
  readonly hidden: number
  /**
   * The primary whose proven range is narrowest; null where there is none, or nobody could tell. Its feasibility
   * interval holds [low, up], and is exactly that where there is a finding `narrow-interval` about it.
   */
  readonly narrowest: (Place & { readonly low: number; readonly up: number }) | null
  readonly linearPrograms: number
  /** Sets of hidden figures that no relation links to one another. */
  readonly components: number
  /**
   * Pairs of a primary and a figure with at most `coalition` contributors, who can compute the primary whatever is
   * hidden besides: facts of the data. Null where not looked for.
   */
  readonly unavoidableLeaks: number | null
  /**
   * Primaries that two learners can compute who are the only contributors of two different figures, though more could
   * be hidden. Null where not looked for.
   */
  readonly coalitionLeaks: number | null
  /**
   * Primaries not shown to keep their width for `coalition` learners who know that they are counted, wherever they are;
   * an upper bound. Null where not looked for.
   */
  readonly narrowForCoalitions: number | null
}

/** Of a release that was refused before it was attacked. */
export const unattacked: AuditFacts = {
  primaries: null,
  hidden: 0,
  narrowest: null,
  linearPrograms: 0,
  components: 0,
  unavoidableLeaks: null,
  coalitionLeaks: null,
  narrowForCoalitions: null,
}

export interface AuditReport {
  readonly passed: boolean
  readonly findings: readonly AuditFinding[]
  readonly facts: AuditFacts
}

/**
 * What the audit may spend: time, which differs between machines, and work, which does not. Beyond either, what is
 * not proven counts as a finding.
 */
export interface AuditBudget extends Deadline {
  /** Work on one component, in steps of the solver times rows; some minutes of it where absent. */
  readonly work?: number
  /** For linear programs, besides this one; none where absent. What the audit finds does not depend on them. */
  readonly threads?: TaskRunner | undefined
  /** A solver on this thread for several attacks of one audit, since loading one takes longer than a small attack. */
  readonly here?: SolverHere | undefined
  /** Whether linear programs are run for what is only recorded. */
  readonly measures?: boolean
}
