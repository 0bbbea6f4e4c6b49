import type { Highs } from 'highs'
import { answerTask } from './interval-stretches.ts'
import type { TaskRunner } from './interval-task.ts'
import { loadSolver } from './solver.ts'

/** Does tasks one after another on this thread, with a solver that is loaded when the first one comes. */
export function solverHere(): TaskRunner {
  let solver: Promise<Highs> | null = null
  return {
    answer: async (task, within) => {
      solver ??= loadSolver()
      const highs = await solver.catch(() => null)
      const answer = highs === null ? null : answerTask(highs, task, within)
      if (answer === null || answer.broken) solver = null
      return answer
    },
  }
}
