import type { Period } from '../../schemas/period.ts'
import { stableCodeRelation } from '../deidentify/stable-code-relations.ts'
import { literal } from '../relation.ts'
import { leafOf, stockMembers } from '../tabulate/stock-members.ts'
import type { TablePlan } from '../tabulate/table-plan.ts'
import { addedRelation, isIn, rolledLearnerRelation } from './base-periods.ts'
import { contributionRelation } from './contribution-relations.ts'
import { happened, registeredAtEnd } from './series-kinds.ts'

/**
 * SQL that takes in who of those who did anything in the longest period so far is in the stocks at the end of a base
 * period, of which `stockMembers` was made: after the release nobody could tell, once a learner is forgotten.
 */
export function addRegistered(period: Period, longest: Period): string {
  return `INSERT INTO ${addedRelation.from}
SELECT ${literal(registeredAtEnd)}, t.learner, '', 1, ${literal(period.end)}
FROM ${stockMembers.from} AS m JOIN ${stableCodeRelation.from} AS t USING (code)
WHERE t.learner IN (SELECT learner FROM ${addedRelation.from} WHERE series LIKE ${literal(`${happened}%`)})
  OR t.learner IN (SELECT learner FROM ${contributionRelation.from} WHERE ${isIn(longest)})`
}

/** SELECT of how many did anything in a base period and are not noted as registered at its end: nobody, as noted. */
export function countUnregistered(last: Period): string {
  return `SELECT count(DISTINCT learner) FROM ${contributionRelation.from}
WHERE ${isIn(last)} AND learner NOT IN (${registeredBy(last)})`
}

/**
 * SELECT of who did anything in a longer period and was not registered at its end, by leaf of a stock: `leaf`, `learners`.
 * After `recodeCounted` of it, or of one that contains it.
 *
 * @param last the base period that it ends with
 */
export function countGone(plan: TablePlan, period: Period, last: Period): string {
  const { leaf, joins } = leafOf(plan)
  return `SELECT ${leaf} AS leaf, count(*) AS learners FROM (
  SELECT code FROM ${rolledLearnerRelation.from}
  WHERE learner IN (SELECT learner FROM ${contributionRelation.from} WHERE ${isIn(period)})
    AND learner NOT IN (${registeredBy(last)})
) AS e ${joins} GROUP BY leaf ORDER BY leaf`
}

function registeredBy({ start }: Period): string {
  return `SELECT learner FROM ${contributionRelation.from}
WHERE series = ${literal(registeredAtEnd)} AND since = ${literal(start)}`
}
