export type SampleFormat = 'parquet' | 'csv' | 'jsonl'

/** One way in which rows of a source are spoilt. */
interface DirtKind {
  readonly kind: string
  /** The field that it spoils. */
  readonly field: string
  /** SQL for what stands there instead; may use the row's other columns. */
  readonly value: string
  /** Only files without column types can hold it. */
  readonly untyped?: true
}

const nothing = (field: string): DirtKind => ({ kind: `no-${field}`, field, value: 'NULL' })
const year = (field: string, number: 1900 | 2100, type: 'DATE' | 'TIMESTAMP' = 'TIMESTAMP'): DirtKind => ({
  kind: `${field}-${number}`,
  field,
  value: type === 'DATE' ? `DATE '${number}-01-01'` : `TIMESTAMP '${number}-01-01 00:00:00'`,
})
const text = (field: string, value: string): DirtKind => ({
  kind: `${field}-text`,
  field,
  value: `'${value}'`,
  untyped: true,
})
const unknownLearner: DirtKind = {
  kind: 'unknown-learner',
  field: 'learner_id',
  value: `'lrn-unknown-' || no`,
}

/**
 * Kinds of dirt by source. `offer.ts` has those of courses, lessons and tests.
 */
const dirtKinds: Readonly<
  Record<'learners' | 'lesson_views' | 'progress' | 'test_results', readonly DirtKind[]>
> = {
  learners: [
    nothing('learner_id'),
    { kind: 'duplicate-learner_id', field: 'learner_id', value: 'previous_id' },
    nothing('registered_at'),
    year('registered_at', 1900),
    year('registered_at', 2100),
    nothing('account_type'),
    { kind: 'unknown-account_type', field: 'account_type', value: "'robot'" },
    nothing('birth_date'),
    year('birth_date', 1900, 'DATE'),
    year('birth_date', 2100, 'DATE'),
    nothing('gender'),
    nothing('district'),
    nothing('settlement'),
    { kind: 'malformed-district', field: 'district', value: 'left(district, 5)' },
    { kind: 'unlisted-education', field: 'education', value: "'PhD'" },
    text('birth_date', '31.02.2001'),
  ],
  lesson_views: [
    nothing('learner_id'),
    nothing('lesson_id'),
    nothing('started_at'),
    unknownLearner,
    { kind: 'unknown-lesson', field: 'lesson_id', value: "'c99-l001'" },
    { kind: 'duplicate-view_id', field: 'view_id', value: 'previous_id' },
    { kind: 'negative-seconds', field: 'seconds', value: '-seconds' },
    { kind: 'seconds-beyond-a-day', field: 'seconds', value: 'seconds + 100000' },
    year('started_at', 1900),
    year('started_at', 2100),
    text('seconds', 'n/a'),
  ],
  progress: [
    nothing('learner_id'),
    nothing('enrolled_at'),
    unknownLearner,
    { kind: 'unknown-course', field: 'course_id', value: "'c99'" },
    { kind: 'percent-above-100', field: 'percent', value: 'percent + 101' },
    { kind: 'negative-percent', field: 'percent', value: '-1 - percent' },
    { kind: 'completed-before-enrolment', field: 'completed_at', value: 'enrolled_at - INTERVAL 3 DAY' },
    year('enrolled_at', 1900),
    year('certificate_at', 2100),
    text('percent', 'half'),
  ],
  test_results: [
    nothing('learner_id'),
    nothing('score'),
    unknownLearner,
    { kind: 'unknown-test', field: 'test_id', value: "'c99-t7'" },
    { kind: 'duplicate-attempt_id', field: 'attempt_id', value: 'previous_id' },
    { kind: 'score-above-maximum', field: 'score', value: '(max_score * 2)::DECIMAL(7, 2)' },
    { kind: 'negative-score', field: 'score', value: '(-1 - score)::DECIMAL(7, 2)' },
    { kind: 'no-maximum', field: 'max_score', value: '0::DECIMAL(7, 2)' },
    year('submitted_at', 1900),
    year('submitted_at', 2100),
    text('score', 'passed'),
  ],
}
type SpoiltSource = keyof typeof dirtKinds

/** One row in a hundred is spoilt; each kind gets the same number of them. */
const share = 100
/** Larger than any period and prime, so that the rows of one kind lie far apart. */
const stride = 7919

/**
 * SQL for a column that is spoilt in the rows whose turn it is.
 *
 * @param no SQL for the row's number, from 0
 * @param column SQL for the unspoilt value
 */
export function spoil(
  source: SpoiltSource,
  field: string,
  no: string,
  column: string,
  format: SampleFormat,
): string {
  const kinds = dirtKinds[source]
  const turns = kinds.flatMap((dirt, turn) =>
    dirt.field === field && occurs(dirt, format) ? [{ ...dirt, turn }] : [],
  )
  const untyped = turns.some((dirt) => dirt.untyped)
  const held = (sql: string) => (untyped ? (format === 'csv' ? `(${sql})::VARCHAR` : `to_json(${sql})`) : sql)
  if (turns.length === 0) return column
  const cases = turns.map((dirt) => `WHEN ${dirt.turn} THEN ${held(dirt.value)}`)
  return `CASE ${turnOf(source, no)} ${cases.join(' ')} ELSE ${held(column)} END`
}

/** SQL that is true of rows that one of the given kinds spoils. */
export function spoilt(source: SpoiltSource, field: string, no: string): string {
  const turns = dirtKinds[source].flatMap((dirt, turn) => (dirt.field === field ? [turn] : []))
  return `${turnOf(source, no)} IN (${turns.join(', ')})`
}

/** How many of the first `rows` rows each kind spoils. */
export function dirtCounts(source: SpoiltSource, rows: number, format: SampleFormat): Record<string, number> {
  const period = dirtKinds[source].length * share
  const rest = Array.from({ length: rows % period }, (_, no) => (no * stride) % period)
  return Object.fromEntries(
    dirtKinds[source].flatMap((dirt, turn) =>
      occurs(dirt, format) ? [[dirt.kind, Math.floor(rows / period) + (rest.includes(turn) ? 1 : 0)]] : [],
    ),
  )
}

function occurs(dirt: DirtKind, format: SampleFormat): boolean {
  return dirt.untyped === undefined || format !== 'parquet'
}

/** SQL for the turn of a row: below the number of kinds for the rows to be spoilt. */
function turnOf(source: SpoiltSource, no: string): string {
  return `((${no}) * ${stride}) % ${dirtKinds[source].length * share}`
}
