import type { AuditBudget } from './audit-report.ts'
import { solverHere } from './inline-runner.ts'
import type { SolverHere, TaskRunner } from './interval-task.ts'

/** A budget whose solvers are watched, and whether each has answered so far. */
export interface WatchedBudget {
  readonly budget: AuditBudget
  /** False once a solver gave no answer, or broke: what is open then is so on this machine only. */
  readonly answered: () => boolean
}

/** Watches the solvers of a budget: that work ran out is the same on every machine, that an answer was lost is not. */
export function watchSolvers(budget: AuditBudget): WatchedBudget {
  let isWhole = true
  const watched = (runner: TaskRunner): TaskRunner => ({
    answer: async (task, within) => {
      const answer = await runner.answer(task, within)
      if (answer === null || answer.broken) isWhole = false
      return answer
    },
  })
  const { threads } = budget
  const own = budget.here ?? solverHere()
  const here: SolverHere = {
    ...watched(own),
    use: async (work) => {
      const result = await own.use(work)
      if (result === null) isWhole = false
      return result
    },
  }
  return {
    budget: { ...budget, here, threads: threads && watched(threads) },
    answered: () => isWhole,
  }
}
