import { SourceError } from '../../schemas/failure.ts'
import type { SourceField } from '../../schemas/source/contract.ts'
import { literal } from '../relation.ts'

/** One reason for which a row is bad. `condition` is SQL that is true of bad rows and never NULL-sensitive. */
export interface Check {
  readonly rule: string
  readonly condition: string
}

/** A contract field as SQL over what the source really holds. */
export interface TypedField {
  readonly name: string
  /** SQL of the contract's type; NULL where the value is missing or bad. */
  readonly value: string
  readonly checks: readonly Check[]
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
  const cast = castStrictly(field, column, type, timeZone)
  if (cast === null)
    throw new SourceError(
      source,
      `${field.name} must be ${field.type}; a column of type ${type} needs a cast in \`map\``,
    )
  const { value, wellFormed, present } = cast
  const checks: Check[] = []
  if (!field.nullable) checks.push({ rule: `${field.name}: missing`, condition: `NOT (${present})` })
  if (wellFormed !== 'true')
    checks.push({
      rule: `${field.name}: not ${article(field.type)}`,
      condition: `(${present}) AND NOT coalesce(${wellFormed}, false)`,
    })
  for (const [rule, broken] of limits(field, value))
    checks.push({ rule: `${field.name}: ${rule}`, condition: `coalesce(${broken}, false)` })
  return { name: field.name, value, checks }
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

interface StrictCast {
  readonly value: string
  readonly wellFormed: string
  readonly present: string
}

function castStrictly(field: SourceField, column: string, type: string, timeZone: string): StrictCast | null {
  const isText = type === 'VARCHAR' || type === 'JSON' || type.startsWith('ENUM')
  const present = isText ? `nullif(CAST(${column} AS VARCHAR), '') IS NOT NULL` : `${column} IS NOT NULL`
  const text = `nullif(CAST(${column} AS VARCHAR), '')`
  const exact = (value: string): StrictCast => ({ value, wellFormed: 'true', present })
  const matching = (pattern: string, target: string): StrictCast => ({
    value: `CASE WHEN regexp_full_match(${text}, ${literal(pattern)}) THEN TRY_CAST(${text} AS ${target}) END`,
    wellFormed: `regexp_full_match(${text}, ${literal(pattern)}) AND TRY_CAST(${text} AS ${target}) IS NOT NULL`,
    present,
  })
  switch (field.type) {
    case 'text':
      return isText
        ? exact(text)
        : integerTypes.test(type) || type === 'UUID'
          ? exact(`CAST(${column} AS VARCHAR)`)
          : null
    case 'integer':
      if (wideTypes.test(type)) {
        const value = `TRY_CAST(${column} AS BIGINT)`
        return { value, wellFormed: `${value} IS NOT NULL`, present }
      }
      if (integerTypes.test(type)) return exact(`CAST(${column} AS BIGINT)`)
      if (isText) return matching(wholePattern, 'BIGINT')
      return isNumeric(type)
        ? {
            value: `CASE WHEN ${column} = floor(${column}) AND abs(${column}) < 1e15 THEN CAST(${column} AS BIGINT) END`,
            wellFormed: `${column} = floor(${column}) AND abs(${column}) < 1e15`,
            present,
          }
        : null
    case 'decimal':
      if (integerTypes.test(type) || type.startsWith('DECIMAL')) return exact(`CAST(${column} AS DOUBLE)`)
      if (isText) return matching(decimalPattern, 'DOUBLE')
      return isNumeric(type)
        ? {
            value: `CASE WHEN isfinite(${column}) THEN CAST(${column} AS DOUBLE) END`,
            wellFormed: `isfinite(${column})`,
            present,
          }
        : null
    case 'boolean':
      if (type === 'BOOLEAN') return exact(column)
      return isText
        ? {
            value: `CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`,
            wellFormed: `lower(${text}) IN ('true', 'false')`,
            present,
          }
        : null
    case 'date':
      if (type === 'DATE') return exact(column)
      if (isText) return matching(datePattern, 'DATE')
      return type.startsWith('TIMESTAMP') && type !== 'TIMESTAMP WITH TIME ZONE'
        ? { value: `CAST(${column} AS DATE)`, wellFormed: `${column} = CAST(${column} AS DATE)`, present }
        : null
    case 'timestamp':
      if (type === 'TIMESTAMP WITH TIME ZONE') return exact(`timezone(${literal(timeZone)}, ${column})`)
      if (type.startsWith('TIMESTAMP') || type === 'DATE') return exact(`CAST(${column} AS TIMESTAMP)`)
      return isText ? momentFromText(text, present, timeZone) : null
  }
}

function momentFromText(text: string, present: string, timeZone: string): StrictCast {
  const offset = literal(`${momentPattern}${offsetPattern}`)
  const local = literal(`(${momentPattern}|${datePattern})`)
  // DuckDB reads an offset only after seconds.
  const withSeconds = `regexp_replace(${text}, '([T ][0-9]{2}:[0-9]{2})([Z+-])', '\\1:00\\2')`
  const value = `CASE WHEN regexp_full_match(${text}, ${local}) THEN TRY_CAST(${text} AS TIMESTAMP) WHEN regexp_full_match(${text}, ${offset}) THEN timezone(${literal(timeZone)}, TRY_CAST(${withSeconds} AS TIMESTAMPTZ)) END`
  return { value, wellFormed: `(${value}) IS NOT NULL`, present }
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
