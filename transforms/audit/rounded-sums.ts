import type { PublishedTable } from '../../schemas/cell.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditBudget, AuditFinding } from './audit-report.ts'
import { exactRecovery } from './exact-recovery.ts'
import { hiddenSystem } from './hidden-system.ts'
import { placeOf, publishedSystem } from './published-system.ts'

/**
 * Where figures that were rounded together do not add up: taken at their face value they satisfy every equation of
 * the tables, whatever the hidden ones may be. Figures rounded one by one need not.
 */
export function sumFindings(
  tables: readonly PublishedTable[],
  { rounding }: AuditParameters,
  budget: AuditBudget,
): readonly AuditFinding[] {
  if (rounding?.method !== 'controlled') return []
  const system = publishedSystem(tables, 0)
  const { components, contradictions } = hiddenSystem(system)
  const inconsistent = components.flatMap((component) =>
    exactRecovery(component, budget)?.consistent === true ? [] : [component.variables[0]!],
  )
  const clause = 'figures that were rounded together add up'
  return [...new Set([...contradictions, ...inconsistent])].map((variable) => ({
    rule: 'arithmetic',
    ...placeOf(system, variable),
    clause,
  }))
}
