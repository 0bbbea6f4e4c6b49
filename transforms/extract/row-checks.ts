import type { SourceName } from '../../schemas/source/source-name.ts'
import type { Check, TypedField } from './typed-field.ts'

/** Rules that span two fields of a row; each holds only where both fields are present. */
const crossFieldRules: Partial<
  Record<SourceName, readonly { rule: string; fields: readonly [string, string]; broken: string }[]>
> = {
  learners: [
    {
      rule: 'birth_date: after registration',
      fields: ['birth_date', 'registered_at'],
      broken: 'birth_date > registered_at',
    },
  ],
  progress: [
    {
      rule: 'completed_at: before enrolment',
      fields: ['completed_at', 'enrolled_at'],
      broken: 'completed_at < enrolled_at',
    },
    {
      rule: 'certificate_at: before completion',
      fields: ['certificate_at', 'completed_at'],
      broken: 'certificate_at < completed_at',
    },
  ],
  test_results: [
    { rule: 'score: over max_score', fields: ['score', 'max_score'], broken: 'score > max_score' },
  ],
}

/** Cross-field checks over typed values, named as the contract's fields. */
export function crossFieldChecks(source: SourceName, present: ReadonlySet<string>): readonly Check[] {
  return (crossFieldRules[source] ?? [])
    .filter(({ fields }) => fields.every((field) => present.has(field)))
    .map(({ rule, broken }) => ({ rule, condition: `coalesce(${broken}, false)` }))
}

/**
 * Sorts rows into good ones and the first rule that each bad one breaks.
 *
 * @param from SQL of a relation with the source's values in columns named as the contract's fields, and with
 *   `__file` and `__position`
 * @returns SQL of a SELECT with the typed fields and `__rule`: 0 for a good row, else 1 + index into `rules`
 */
export function checkedRows(
  from: string,
  fields: readonly TypedField[],
  crossField: readonly Check[],
): { readonly sql: string; readonly rules: readonly string[] } {
  const single = fields.flatMap((field) => field.checks)
  const columns = fields.map(({ name, value }) => `${value} AS "${name}"`)
  const inner = `SELECT ${[...columns, `${firstBroken(single, 1)} AS __single`, '__file', '__position'].join(', ')} FROM ${from}`
  const rule = `CASE WHEN __single > 0 THEN __single ELSE ${firstBroken(crossField, 1 + single.length)} END`
  return {
    sql: `SELECT * EXCLUDE (__single), ${rule} AS __rule FROM (${inner})`,
    rules: [...single, ...crossField].map((check) => check.rule),
  }
}

function firstBroken(checks: readonly Check[], offset: number): string {
  if (checks.length === 0) return '0'
  return `CASE ${checks.map((check, i) => `WHEN ${check.condition} THEN ${offset + i}`).join(' ')} ELSE 0 END`
}
