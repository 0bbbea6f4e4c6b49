import type { SourceName } from '../../schemas/source/source-name.ts'
import { identifier } from '../relation.ts'
import { type Check, givenColumn, type TypedField } from './typed-field.ts'

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
 * Reads rows strictly: what a source gives beside the value that it stands for. Two steps, each named once, since DuckDB
 * plans a long expression anew wherever it stands.
 *
 * @param from SQL of a relation with the source's values in columns named as the contract's fields, and with
 *   `__file` and `__position`
 * @returns SQL of a SELECT with the typed fields, `givenColumn` of each, `__file` and `__position`
 */
export function typedRows(from: string, fields: readonly TypedField[]): string {
  const given = fields.map((field) => `${field.given} AS ${givenColumn(field.name)}`)
  const values = fields.map((field) => `${field.value} AS ${identifier(field.name)}`)
  return `SELECT *, ${values.join(', ')} FROM (SELECT ${[...given, '__file', '__position'].join(', ')} FROM ${from})`
}

/**
 * Sorts rows into good ones and the first rule that each bad one breaks.
 *
 * @param from see `typedRows`
 * @param crossField over typed fields
 * @returns SQL of a SELECT with the typed fields, `__file`, `__position` and `__rule`: 0 for a good row, else 1 + index
 *   into `rules`
 */
export function checkedRows(
  from: string,
  fields: readonly TypedField[],
  crossField: readonly Check[],
): { readonly sql: string; readonly rules: readonly string[] } {
  const checks = [...fields.flatMap((field) => field.checks), ...crossField]
  const columns = [...fields.map(({ name }) => identifier(name)), '__file', '__position']
  return {
    sql: `SELECT ${columns.join(', ')}, ${firstBroken(checks)} AS __rule FROM (${typedRows(from, fields)})`,
    rules: checks.map((check) => check.rule),
  }
}

function firstBroken(checks: readonly Check[]): string {
  if (checks.length === 0) return '0'
  return `CASE ${checks.map((check, i) => `WHEN ${check.condition} THEN ${1 + i}`).join(' ')} ELSE 0 END`
}
