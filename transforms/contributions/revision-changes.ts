import { stableCodeRelation } from '../deidentify/stable-code-relations.ts'
import { recodedRelation } from '../generalize/recode.ts'
import { identifier, literal, temporaryRelation, valuesTable } from '../relation.ts'
import { leafSeparator } from '../tabulate/stock-members.ts'
import { contributionRelation, currentRelation } from './contribution-relations.ts'
import type { AdditiveFamily, FigureExpression } from './figure-expressions.ts'
import { attributeSeries, placeSeparator } from './figure-place.ts'

/** SQL that takes in what learners of this run contribute to figures of a series. */
export function addCurrentAmounts(series: string, contributions: string): string {
  return `INSERT INTO ${currentRelation.from}
SELECT ${literal(series)}, learner, place, amount FROM (${contributions}) JOIN ${stableCodeRelation.from} USING (code)`
}

/** SQL that takes in the attributes of whoever contributes to any table of a period. */
export function addCurrentAttributes(period: string, attributes: readonly Pinned[]): readonly string[] {
  return attributes.map(
    ({ name, codes }) => `INSERT INTO ${currentRelation.from}
SELECT ${literal(attributeSeries(period))}, learner, place, 1 FROM ${recodedRelation.from} AS a
JOIN ${stableCodeRelation.from} USING (code) JOIN ${placesOf(name, codes)} ON p.pinned = a.${identifier(name)}
WHERE learner IN (SELECT learner FROM ${currentRelation.from})`,
  )
}

type Pinned = { readonly name: string; readonly codes: readonly string[] }

/** SQL that gives learners the attributes that they had when they were first counted in a period. */
export function keepAttributes(period: string, attributes: readonly Pinned[]): readonly string[] {
  return attributes.map(
    (attribute) => `UPDATE ${recodedRelation.from} AS a SET ${identifier(attribute.name)} = known.pinned
FROM (${knownAttribute(period, attribute)}) AS known WHERE known.code = a.code`,
  )
}

/** SELECT of the number of learners whose attributes are others by now; before `keepAttributes`. */
export function countOtherAttributes(period: string, attributes: readonly Pinned[]): string {
  const others = attributes.map(
    (
      attribute,
    ) => `SELECT a.code FROM ${recodedRelation.from} AS a JOIN (${knownAttribute(period, attribute)}) AS known
ON known.code = a.code WHERE known.pinned <> a.${identifier(attribute.name)}`,
  )
  return `SELECT count(DISTINCT code) FROM (${['SELECT NULL AS code WHERE false', ...others].join(' UNION ALL ')})`
}

function knownAttribute(period: string, { name, codes }: Pinned): string {
  return `SELECT code, min(p.pinned) AS pinned FROM ${contributionRelation.from} AS c JOIN ${stableCodeRelation.from} USING (learner)
  JOIN ${placesOf(name, codes)} ON p.place = c.place WHERE c.series = ${literal(attributeSeries(period))} GROUP BY code`
}

function placesOf(attribute: string, codes: readonly string[]): string {
  const rows = codes.map((code, pinned) => [String(pinned), literal(`${attribute}${leafSeparator}${code}`)])
  return valuesTable('p', ['pinned', 'place'], rows)
}

const valueRelation = temporaryRelation('changed_value')

/**
 * SQL of what each learner whose contributions to a series changed since a day contributed to its figures then, and
 * contributes now: `learner`, `leaf`, `figure`, `before`, `now`.
 */
export function findChangedValues(series: string, day: string): string {
  const known = `series = ${literal(series)} AND since <= ${literal(day)} AND (until IS NULL OR until > ${literal(day)})`
  const part = (n: number) => `split_part(place, ${literal(placeSeparator)}, ${n})`
  return `CREATE OR REPLACE TEMP TABLE ${valueRelation.from} AS WITH living AS (
  SELECT learner, place, coalesce(b.amount, 0) AS before, coalesce(n.amount, 0) AS now
  FROM (SELECT learner, place, amount FROM ${contributionRelation.from} WHERE learner IS NOT NULL AND ${known}) AS b
  FULL JOIN (SELECT learner, place, amount FROM ${currentRelation.from} WHERE series = ${literal(series)}) AS n USING (learner, place)
)
SELECT learner, ${part(1)} AS leaf, ${part(2)} AS figure, before, now FROM living
WHERE learner IN (SELECT learner FROM living WHERE before <> now)`
}

/**
 * SELECT of how many learners changed what they contribute to expressions, and by how much: `expression` (position),
 * `leaf`, `change`, `learners`. After `findChangedValues`.
 */
export function expressionChanges(expressions: readonly FigureExpression[]): string {
  const terms = expressions.flatMap(({ terms: own }, expression) =>
    own.map(({ figure, coefficient }) => [String(expression), literal(figure), String(coefficient)]),
  )
  return `SELECT expression, leaf, CAST(now - before AS BIGINT) AS change, count(*) AS learners FROM (
  SELECT t.expression, v.learner, v.leaf, sum(t.coefficient * v.before) AS before, sum(t.coefficient * v.now) AS now
  FROM ${valueRelation.from} AS v JOIN ${valuesTable('t', ['expression', 'figure', 'coefficient'], terms)} ON t.figure = v.figure GROUP BY ALL
) WHERE now <> before GROUP BY ALL ORDER BY ALL`
}

/** SELECT of learners who rose in one figure of a family and fell in another: `leaf`, `learners`. After `findChangedValues`. */
export function mixedChanges(families: readonly AdditiveFamily[]): string {
  const members = families.flatMap(({ figures }, family) =>
    figures.map((figure) => [String(family), literal(figure)]),
  )
  return `SELECT leaf, count(DISTINCT learner) AS learners FROM (
  SELECT f.family, v.learner, v.leaf, max(v.now - v.before) AS most, min(v.now - v.before) AS least
  FROM ${valueRelation.from} AS v JOIN ${valuesTable('f', ['family', 'figure'], members)} ON f.figure = v.figure GROUP BY ALL
) WHERE most > 0 AND least < 0 GROUP BY leaf ORDER BY leaf`
}

/** SELECT of what learners who are gone contributed to a series on a day: `leaf`, `figure`, `amount`, `learners`. */
export function departedContributions(series: string, day: string): string {
  const part = (n: number) => `split_part(place, ${literal(placeSeparator)}, ${n})`
  return `SELECT ${part(1)} AS leaf, ${part(2)} AS figure, amount, CAST(sum(learners) AS BIGINT) AS learners
FROM ${contributionRelation.from} WHERE learner IS NULL AND series = ${literal(series)}
AND since <= ${literal(day)} AND (until IS NULL OR until > ${literal(day)}) GROUP BY ALL ORDER BY ALL`
}

/** SQL that drops all that is known of a period's learners. */
export function dropPeriod(period: string): string {
  return `DELETE FROM ${contributionRelation.from} WHERE starts_with(series, ${literal(attributeSeries(period))})`
}

/** SELECT of the periods of which contributions are known: `period`. */
export function knownContributionPeriods(): string {
  return `SELECT DISTINCT split_part(series, '/', 1) AS period FROM ${contributionRelation.from} WHERE contains(series, '/') ORDER BY period`
}
