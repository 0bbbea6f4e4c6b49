import { WithheldError } from '../schemas/failure.ts'
import type { Period } from '../schemas/period.ts'
import { unattacked } from '../transforms/audit/audit-report.ts'
import type { PeriodRecord } from './run-record.ts'

/** A period that cannot be protected is no failure of the night, which has others to take. */
export async function unlessWithheld<T>(protectPeriod: () => Promise<T>): Promise<T | WithheldError> {
  try {
    return await protectPeriod()
  } catch (error) {
    if (error instanceof WithheldError) return error
    throw error
  }
}

/** What a run records of a period that no pattern could be found for: others go on. */
export function withheldPeriod(
  period: Period,
  { reason }: WithheldError,
  counted?: Pick<PeriodRecord, 'risk' | 'clamped'>,
): PeriodRecord {
  return {
    period,
    outcome: 'withheld',
    ...{ folder: null, candidate: null, manifestSha256: null },
    reasons: [reason],
    risk: counted?.risk ?? { learners: 0, classes: 0, k: null, learnersUnderThreshold: 0, sensitive: {} },
    clamped: counted?.clamped ?? null,
    tables: [],
    hidden: [],
    audit: { passed: false, findings: [], facts: unattacked },
    stocks: [],
    merges: [],
  }
}
