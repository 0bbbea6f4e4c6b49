import type { AuditBudget } from './audit-report.ts'
import { searchComponents } from './component-search.ts'
import type { ComponentAttack } from './feasibility-interval.ts'

/** Work on one component, and intervals found short, after which the rest counts as narrow: this is a measure only. */
const mostWork = 1e8
const shortLimit = 10

/**
 * Counts the primaries that are not shown to be as wide as needed for coalitions of learners who know that they are
 * counted: where every hidden number of learners is at least as great as the coalition, or all that it holds.
 *
 * No coalition sits in all groups at once, so this is an upper bound of what any one of them narrows.
 *
 * @param attacks on all components, as the one without a coalition made them: what was offered serves this one, too
 * @param counted by variable
 * @param contributors by variable
 * @param coalition learners who pool what they know
 */
export async function narrowForCoalitions(
  attacks: readonly ComponentAttack[],
  counted: Float64Array,
  contributors: Int32Array,
  coalition: number,
  budget: AuditBudget,
): Promise<number> {
  const raised = attacks.flatMap((attack): readonly ComponentAttack[] => {
    const { variables, lower } = attack.component
    const targets = attack.targets.flatMap(({ column, width }) =>
      width > 0 ? [{ column, width, reach: 0 }] : [],
    )
    if (targets.length === 0) return []
    const heldBy = (column: number) => {
      const learners = contributors[variables[column]!]!
      return learners === counted[variables[column]!] ? Math.min(coalition, learners) : 0
    }
    const component = {
      ...attack.component,
      lower: lower.map((least, column) => Math.max(least, heldBy(column))),
    }
    return [{ ...attack, component, targets }]
  })
  const found = await searchComponents(raised, { ...budget, work: mostWork }, shortLimit)
  return found.reduce(
    (sum, { intervals }) => sum + intervals.filter(({ state }) => state !== 'reached').length,
    0,
  )
}
