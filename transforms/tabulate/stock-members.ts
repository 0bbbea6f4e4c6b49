import type { FactName } from '../../schemas/fact.ts'
import { type FactNeeds, factRelation } from '../deidentify/fact-relation.ts'
import { recodedRelation } from '../generalize/recode.ts'
import { identifier, literal, temporaryRelation, valuesTable } from '../relation.ts'
import { shownCodes } from './shown-codes.ts'
import type { TablePlan } from './table-plan.ts'

/** Columns: `code`, `n` (1), `since` (day since when the sources have them): learners who are in the stock at the end of a period. */
export const stockMembers = temporaryRelation('stock_members')

/**
 * SQL of `stockMembers`: whoever registered by then, or did anything that some table counts. So everybody who is
 * counted as active in the period is in it, whatever their registration says.
 *
 * @param end first day after the period, `YYYY-MM-DD`
 */
export function findStockMembers(needs: ReadonlyMap<FactName, FactNeeds>, end: string): string {
  const seen = [...needs].map(
    ([fact, need]) =>
      `SELECT code, day FROM ${factRelation(fact, need).relation.from} WHERE day < DATE ${literal(end)}`,
  )
  return `CREATE OR REPLACE TEMP TABLE ${stockMembers.from} AS SELECT code, 1 AS n, min(day) AS since FROM (${seen.join(' UNION ALL ')}) GROUP BY code`
}

/** Between the codes of a leaf: no code has it. */
export const leafSeparator = '\u001f'

/** SELECT of `code` and `leaf`: the finest codes that a stock's table counts each learner under, joined to one text. */
export function stockLeaves(plan: TablePlan): string {
  const { leaf, joins } = leafOf(plan)
  return `SELECT e.code, ${leaf} AS leaf FROM ${stockMembers.from} AS e ${joins}`
}

/** SQL of the leaf that a table counts a learner under, and the joins that it takes to know it of `e.code`. */
export function leafOf(plan: TablePlan): { readonly leaf: string; readonly joins: string } {
  const attributes = plan.dimensions.filter((planned) => planned.kind === 'attribute')
  const levels = attributes.map((planned) => {
    const rows = shownCodes(planned).map((shown, pinned) => [
      String(pinned),
      literal(planned.dimension.codes[shown]!.code),
    ])
    return `JOIN ${valuesTable(lookup(planned.attribute), ['pinned', 'shown'], rows)} ON ${identifier(lookup(planned.attribute))}.pinned = a.${identifier(planned.attribute)}`
  })
  const codes = attributes.map(({ attribute }) => `${identifier(lookup(attribute))}.shown`)
  return {
    leaf: codes.length === 0 ? "''" : `concat_ws(${literal(leafSeparator)}, ${codes.join(', ')})`,
    joins: `JOIN ${recodedRelation.from} AS a ON a.code = e.code ${levels.join(' ')}`,
  }
}

function lookup(attribute: string): string {
  return `leaf of ${attribute}`
}
