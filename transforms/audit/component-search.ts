import type { AuditBudget } from './audit-report.ts'
import {
  type ComponentAttack,
  type ComponentIntervals,
  componentIntervals,
  large,
} from './feasibility-interval.ts'
import { solverHere } from './inline-runner.ts'

/** Columns of all components together from which other threads are worth their start-up. */
const worthThreads = 4000

/** Components that are searched at once, whatever the number of threads. */
const atOnce = 8

/**
 * Searches components, on other threads where there are some and the work is worth it. What is found does not depend
 * on them.
 *
 * @param shortLimit targets shown to fall short after which the rest of a component is left unproven; what the
 *   components before it, but for those searched at the same time, have shown counts
 * @returns by component, in their order
 */
export async function searchComponents(
  attacks: readonly ComponentAttack[],
  { threads, here, work, ...within }: AuditBudget,
  shortLimit: number,
): Promise<readonly ComponentIntervals[]> {
  const columns = attacks.map(({ component }) => component.variables.length)
  const isWorth =
    columns.some((count) => count > large) || columns.reduce((sum, one) => sum + one, 0) > worthThreads
  const runner = isWorth && threads !== undefined ? threads : (here ?? solverHere())
  const results: Promise<ComponentIntervals>[] = []
  let left = shortLimit
  for (const [at, attack] of attacks.entries()) {
    const before = await results[at - atOnce]
    left -= before?.intervals.filter(({ state }) => state === 'short').length ?? 0
    results.push(componentIntervals(attack, within, runner, left, work))
  }
  return Promise.all(results)
}
