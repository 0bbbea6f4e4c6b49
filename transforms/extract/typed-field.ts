import { SourceError } from '../../schemas/failure.ts'
import type { SourceField } from '../../schemas/source/contract.ts'
import { identifier, literal } from '../relation.ts'

/** One reason for which a row is bad. `condition` is SQL that is true of bad rows and never NULL-sensitive. */
export interface Check {
  readonly rule: string
  readonly condition: string
}

/** A contract field as SQL over what the source really holds. */
export interface TypedField {
  readonly name: string
  /** SQL over the source's column: what it gives, NULL where it gives nothing. */
  readonly given: string
  /** SQL over `givenColumn`, of the contract's type; NULL where the value is missing or bad. */
  readonly value: string
  /** Over `givenColumn` and the value, which has the field's name. */
  readonly checks: readonly Check[]
}

/** SQL of the column that holds what a source gives for a field. */
export function givenColumn(field: string): string {
  return identifier(`${field} as given`)
}

const integerTypes = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/
/** Those whose values may lie beyond BIGINT. */
const wideTypes = /^(UBIGINT|U?HUGEINT)$/
const wholePattern = '-?(0|[1-9][0-9]{0,17})'
const decimalPattern = '-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,15})?'
const datePattern = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const momentPattern = `${datePattern}[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?`
/** Postgres writes whole hours without minutes. */
const offsetPattern = '(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)'

/**
 * SQL that reads one field strictly: DuckDB's own casts take `1e3`, ` 12 ` and `1.5` for whole numbers.
 *
 * @param column SQL of the source's value, of the DuckDB type `type`
 * @param timeZone IANA name into which moments with an offset are converted
 * @throws {SourceError} if a column of that type can never satisfy the contract exactly
 */
export function typedField(
  source: string,
  field: SourceField,
  column: string,
  type: string,
  timeZone: string,
): TypedField {
  const [given, cast] = [givenColumn(field.name), castStrictly(field.type, type, timeZone)]
  if (cast === null)
    throw new SourceError(
      source,
      `${field.name} must be ${field.type}; a column of type ${type} needs a cast in \`map\``,
    )
  const name = identifier(field.name)
  const checks: Check[] = []
  if (!field.nullable) checks.push({ rule: `${field.name}: missing`, condition: `${given} IS NULL` })
  const value = cast(given)
  if (value !== given)
    checks.push({
      rule: `${field.name}: not ${article(field.type)}`,
      condition: `${given} IS NOT NULL AND ${name} IS NULL`,
    })
  for (const [rule, broken] of limits(field, name))
    checks.push({ rule: `${field.name}: ${rule}`, condition: `coalesce(${broken}, false)` })
  return {
    name: field.name,
    given: isText(type) ? `nullif(CAST(${column} AS VARCHAR), '')` : column,
    value,
    checks,
  }
}

function* limits(field: SourceField, value: string): Generator<[string, string]> {
  if (field.minimum !== undefined) yield [`under ${field.minimum}`, `${value} < ${field.minimum}`]
  if (field.maximum !== undefined) yield [`over ${field.maximum}`, `${value} > ${field.maximum}`]
  if (field.type === 'text')
    yield ['longer than 400 characters', `strlen(${value}) > 400 AND length(${value}) > 400`]
  if (field.values !== undefined)
    yield ['not an allowed value', `${value} NOT IN (${field.values.map(literal).join(', ')})`]
  if (field.type === 'timestamp')
    yield ['outside 2000 to 2099', `${value} < TIMESTAMP '2000-01-01' OR ${value} >= TIMESTAMP '2100-01-01'`]
  if (field.type === 'date')
    yield ['outside 1905 to 2099', `${value} < DATE '1905-01-01' OR ${value} >= DATE '2100-01-01'`]
}

type Cast = (given: string) => string

/** What makes a value of what is given, or null where that can never be exact; the same SQL where no cast is needed. */
function castStrictly(to: SourceField['type'], type: string, timeZone: string): Cast | null {
  const same: Cast = (given) => given
  const matching =
    (pattern: string, target: string): Cast =>
    (given) =>
      `CASE WHEN regexp_full_match(${given}, ${literal(pattern)}) THEN TRY_CAST(${given} AS ${target}) END`
  switch (to) {
    case 'text':
      if (isText(type)) return same
      return integerTypes.test(type) || type === 'UUID' ? (given) => `CAST(${given} AS VARCHAR)` : null
    case 'integer':
      if (wideTypes.test(type)) return (given) => `TRY_CAST(${given} AS BIGINT)`
      if (integerTypes.test(type)) return (given) => `CAST(${given} AS BIGINT)`
      if (isText(type)) return matching(wholePattern, 'BIGINT')
      return isNumeric(type)
        ? (given) =>
            `CASE WHEN ${given} = floor(${given}) AND abs(${given}) < 1e15 THEN CAST(${given} AS BIGINT) END`
        : null
    case 'decimal':
      if (isText(type)) return matching(decimalPattern, 'DOUBLE')
      if (integerTypes.test(type) || type.startsWith('DECIMAL')) return (given) => `CAST(${given} AS DOUBLE)`
      return isNumeric(type)
        ? (given) => `CASE WHEN isfinite(${given}) THEN CAST(${given} AS DOUBLE) END`
        : null
    case 'boolean':
      if (type === 'BOOLEAN') return same
      return isText(type)
        ? (given) => `CASE lower(${given}) WHEN 'true' THEN true WHEN 'false' THEN false END`
        : null
    case 'date':
      if (type === 'DATE') return same
      if (isText(type)) return matching(datePattern, 'DATE')
      return type.startsWith('TIMESTAMP') && type !== 'TIMESTAMP WITH TIME ZONE'
        ? (given) => `CASE WHEN ${given} = CAST(${given} AS DATE) THEN CAST(${given} AS DATE) END`
        : null
    case 'timestamp':
      if (type === 'TIMESTAMP WITH TIME ZONE') return (given) => `timezone(${literal(timeZone)}, ${given})`
      if (type.startsWith('TIMESTAMP') || type === 'DATE') return (given) => `CAST(${given} AS TIMESTAMP)`
      return isText(type) ? (given) => momentFromText(given, timeZone) : null
  }
}

function momentFromText(text: string, timeZone: string): string {
  const offset = literal(`${momentPattern}${offsetPattern}`)
  const local = literal(`(${momentPattern}|${datePattern})`)
  // DuckDB reads an offset only after seconds.
  const withSeconds = `regexp_replace(${text}, '([T ][0-9]{2}:[0-9]{2})([Z+-])', '\\1:00\\2')`
  return `CASE WHEN regexp_full_match(${text}, ${local}) THEN TRY_CAST(${text} AS TIMESTAMP) WHEN regexp_full_match(${text}, ${offset}) THEN timezone(${literal(timeZone)}, TRY_CAST(${withSeconds} AS TIMESTAMPTZ)) END`
}

function isText(type: string): boolean {
  return type === 'VARCHAR' || type === 'JSON' || type.startsWith('ENUM')
}

function isNumeric(type: string): boolean {
  return type === 'DOUBLE' || type === 'FLOAT' || type.startsWith('DECIMAL')
}

function article(type: SourceField['type']): string {
  return {
    text: 'text',
    integer: 'a whole number',
    decimal: 'a number',
    boolean: 'true or false',
    date: 'a date',
    timestamp: 'a moment',
  }[type]
}
