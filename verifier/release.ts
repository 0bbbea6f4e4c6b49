/** One entry of a code list. */
export interface Code {
  readonly code: string
  readonly parent: string | null
}

export interface Dimension {
  readonly name: string
  readonly kind: 'attribute' | 'outcome' | 'event'
  readonly sensitive: boolean
  readonly codes: readonly Code[]
}

/** A figure that is counted or summed. */
export interface BaseMeasure {
  readonly name: string
  readonly type: 'learners' | 'events' | 'sum'
  /** Names what is counted, whatever the table. */
  readonly counts: string
  readonly overEvents: string
  /** Base measures that are never smaller. */
  readonly atMost: readonly string[]
  /** Base measure whose learners include this one's. */
  readonly within: string | null
  /** The outcome that it counts, where it counts one of two. */
  readonly part: { readonly dimension: string; readonly code: string } | null
}

export type DerivedMeasure =
  | {
      readonly name: string
      readonly type: 'ratio'
      readonly numerator: string
      readonly denominator: string
    }
  | { readonly name: string; readonly type: 'mean'; readonly decimals: number }
  | { readonly name: string; readonly type: 'median' }

/** A table as the manifest describes it. */
export interface TableDescription {
  readonly id: string
  readonly dimensions: readonly Dimension[]
  readonly baseMeasures: readonly BaseMeasure[]
  readonly derivedMeasures: readonly DerivedMeasure[]
  readonly zeros: 'protect' | 'publish'
  /** Newest day of the rows; null where rows have no days. */
  readonly asOf: string | null
}

/** How published figures were rounded. */
export interface Rounding {
  readonly base: number
  readonly method: 'conventional' | 'controlled'
  readonly within: number
}

/** What the release was held to. */
export interface Limits {
  readonly minimumContributors: number
  readonly percentageBase: number
  readonly outcomeDiversity: number
  readonly rounding: Rounding | null
}

export interface ListedFile {
  readonly path: string
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string
  readonly bytes: number
}

/** What `manifest.json` says, as far as it is judged here. */
export interface Manifest {
  /** `project/period/version`. */
  readonly id: string
  readonly project: string
  readonly period: string
  /** Its length. */
  readonly grain: string
  /** Its first day. */
  readonly start: string
  readonly version: number
  readonly limits: Limits
  readonly tables: readonly TableDescription[]
  readonly files: readonly ListedFile[]
  readonly previousManifestSha256: string | null
  /** The release that changes of key figures are against. */
  readonly comparedWith: {
    readonly period: string
    readonly version: number
    readonly manifestSha256: string
  } | null
}
