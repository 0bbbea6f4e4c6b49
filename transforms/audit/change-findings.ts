import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditBudget } from './audit-report.ts'
import { ChangeAttack } from './change-attack.ts'
import { solverHere } from './inline-runner.ts'
import type { OfferedMoves } from './known-moves.ts'
import type { ChangeFinding, UpdatedTable } from './updated-table.ts'

/**
 * Holds an update against every earlier day as of which something was published.
 *
 * A reader who has both releases knows the change of every row that both show fresh, and so of every parent less its
 * children that both show. Entered and left, each must number 0 or `minimumContributors`. Then, for each day and direction:
 * of no row that anybody entered (or left) may a reader show that fewer than k joined (or departed). So of whatever sum of
 * rows both days tell, either k or more joined, or nobody entered. Who moves between rows counts for nothing here, since a
 * sum that holds both rows does not show it. Two days at a time are attacked, and figures of all others bound both: see
 * `OtherDays`.
 *
 * That a change may be k or more is shown by a point: offered and simple ones are looked for first, and checked; linear
 * programs settle the rest.
 */
export async function changeFindings(
  tables: readonly UpdatedTable[],
  parameters: AuditParameters,
  budget: AuditBudget,
  offers?: OfferedMoves,
): Promise<readonly ChangeFinding[]> {
  const attack = new ChangeAttack(tables, parameters, offers)
  const fresh = tables.map((table) => table.fresh)
  const ofAll = { ...budget, here: budget.here ?? solverHere() }
  const findings: ChangeFinding[] = []
  for (let m = 0; m < (tables[0]?.moments.length ?? 0); m++)
    findings.push(...(await attack.findings(fresh, m, ofAll)))
  return findings
}
