import type { FactName } from '../../schemas/fact.ts'
import type { Period } from '../../schemas/period.ts'
import { type FactNeeds, factRelation, latestFactor } from '../deidentify/fact-relation.ts'
import { stableCodeRelation } from '../deidentify/stable-code-relations.ts'
import type { Attribute } from '../generalize/attribute.ts'
import { recodedRelation } from '../generalize/recode.ts'
import { cohortRelation, identifier, literal, valuesTable } from '../relation.ts'
import { departed } from './advance-contributions.ts'
import { contributionRelation } from './contribution-relations.ts'
import { attributePrefix, happened, isOfBasePeriods } from './series-kinds.ts'

/**
 * What each learner did in a base period, as it was counted, so that a longer period can count each learner once:
 * rows of `contributionRelation` of series of their own.
 *
 * - `happened <fact>`: `place` the code of what it happened in (empty where tables do not ask) and the
 *   column of the fact's relation, `amount` that column; from the first day of the base period until the day after it.
 * - `attribute <name>`: `place` is the code that the learner was counted under; from the first day of
 *   the base period in which they were first counted, until the longest longer period is over.
 * - `registered at end`: of a base period that a longer one ends with, who is in its stocks; only who did anything.
 * - `came late <stock>`: of such a base period, who may have been counted before by another code: see `addCameLate`.
 */

/** What the period at hand adds: `series`, `learner` (null where a row is about nobody), `place`, `amount`, `until`. */
export const addedRelation = cohortRelation('added_contribution')

/** Columns: `code`, `learner`: who is counted in a longer period. */
export const rolledLearnerRelation = cohortRelation('rolled_learner')

/** Between a place and a column: no code has it. */
const separator = '\u001f'

/** Codes of a course dimension by their number in this run. */
export type PlaceCodes = readonly { readonly number: number; readonly code: string }[]

/** SQL that makes the relation of what the period at hand adds, empty. */
export function startAdded(): string {
  return `CREATE OR REPLACE TABLE ${addedRelation.from} (series VARCHAR, learner VARCHAR, place VARCHAR, amount BIGINT, until VARCHAR)`
}

/** SQL that takes in what learners did in a base period. */
export function addHappened(fact: FactName, needs: FactNeeds, places: PlaceCodes, period: Period): string {
  const { relation, sums, latest } = factRelation(fact, needs)
  const { course } = needs
  const columns = [
    ...sums.map((column) => `CAST(sum(s.${column}) AS BIGINT) AS ${column}`),
    ...latest.map((column) => `max(s.${column}) AS ${column}`),
  ]
  const lookup = valuesTable(
    'codes',
    ['number', 'code'],
    places.map(({ number, code }) => [String(number), literal(code)]),
  )
  const place = course === null ? "''" : 'codes.code'
  const join = course === null ? '' : `JOIN ${lookup} ON codes.number = c.${course}`
  const selects = [...sums, ...latest].map(
    (column) =>
      `SELECT ${literal(happened + fact)}, t.learner, ${place} || ${literal(separator + column)}, c.${column}, ${literal(period.end)}
FROM collapsed AS c JOIN ${stableCodeRelation.from} AS t USING (code) ${join} WHERE c.${column} <> 0`,
  )
  return `INSERT INTO ${addedRelation.from}
WITH collapsed AS (SELECT s.code${course === null ? '' : `, s.${course}`}, ${columns.join(', ')} FROM ${relation.from} AS s
  WHERE s.day >= DATE ${literal(period.start)} AND s.day < DATE ${literal(period.end)} GROUP BY s.code${course === null ? '' : `, s.${course}`})
${selects.join('\nUNION ALL\n')}`
}

/** SQL that takes in the attributes of those who are counted for the first time in the longest period. */
export function addAttributes(attributes: readonly Attribute[], longest: Period): readonly string[] {
  return attributes.map((attribute) => {
    const { name } = attribute
    return `INSERT INTO ${addedRelation.from}
SELECT ${literal(attributePrefix + name)}, t.learner, codes.code, 0, ${literal(longest.end)}
FROM ${recodedRelation.from} AS r JOIN ${stableCodeRelation.from} AS t USING (code)
JOIN ${codesOf(attribute)} ON codes.position = r.${identifier(name)}
WHERE t.learner IN (SELECT learner FROM ${addedRelation.from} WHERE series LIKE ${literal(`${happened}%`)})
  AND t.learner NOT IN (SELECT learner FROM ${contributionRelation.from} WHERE ${isPinned(name, longest)})`
  })
}

