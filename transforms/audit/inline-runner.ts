import type { Highs } from 'highs'
import { answerTask } from './interval-stretches.ts'
import type { SolverHere } from './interval-task.ts'
import { loadSolver } from './solver.ts'

/** Does tasks one after another on this thread, with a solver that is loaded when the first one comes. */
export function solverHere(): SolverHere {
  let solver: Promise<Highs> | null = null
  const use: SolverHere['use'] = async (work) => {
    solver ??= loadSolver()
    try {
      return work(await solver)
    } catch {
      // A solver that fails, for lack of memory or otherwise, must not be used again.
      solver = null
      return null
    }
  }
  return {
    use,
    answer: async (task, within) => {
      const answer = await use((highs) => answerTask(highs, task, within))
      if (answer?.broken === true) solver = null
      return answer
    },
  }
}
