import type { RowJudgement } from '../../schemas/cell.ts'
import type { BrokenRule } from './broken-rules.ts'
import type { DescribedRelation } from './describe-relation.ts'
import type { NamedFigure, NamedRow } from './named-figures.ts'
import type { FeasibilityInterval } from './revealed-figures.ts'

export interface ExplainedFigure {
  /** A base measure, or `assessed without passed` for what follows by subtraction. */
  readonly figure: string
  readonly value: number
  readonly contributors: number
  /** Discloses on its own. */
  readonly primary: boolean
  /** What a reader can tell; null for a published figure. */
  readonly interval: FeasibilityInterval | null
}

/** A primary that would lose its protection if only the explained row were published. */
export interface LostProtection extends NamedFigure {
  /** `exact`: a reader could compute it; `narrow`: its interval would be narrower than needed. */
  readonly how: 'exact' | 'narrow'
  readonly needed: number
  readonly before: FeasibilityInterval
  readonly after: FeasibilityInterval
  /** The relations that make it so, those with the explained row first. */
  readonly because: readonly DescribedRelation[]
}

/** How much of what hangs together with a row was looked at. */
export interface ExplanationExtent {
  readonly hiddenFigures: number
  readonly examinedFigures: number
  readonly primaries: number
  readonly examinedPrimaries: number
  /**
   * Not all of it: with fewer figures, true intervals may be wider than is said; with fewer primaries, the nearest
   * ones, more may be revealed.
   */
  readonly capped: boolean
}

/** Why a row has its status. Restricted: it holds hidden figures and tells primaries. */
export interface CellExplanation extends NamedRow {
  readonly status: RowJudgement['status']
  readonly limits: {
    readonly minimumContributors: number
    readonly outcomeDiversity: number
    readonly intervalWidth: number
  }
  readonly figures: readonly ExplainedFigure[]
  /** Rules that speak against publishing the row, or another one that shares its status. */
  readonly rules: readonly (BrokenRule & NamedRow)[]
  /** Other rows that show one of its figures, and so have its status. */
  readonly sharesStatusWith: readonly NamedRow[]
  /** The relations in which it stands together with other hidden figures. */
  readonly hidesBehind: readonly DescribedRelation[]
  readonly ifPublished: {
    readonly primaries: readonly LostProtection[]
    /** Primaries that the only contributor of another cell could then compute from their own value. */
    readonly loneContributors: readonly { readonly contributor: NamedFigure; readonly primary: NamedFigure }[]
  }
  readonly extent: ExplanationExtent
}