/** SQL that takes note of a release of the period that was counted last. */
export function keepAdded({ start }: Period): string {
  return `INSERT INTO ${contributionRelation.from}
SELECT series, learner, place, amount, ${literal(start)}, until, CASE WHEN learner IS NULL THEN 0 ELSE 1 END, NULL FROM ${addedRelation.from}`
}

/** SQL that gives learners the attributes that they were first counted under in the longest period. */
export function pinAttributes(attributes: readonly Attribute[], longest: Period): readonly string[] {
  return attributes.map(
    (attribute) => `UPDATE ${recodedRelation.from} SET ${identifier(attribute.name)} = p.position
FROM (${pinned(attribute, longest)}) AS p JOIN ${stableCodeRelation.from} AS t USING (learner)
WHERE ${recodedRelation.from}.code = t.code`,
  )
}

/** SELECT of how many attributes were kept under codes that are not among the attribute's any more. */
export function countUnknownCodes(attribute: Attribute, longest: Period): string {
  return `SELECT count(*) FROM ${contributionRelation.from} WHERE ${isPinned(attribute.name, longest)}
AND place NOT IN (SELECT code FROM ${codesOf({ ...attribute, codes: finestOf(attribute.codes) })})`
}

/** Codes that no other lies under: those that learners are recoded to. */
function finestOf(codes: Attribute['codes']): Attribute['codes'] {
  return codes.filter(({ code }) => codes.every(({ parent }) => parent !== code))
}

/** SQL that recodes everybody who is counted in a longer period; codes are new ones. */
export function recodeCounted(
  attributes: readonly Attribute[],
  period: Period,
  longest: Period,
): readonly string[] {
  const joins = attributes.map(
    (attribute) =>
      `JOIN (${pinned(attribute, longest)}) AS ${identifier(`codes of ${attribute.name}`)} USING (learner)`,
  )
  const columns = attributes.map(
    ({ name }) => `, ${identifier(`codes of ${name}`)}.position AS ${identifier(name)}`,
  )
  return [
    `CREATE OR REPLACE TABLE ${rolledLearnerRelation.from} AS
SELECT CAST(row_number() OVER (ORDER BY learner) AS INTEGER) AS code, learner
FROM (SELECT DISTINCT learner FROM ${contributionRelation.from} WHERE ${isIn(period)})`,
    `CREATE OR REPLACE TABLE ${recodedRelation.from} AS
SELECT l.code${columns.join('')} FROM ${rolledLearnerRelation.from} AS l ${joins.join('\n')}`,
  ]
}

/** SELECT of how many are counted in the longer period that `recodeCounted` was for. */
export function countRolled(): string {
  return `SELECT count(*) FROM ${rolledLearnerRelation.from}`
}

/** Name of the relation that `restoreFact` makes of a fact. */
export function rolledName(fact: FactName): string {
  return `rolled_${fact}`
}

/** Room for moments within a base period behind the period's own. */
const momentsOfPeriod = 2 ** 28

/**
 * SQL that makes the relation of a fact for a longer period of what was kept: one row for each learner, place and base
 * period. The latest of a later base period is later. A base period whose tables did not ask for places has none.
 *
 * @param places codes that there are now; what happened elsewhere has none either, see `countLost`
 */
