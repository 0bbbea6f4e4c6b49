import type { Figure } from './cell.ts'

/** Learners who were counted in one leaf row of a table's matrix, and are now counted in another. */
export interface Move {
  /** Leaf row before, −1 for those who were not counted. */
  readonly from: number
  /** Leaf row now, −1 for those who are counted no more. */
  readonly to: number
  readonly learners: number
}

/** An earlier day on which rows of a table were published as they stood that day. */
export interface EarlierMoment {
  /** `YYYY-MM-DD` */
  readonly asOf: string
  /** By row of the matrix: 1 where it was published as of that day. */
  readonly fresh: Uint8Array
  /** By row: what was published as of that day; NaN where nothing was. */
  readonly figures: Float64Array
  /** Who has moved since; of learners who are back where they were, nothing. */
  readonly moves: readonly Move[]
  /** By row: learners of whom a reader is taken to know that they were counted in it that day; nobody where absent. */
  readonly atLeast?: Float64Array
}

/**
 * What was published of a stock before. Every table of a release has the same moments, earliest first, those too at
 * which none of its rows was published.
 */
export interface TableHistory {
  readonly moments: readonly EarlierMoment[]
  /** By row: its figures as they were last published; null where they never were. */
  readonly lastFigures: readonly (readonly Figure[] | null)[]
}

/** What a release does with a row of a stock: as of its own day, as last published, or nothing. */
export type UpdateStatus = 'fresh' | 'standing' | 'hidden'
