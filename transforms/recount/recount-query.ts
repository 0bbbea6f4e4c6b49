import type { BaseMeasure, Dimension, TableShape } from '../../schemas/cell.ts'
import { notStatedCode } from '../../schemas/hierarchy.ts'
import { countsStock } from '../../schemas/nested-populations.ts'
import type { Period } from '../../schemas/period.ts'
import { countedPersons } from '../admit/standing.ts'
import type { Attribute } from '../generalize/attribute.ts'
import { identifier, literal, valuesTable } from '../relation.ts'
import { codePaths, inBand, leafPaths, pathTable } from './code-paths.ts'
import { eventRows, stockRows } from './event-rows.ts'
import { firstCounted, type RecountedRollUp } from './first-counted.ts'

/**
 * SELECT that counts every cell of a table straight from the vault, by another route than the pipeline's: each
 * event is joined to all codes under which it counts, and learners are counted with `count(DISTINCT)` for each
 * combination; there is no collapse, no lattice and no margin.
 *
 * Columns: `d_<dimension>` with codes; `value_<i>` and `learners_<i>` for each base measure; `mean` (unrounded)
 * and `median` of the learners' latest whole percentage. Combinations without events are absent.
 *
 * @param minutesPerLearner a learner's minutes of the period count until they come to so many
 * @param release all tables of the release: whoever did what they count is in its stocks
 * @param rollUp where the project has longer periods: minutes then count base period by base period, and ages are those
 *   of the first one in which a learner was counted
 */
