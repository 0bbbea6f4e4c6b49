import type { PublishedTable } from '../schemas/cell.ts'
import type { AuditParameters, Manifest } from '../schemas/release.ts'
import type { ReleaseFormat } from '../schemas/release-format.ts'
import type { ReportLanguage } from '../schemas/report-language.ts'
import type { ReleaseCharts } from './charts/release-charts.ts'

/** What a manifest says that does not follow from the tables. */
export interface ReleaseFacts {
  readonly project: Readonly<Manifest['project']>
  readonly period: Readonly<Manifest['period']>
  readonly version: number
  /** `YYYY-MM-DD`; the last day that counted as ended. */
  readonly asOf: string
  /** What the learners were told. */
  readonly privacyPolicy: Readonly<Manifest['privacy_policy']>
  /** Limits of disclosure control; plain JSON, and nothing that may not be published. */
  readonly policyParameters: Readonly<Record<string, unknown>>
  readonly codeVersion: string
  /** What is written besides Parquet, CSV and DuckDB, each once. */
  readonly formats: readonly ReleaseFormat[]
  /** Of what people read, the main one first. */
  readonly languages: readonly ReportLanguage[]
  readonly auditParameters: AuditParameters
  /** How tables are drawn; no manifest says it, since it changes no figure. */
  readonly charts?: ReleaseCharts
  /** Null for the first release of a project. */
  readonly previousManifestSha256: string | null
  /** What changes of key figures are against; absent where there is nothing to compare with. */
  readonly compared?: ComparedRelease
}

/** The release that readers are to use of the last period, as its files have it. */
export interface ComparedRelease {
  readonly period: Readonly<Manifest['period']>
  readonly version: number
  readonly manifestSha256: string
  /** How its figures were counted. */
  readonly auditParameters: AuditParameters
  /** Limits and rules as its manifest has them, those for who is counted among them. */
  readonly policyParameters: Readonly<Record<string, unknown>>
  /** Whether a later version of the period was withdrawn: readers may have seen it. */
  readonly newerWithdrawn: boolean
  readonly tables: readonly PublishedTable[]
}

const periodPattern = /^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-W\d{2}|-Q[1-4])?$/

/** Whether a period's name may name a folder: `2026`, `2026-Q4`, `2026-10`, `2026-W43`, `2026-10-31`. */
export function isPeriodId(id: string): boolean {
  return periodPattern.test(id)
}
