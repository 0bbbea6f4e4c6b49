import type { AuditBudget } from './audit-report.ts'
import type { ChangeDirection } from './change-direction.ts'
import type { ChangeWitnesses } from './change-witnesses.ts'
import type { Direction } from './days-between.ts'
import { solverHere } from './inline-runner.ts'

/** What simple points leave open of one direction, by table. */
export interface OpenRows {
  readonly way: Direction
  readonly directions: readonly ChangeDirection[]
  readonly witnesses: readonly ChangeWitnesses[]
  readonly open: readonly Uint8Array[]
}

/**
 * What small programs leave open, too; and whether one of them says that it always will be.
 *
 * @param minimumContributors what changes have to reach
 * @param stops whether nothing else is tried once a program says so
 */
export async function openAfterPrograms(
  found: readonly OpenRows[],
  minimumContributors: number,
  budget: AuditBudget,
  stops: boolean,
): Promise<{ readonly left: readonly OpenRows[]; readonly isShort: boolean }> {
  const here = budget.here ?? solverHere()
  const left: OpenRows[] = []
  let isShort = false
  for (const one of found) {
    const open: Uint8Array[] = []
    for (const [t, rows] of one.open.entries()) {
      const seconds = (budget.deadline - budget.now()) / 1000
      const asked = [...rows.keys()].filter((row) => rows[row] === 1)
      const answer =
        asked.length > 0 && seconds > 0
          ? await here.use((highs) =>
              one.witnesses[t]!.openAfterPrograms(highs, asked, minimumContributors, seconds),
            )
          : null
      isShort ||= stops && (answer?.isShort ?? false)
      const isOpen = new Set(answer?.open ?? asked)
      open.push(rows.map((_, row) => (isOpen.has(row) ? 1 : 0)))
    }
    if (open.some((rows) => rows.includes(1))) left.push({ ...one, open })
    if (isShort) break
  }
  return { left, isShort }
}
