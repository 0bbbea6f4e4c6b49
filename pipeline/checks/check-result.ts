import type { Severity } from '../../schemas/drift.ts'

/** What a check of the sources found; shares and ages only, and only where it does not pass. */
export interface CheckResult {
  readonly check: 'freshness' | 'rows_shrunk' | 'quarantine_grown' | 'not_stated_jumped'
  /** The source, or the attribute. */
  readonly of: string
  readonly severity: Severity
  /** One clause, the rule first. */
  readonly clause: string
}
