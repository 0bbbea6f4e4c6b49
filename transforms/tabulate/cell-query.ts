import type { BaseMeasure } from '../../schemas/cell.ts'
import { latestFactor } from '../deidentify/fact-relation.ts'
import { recodedRelation } from '../generalize/recode.ts'
import { identifier, valuesTable } from '../relation.ts'
import { largestValues } from './dialect.ts'
import type { LatticeNode } from './lattice.ts'
import { shownCodes } from './shown-codes.ts'
import type { PlannedDimension, TablePlan } from './table-plan.ts'

/**
 * SELECT of the cells of a table at one lattice node, attributes at the levels that the table shows, as the index
 * of their code.
 *
 * Columns: `d_<dimension>` where the node does not sum it away, `contributors`, for measure i `value_i`,
 * `contributors_i` and, for events and sums, `largest_i`; for test results `passed`, learners whose latest result
 * passed.
 */
export function cellQuery(plan: TablePlan, node: LatticeNode, from: string, largest: number): string {
  const keys = keysOf(plan.dimensions, node)
  const measures = plan.shape.baseMeasures.flatMap((measure, i) => measureColumns(plan, measure, i, largest))
  const passed = plan.fact === 'test_results' ? [`sum(${latestPassed}) AS passed`] : []
  return grouped(plan, from, keys, ['count(*) AS contributors', ...measures, ...passed])
}

/** The same by the whole percentage of the latest score, `percent`, with `learners` as the only figure. */
export function scoreQuery(plan: TablePlan, node: LatticeNode, from: string): string {
  const keys = keysOf(plan.dimensions, node)
  return grouped(plan, from, [...keys, { name: 'percent', sql: latestPercent }], ['count(*) AS learners'])
}

interface Key {
  readonly name: string
  readonly sql: string
}

const latestPassed = 'e.latest_score % 2'
const latestPercent = `CAST(floor((e.latest_score % ${latestFactor}) / 2) AS INTEGER)`

function keysOf(dimensions: readonly PlannedDimension[], node: LatticeNode): readonly (Key | null)[] {
  return dimensions.map((planned) => keyOf(planned, node))
}

function keyOf(planned: PlannedDimension, node: LatticeNode): Key | null {
  const name = `d_${planned.dimension.name}`
  switch (planned.kind) {
    case 'attribute':
      return { name, sql: `${identifier(levelOf(planned.attribute))}.shown` }
    case 'course':
      return node.course === null ? null : { name, sql: `e.${node.course}` }
    case 'day':
      return node.day ? { name, sql: 'CAST(e.day AS VARCHAR)' } : null
    case 'outcome':
      return {
        name,
        sql: `e.latest_${planned.outcome === 'outcome' ? 'score' : 'result'} % ${latestFactor}`,
      }
  }
}

function grouped(
  plan: TablePlan,
  from: string,
  keys: readonly (Key | null)[],
  figures: readonly string[],
): string {
  const present = keys.filter((key) => key !== null)
  const attributes = plan.dimensions.filter((planned) => planned.kind === 'attribute')
  const levels = attributes.map((planned) => {
    const rows = shownCodes(planned).map((shown, pinned) => [String(pinned), String(shown)])
    const level = levelOf(planned.attribute)
    return `JOIN ${valuesTable(level, ['pinned', 'shown'], rows)} ON ${identifier(level)}.pinned = a.${identifier(planned.attribute)}`
  })
  const joins =
    attributes.length === 0 ? [] : [`JOIN ${recodedRelation.from} AS a ON a.code = e.code`, ...levels]
  // Without keys there is one group even of no rows, and its sums are NULL.
  const by =
    present.length === 0 ? 'HAVING count(*) > 0' : `GROUP BY ${present.map(({ sql }) => sql).join(', ')}`
  const select = [...present.map(({ name, sql }) => `${sql} AS ${identifier(name)}`), ...figures].join(', ')
  return `SELECT ${select} FROM ${from} AS e ${joins.join(' ')} WHERE ${participates(plan)} ${by}`
}

/** Alias of the join that takes an attribute from its pinned level to the one that the table shows. */
function levelOf(attribute: string): string {
  return `level of ${attribute}`
}

/** A learner contributes to a row by any event that one of its measures counts. */
function participates(plan: TablePlan): string {
  const counted = plan.shape.baseMeasures.map(({ where }) => where)
  return counted.some((where) => where === null)
    ? 'e.n > 0'
    : `(${counted.map((where) => `e.n_${where} > 0`).join(' OR ')})`
}

function measureColumns(
  plan: TablePlan,
  measure: BaseMeasure,
  i: number,
  largest: number,
): readonly string[] {
  const named = (value: string, contributors: string) => [
    `CAST(${value} AS BIGINT) AS value_${i}`,
    `CAST(${contributors} AS BIGINT) AS contributors_${i}`,
  ]
  const column = measure.quantity ?? (measure.where === null ? 'n' : `n_${measure.where}`)
  const having = `sum(CASE WHEN e.${column} > 0 THEN 1 ELSE 0 END)`
  if (measure.type !== 'learners')
    return [
      ...named(`sum(e.${column})`, measure.quantity === null ? having : 'count(*)'),
      `${largestValues(`e.${column}`, largest)} AS largest_${i}`,
    ]
  if (measure.where === null) return named('count(*)', 'count(*)')
  const learners = plan.fact === 'test_results' ? `sum(${latestPassed})` : having
  return named(learners, learners)
}
