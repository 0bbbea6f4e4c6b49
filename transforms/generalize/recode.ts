import { notStatedCode } from '../../schemas/hierarchy.ts'
import { learnerRelation } from '../deidentify/strip-identifiers.ts'
import { cohortRelation, identifier, literal, valuesTable } from '../relation.ts'
import type { Attribute } from './attribute.ts'
import { ageAt, bandCase } from './bands.ts'
import { leafCodes } from './code-list.ts'

/** Columns: `code`, and for each attribute the index of its pinned code in `attribute.codes`. */
export const recodedRelation = cohortRelation('recoded')

/**
 * SQL that recodes every learner to the pinned levels; nobody is dropped, a missing value is `_X`.
 *
 * @param periodStart day at which ages are taken, `YYYY-MM-DD`
 */
export function recodeLearners(attributes: readonly Attribute[], periodStart: string): string {
  const columns = attributes.map(
    ({ name }) => `${identifier(lookupName(name))}.code_index AS ${identifier(name)}`,
  )
  const joins = attributes.map((attribute) => {
    const alias = lookupName(attribute.name)
    return `JOIN ${lookup(attribute)} ON ${identifier(alias)}.value = coalesce(${recodedValue(attribute, periodStart)}, ${literal(notStatedCode)})`
  })
  return `CREATE OR REPLACE TABLE ${recodedRelation.from} AS
SELECT ${['l.code', ...columns].join(', ')} FROM ${learnerRelation.from} AS l ${joins.join('\n')}`
}

/** The value that the lookup knows: a leaf, or the band at the pinned level. */
function recodedValue(attribute: Attribute, periodStart: string): string {
  const column = `l.${identifier(attribute.field)}`
  const bands = attribute.definition.bands
  if (bands === undefined) return column
  return bandCase(
    bands.of === 'age' ? ageAt(column, periodStart) : column,
    bands.levels[pinnedLevel(attribute)]!,
  )
}

function pinnedLevel(attribute: Attribute): string {
  return attribute.hierarchy.levels[attribute.depth]!
}

/** No attribute can be called so. */
function lookupName(attribute: string): string {
  return `codes of ${attribute}`
}

/** Values with the index of their pinned code, as a FROM item. */
function lookup(attribute: Attribute): string {
  const index = new Map(attribute.codes.map(({ code }, i) => [code, i]))
  const pairs =
    attribute.definition.bands === undefined
      ? [...leafCodes(attribute.hierarchy, attribute.depth)]
      : attribute.codes.map(({ code }): [string, string] => [code, code])
  const withMissing =
    attribute.definition.bands === undefined && index.has(notStatedCode)
      ? [...pairs, [notStatedCode, notStatedCode] as const]
      : pairs
  return valuesTable(
    lookupName(attribute.name),
    ['value', 'code_index'],
    withMissing.map(([value, code]) => [literal(value), String(index.get(code)!)]),
  )
}