export function recountQuery(
  shape: TableShape,
  attributes: readonly Attribute[],
  period: Period,
  minutesPerLearner: number,
  release: readonly TableShape[] = [shape],
  rollUp: RecountedRollUp | null = null,
): string {
  const events = shape.dimensions.filter(({ kind }) => kind === 'event')
  const own = shape.dimensions.filter(({ kind }) => kind === 'attribute')
  const outcomes = shape.dimensions.filter(({ kind }) => kind === 'outcome')
  const scope = `PARTITION BY ${['person', ...events.map(column)].join(', ')}`
  const select = (dimensions: readonly Dimension[]) =>
    dimensions.map((dimension) => `, ${alias(dimension)}.code AS ${column(dimension)}`).join('')
  const keys = shape.dimensions.map(column)
  const figures = [
    ...shape.baseMeasures.flatMap(measureColumns),
    'avg(percent) FILTER (WHERE newest = 1) AS mean',
    'quantile_disc(percent, 0.5) FILTER (WHERE newest = 1) AS median',
  ]
  const start = `TIMESTAMP '${period.start}'`
  const ageAt = rollUp === null ? start : `coalesce(f.since, ${start})`
  const first = rollUp === null ? '' : `LEFT JOIN (${firstCounted(rollUp, period)}) AS f USING (person)`
  const isStock = countsStock(shape.fact, shape.baseMeasures)
  const begin = isStock ? '' : `moment >= TIMESTAMP '${period.start}' AND `
  return `WITH happened AS (
  SELECT * FROM (${isStock ? stockRows(release) : eventRows(shape)}) WHERE ${begin}moment < TIMESTAMP '${period.end}'
), counted AS (
  ${shape.baseMeasures.some(({ type }) => type === 'sum') ? countedMinutes(minutesPerLearner, rollUp) : 'SELECT * FROM happened'}
), placed AS (
  SELECT h.*${select(events)} FROM counted AS h ${events.map(eventJoin).join(' ')}
), ranked AS (
  SELECT *, row_number() OVER (${scope} ORDER BY moment DESC, tie DESC) AS newest FROM placed
), settled AS (
  SELECT *, max(CASE WHEN newest = 1 THEN outcome END) OVER (${scope}) AS latest_outcome,
    max(CASE WHEN newest = 1 THEN percent END) OVER (${scope}) AS latest_percent FROM ranked
), described AS (
  SELECT s.*${select([...own, ...outcomes])}
  FROM settled AS s JOIN (${countedPersons(own.map(({ name }) => attributeOf(name, attributes).field))}) AS p USING (person) ${first}
  ${own.map((dimension) => attributeJoin(dimension, attributeOf(dimension.name, attributes), ageAt)).join(' ')}
  ${outcomes.map((dimension) => outcomeJoin(dimension, attributes)).join(' ')}
)
SELECT ${[...keys, ...figures].join(', ')} FROM described ${keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}`}`
}

/** Each event's part of its learner's running total, as far as that counts. */
function countedMinutes(most: number, rollUp: RecountedRollUp | null): string {
  const within = rollUp === null ? 'person' : `person, date_trunc('${rollUp.base}', moment)`
  const running = `sum(minutes) OVER (PARTITION BY ${within} ORDER BY moment, tie ROWS UNBOUNDED PRECEDING)`
  return `SELECT * REPLACE (least(${most}, running) - least(${most}, running - minutes) AS minutes)
  FROM (SELECT *, CAST(${running} AS BIGINT) AS running FROM happened)`
}

function column({ name }: Dimension): string {
  return identifier(`d_${name}`)
}

function alias({ name }: Dimension): string {
  return identifier(`at_${name}`)
}

function attributeOf(name: string, attributes: readonly Attribute[]): Attribute {
  const attribute = attributes.find((candidate) => candidate.name === name)
  if (attribute === undefined) throw new Error(`the project must declare the attribute ${name}`)
  return attribute
}

function eventJoin(dimension: Dimension): string {
  const finest = Math.max(...dimension.codes.map(({ level }) => level))
  const value =
    dimension.name === 'day'
      ? 'CAST(CAST(h.moment AS DATE) AS VARCHAR)'
      : ['h.track', 'h.track', 'h.course', 'h.lesson'][finest]
  return `JOIN ${pathTable(`at_${dimension.name}`, codePaths(dimension))} ON ${alias(dimension)}.value = ${value}`
}

function attributeJoin(dimension: Dimension, attribute: Attribute, ageAt: string): string {
  const field = `p.${identifier(attribute.field)}`
  const bands = attribute.definition.bands
  if (bands === undefined)
    return `JOIN ${pathTable(`at_${dimension.name}`, leafPaths(dimension, attribute.hierarchy))} ON ${alias(dimension)}.value = coalesce(${field}, ${literal(notStatedCode)})`
  const number = bands.of === 'age' ? `date_part('year', age(${ageAt}, CAST(${field} AS TIMESTAMP)))` : field
  return bandJoin(dimension, number)
}

function outcomeJoin(dimension: Dimension, attributes: readonly Attribute[]): string {
  if (dimension.name === 'outcome') return holdingJoin(dimension, scoreHolds)
  const listed = codePaths(dimension)
  const values = attributeOf(dimension.name, attributes).codes.map(({ code }) => code)
  const paths = new Map(values.map((code, i) => [String(i), listed.get(code) ?? []]))
  return `JOIN ${pathTable(`at_${dimension.name}`, paths)} ON ${alias(dimension)}.value = CAST(s.latest_outcome AS VARCHAR)`
}

/** SQL that is true where the latest result is what a code spells: `passed`, or `failed_50-69` with a band. */
function scoreHolds(code: string): string {
  const [verdict, band] = code.split('_')
  const side = `s.latest_outcome = ${verdict === 'passed' ? 1 : 0}`
  return band === undefined ? side : `${side} AND ${inBand('s.latest_percent', band)}`
}

/** Joins a number to every band that holds it, the total among them; a missing one to `_X`. */
function bandJoin(dimension: Dimension, number: string): string {
  return holdingJoin(dimension, (code) =>
    code === notStatedCode ? `${number} IS NULL` : inBand(number, code),
  )
}

/** Joins a row to the total and to every other code of which `holds` gives SQL that is true of it. */
function holdingJoin(dimension: Dimension, holds: (code: string) => string): string {
  const cases = dimension.codes.map(
    ({ code, level }) =>
      `WHEN ${literal(code)} THEN ${level === 0 ? 'true' : `coalesce(${holds(code)}, false)`}`,
  )
  const codes = valuesTable(
    `at_${dimension.name}`,
    ['code'],
    dimension.codes.map(({ code }) => [literal(code)]),
  )
  return `JOIN ${codes} ON CASE ${alias(dimension)}.code ${cases.join(' ')} END`
}

function measureColumns(measure: BaseMeasure, i: number): readonly string[] {
  const counted =
    measure.where === null
      ? ''
      : measure.overEvents === 'latest'
        ? ' FILTER (WHERE latest_outcome = 1)'
        : ` FILTER (WHERE indicator = ${literal(measure.where)})`
  const value = { learners: 'count(DISTINCT person)', events: 'count(*)', sum: 'sum(minutes)' }[measure.type]
  return [
    `CAST(${value}${counted} AS BIGINT) AS value_${i}`,
    `count(DISTINCT person)${counted} AS learners_${i}`,
  ]
}
