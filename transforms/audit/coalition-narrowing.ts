import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditBudget } from './audit-report.ts'
import { searchComponents } from './component-search.ts'
import type { HiddenComponent } from './components.ts'
import { exactRecovery } from './exact-recovery.ts'
import type { ComponentAttack } from './feasibility-interval.ts'
import type { InsideKnowledge } from './hidden-findings.ts'
import type { HiddenSystem } from './hidden-system.ts'
import { requiredWidth } from './required-width.ts'

/** Work on one component, and intervals found short, after which the rest counts as narrow: this is a measure only. */
const mostWork = 1e8
const shortLimit = 10

/**
 * Counts the primaries that are not shown to be as wide as needed for coalitions of learners who know that they are
 * counted: where every hidden number of learners is at least as great as the coalition, or all that it holds.
 *
 * No coalition sits in all groups at once, so this is an upper bound of what any one of them narrows.
 *
 * @param contributors by variable
 * @param coalition learners who pool what they know
 */
export async function narrowForCoalitions(
  hidden: HiddenSystem,
  { primaries, counted, doubtful }: InsideKnowledge,
  contributors: Int32Array,
  coalition: number,
  parameters: AuditParameters,
  budget: AuditBudget,
): Promise<number> {
  const attacks: ComponentAttack[] = []
  let narrow = 0
  for (const component of hidden.components) {
    const { variables, lower } = component
    const targets = Array.from(variables, (variable, column) => ({
      column,
      width:
        primaries[variable] === 1 ? requiredWidth(parameters, counted[variable]!, doubtful[variable]!) : 0,
      reach: 0,
    })).filter(({ width }) => width > 0)
    if (targets.length === 0) continue
    const recovery = exactRecovery(component, budget)
    if (recovery === null) {
      narrow += targets.length
      continue
    }
    const raised: HiddenComponent = {
      ...component,
      lower: lower.map((least, column) => {
        const learners = contributors[variables[column]!]!
        return learners === counted[variables[column]!]
          ? Math.max(least, Math.min(coalition, learners))
          : least
      }),
    }
    const start = Float64Array.from(variables, (variable) => counted[variable]!)
    attacks.push({ component: raised, independent: recovery.independent, targets, start, offers: [] })
  }
  const found = await searchComponents(attacks, { ...budget, work: mostWork }, shortLimit)
  return found.reduce(
    (sum, { intervals }) => sum + intervals.filter(({ state }) => state !== 'reached').length,
    narrow,
  )
}