export function restoreFact(fact: FactName, needs: FactNeeds, places: PlaceCodes, period: Period): string {
  const { relation, sums, latest } = factRelation(fact, needs, rolledName(fact))
  const { course } = needs
  const ofColumn = (column: string) => `FILTER (WHERE part = ${literal(column)})`
  const moment = `date_diff('day', DATE '1970-01-01', CAST(since AS DATE)) * ${momentsOfPeriod * latestFactor}`
  const columns = [
    ...sums.map((column) => `CAST(coalesce(sum(amount) ${ofColumn(column)}, 0) AS BIGINT) AS ${column}`),
    ...latest.map((column) => `max(${moment} + amount) ${ofColumn(column)} AS ${column}`),
  ]
  const lookup = valuesTable(
    'codes',
    ['number', 'code'],
    places.map(({ number, code }) => [String(number), literal(code)]),
  )
  const keys = ['l.code', ...(course === null ? [] : ['codes.number']), 'since']
  return `CREATE OR REPLACE TABLE ${relation.from} AS
SELECT l.code, CAST(since AS DATE) AS day${course === null ? '' : `, codes.number AS ${course}`}, ${columns.join(', ')}
FROM (${parted(fact, period)}) JOIN ${rolledLearnerRelation.from} AS l USING (learner)
${course === null ? '' : `LEFT JOIN ${lookup} ON codes.code = place_code`} GROUP BY ${keys.join(', ')}`
}

/** SELECT of how many rows of a longer period are about places that there are none of now. */
export function countLost(fact: FactName, places: PlaceCodes, period: Period): string {
  const known = valuesTable(
    'codes',
    ['code'],
    places.map(({ code }) => [literal(code)]),
  )
  return `SELECT count(*) FROM (${parted(fact, period)}) WHERE place_code <> '' AND place_code NOT IN (SELECT code FROM ${known})`
}

/**
 * SQL that takes the codes off learners who are refused or gone from the sources: what they did stays in the base periods that
 * it was counted in, until the longest period is out, and is nobody's.
 */
export function forgetWhose(before: string): string {
  const { from } = contributionRelation
  return `UPDATE ${from} SET learner = g.name FROM (
  SELECT learner, 'gone ' || (row_number() OVER (ORDER BY learner) + (SELECT coalesce(max(CAST(substr(learner, 6) AS INTEGER)), 0) FROM ${from} WHERE learner LIKE 'gone %')) AS name
  FROM (SELECT DISTINCT learner FROM ${from} WHERE ${isOfBasePeriods} AND ${departed(before)})
) AS g WHERE ${from}.learner = g.learner AND ${isOfBasePeriods}`
}

/** SQL that drops all that was kept for a longest period, which is out. */
export function dropPeriod({ start, end }: Pick<Period, 'start' | 'end'>): string {
  return `DELETE FROM ${contributionRelation.from} WHERE ${isOfBasePeriods} AND since >= ${literal(start)} AND since < ${literal(end)}`
}

/** SQL that drops all that was kept until a day, or not so long. */
export function dropBefore(day: string): string {
  return `DELETE FROM ${contributionRelation.from} WHERE ${isOfBasePeriods} AND until <= ${literal(day)}`
}

function parted(fact: FactName, period: Period): string {
  const at = (part: 1 | 2) => `split_part(place, ${literal(separator)}, ${part})`
  return `SELECT learner, since, amount, ${at(1)} AS place_code, ${at(2)} AS part FROM ${contributionRelation.from}
WHERE ${isIn(period)} AND series = ${literal(happened + fact)}`
}

/** Condition of rows of what was done in a period. */
export function isIn({ start, end }: Period): string {
  return `series LIKE ${literal(`${happened}%`)} AND since >= ${literal(start)} AND since < ${literal(end)}`
}

/** Of those who were pinned for a period, or for a longer one before the project had no such any more. */
function isPinned(attribute: string, { start, end }: Period): string {
  return `series = ${literal(attributePrefix + attribute)} AND since < ${literal(end)} AND until > ${literal(start)}`
}

function pinned(attribute: Attribute, longest: Period): string {
  return `SELECT learner, codes.position FROM ${contributionRelation.from} JOIN ${codesOf(attribute)} ON codes.code = place
WHERE ${isPinned(attribute.name, longest)}`
}

/** Codes of an attribute with their place, as a FROM item named `codes`. */
function codesOf({ codes }: Attribute): string {
  return valuesTable(
    'codes',
    ['position', 'code'],
    codes.map(({ code }, i) => [String(i), literal(code)]),
  )
}
