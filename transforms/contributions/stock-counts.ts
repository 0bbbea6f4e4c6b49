import { stableCodeRelation } from '../deidentify/stable-code-relations.ts'
import { literal } from '../relation.ts'
import { leafOf } from '../tabulate/stock-members.ts'
import type { TablePlan } from '../tabulate/table-plan.ts'
import { contributionRelation, currentRelation } from './contribution-relations.ts'
import { attributeSeries } from './figure-place.ts'

/** SELECT of who was counted in a stock on a day: `leaf`, `learners`; those who are gone since among them. */
export function countInStock(stock: string, day: string): string {
  return `SELECT place AS leaf, CAST(sum(learners) AS BIGINT) AS learners FROM ${contributionRelation.from}
WHERE ${wasIn(stock, day)} GROUP BY leaf ORDER BY leaf`
}

/** SELECT of how many were counted in a stock on a day and have no code any more. */
export function countNameless(stock: string, day: string): string {
  return `SELECT CAST(coalesce(sum(learners), 0) AS BIGINT) FROM ${contributionRelation.from}
WHERE learner IS NULL AND ${wasIn(stock, day)}`
}

/**
 * SELECT of who is counted in flows of the period at hand and was not in a stock on a day, by leaf of the stock: `leaf`,
 * `learners`.
 */
export function countBeyondStock(plan: TablePlan, day: string, period: string): string {
  const { leaf, joins } = leafOf(plan)
  return `SELECT ${leaf} AS leaf, count(*) AS learners FROM (
  SELECT DISTINCT code FROM ${stableCodeRelation.from} JOIN ${currentRelation.from} AS c USING (learner)
  WHERE starts_with(c.series, ${literal(attributeSeries(period))})
    AND learner NOT IN (SELECT learner FROM ${contributionRelation.from} WHERE learner IS NOT NULL AND ${wasIn(plan.shape.id, day)})
) AS e ${joins} GROUP BY leaf ORDER BY leaf`
}

function wasIn(stock: string, day: string): string {
  return `series = ${literal(stock)} AND since <= ${literal(day)} AND (until IS NULL OR until > ${literal(day)})`
}
