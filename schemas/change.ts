import type { Figure } from './cell.ts'

/** Learners who were counted in one leaf row of a table's matrix, and are now counted in another. */
export interface Move {
  /** Leaf row before, −1 for those who were not counted. */
  readonly from: number
  /** Leaf row now, −1 for those who are counted no more. */
  readonly to: number
  readonly learners: number
}

/** Learners of one leaf row of a table's matrix. */
export interface LeafLearners {
  readonly row: number
  readonly learners: number
}

/**
 * Who may have been forgotten since an earlier day, and have come back: they are among those who joined, and among those who
 * departed, though they did neither. Nobody can tell any more, since nothing is kept of who was forgotten.
 */
export interface Returns {
  /** At most so many in all. */
  readonly most: number
  /** Where they are now: at most so many in each leaf. */
  readonly joined: readonly LeafLearners[]
  /** Where they were. */
  readonly departed: readonly LeafLearners[]
}

export const noReturns: Returns = { most: 0, joined: [], departed: [] }

/** An earlier day on which rows of a table were published as they stood that day. */
export interface EarlierMoment {
  /** `YYYY-MM-DD` */
  readonly asOf: string
  /** By row of the matrix: 1 where it was published as of that day. */
  readonly fresh: Uint8Array
  /** By row: what was published as of that day; NaN where nothing was, or what is followed is no figure of the table. */
  readonly figures: Float64Array
  /** Who has moved since; of learners who are back where they were, nothing. */
  readonly moves: readonly Move[]
  /** Whose moves may only seem so; nobody's where absent. */
  readonly returns?: Returns
  /** By row: learners of whom a reader is taken to know that they were counted in it that day; nobody where absent. */
  readonly atLeast?: Float64Array
  /**
   * By row: 1 where it was counted that day who was in it, 0 where no stock had such a row yet, so that moves from and to it
   * are but one possibility; all were where absent.
   */
  readonly told?: Uint8Array
}

/**
 * What was published of a stock before. Every table of a release has the same moments, earliest first, those too at
 * which none of its rows was published.
 */
export interface TableHistory {
  readonly moments: readonly EarlierMoment[]
  /** By row: its figures as they were last published; null where they never were. */
  readonly lastFigures: readonly (readonly Figure[] | null)[]
  /** By row: 1 where its figure was ever published, in this table or another one; as `lastFigures` say where absent. */
  readonly everShown?: Uint8Array
  /** No row of it is updated any more: all stand. */
  readonly isRetired?: boolean
}

/** What a release does with a row of a stock: as of its own day, as last published, or nothing. */
export type UpdateStatus = 'fresh' | 'standing' | 'hidden'

/** Learners whose contributions to a figure moved one way, and by how much. */
export interface ContributionChange {
  readonly learners: number
  /** Sum of their changes. */
  readonly value: number
  /** The largest changes of single learners, descending; as many as dominance looks at, or all. */
  readonly largest: readonly number[]
}

/** What changed at one leaf block of a figure. */
export interface LeafChange {
  /** Leaf of `attributeBlocks`. */
  readonly leaf: number
  readonly rose: ContributionChange
  /** Learners who are gone are among them by their surplus. */
  readonly fell: ContributionChange
  readonly gone: GoneContributions
}

/**
 * What learners who are gone had contributed to a figure: which of them contributed to which of its parts, nobody knows any
 * more. Adds up over leaves.
 */
export interface GoneContributions {
  /** Contributions to the whole less those to the part; of an overlap, to the parts less those to the whole. */
  readonly surplus: number
  /** The same of what they contributed: 0 exactly where the figure lost nothing. */
  readonly value: number
  /** The most that one learner adds to the surplus. */
  readonly most: number
}

/**
 * A figure of one event, or what a reader forms of the figures of several (a track less one of its courses), by block of
 * a table: a table of its own, of which learners are in a leaf for good and only what they contribute changes.
 */
export interface RevisedFigure {
  /** Position of the table among those of the release. */
  readonly table: number
  /** Tells figures apart: in two tables, one key is one figure. */
  readonly key: string
  readonly type: 'learners' | 'events' | 'sum'
  /** By block: how many contribute to it now. */
  readonly counted: Float64Array
  /** By earlier day: what changed since. */
  readonly changes: readonly (readonly LeafChange[])[]
}

/** What is known of the changes of a table since one earlier day, besides its figures. */
export interface MixedChange {
  readonly table: number
  /** By earlier day and leaf block: learners whose sums rose for one event and fell for another beside it. */
  readonly learners: readonly (readonly { readonly leaf: number; readonly learners: number }[])[]
}
