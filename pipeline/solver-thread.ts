import { parentPort } from 'node:worker_threads'
import { answerTask } from '../transforms/audit/interval-stretches.ts'
import { received } from '../transforms/audit/interval-task.ts'
import { loadSolver } from '../transforms/audit/solver.ts'
import type { ThreadRequest } from './solver-threads.ts'

/** What a thread runs: answers one task after another with a solver of its own. */
let solver = loadSolver()
const now = () => performance.now()

parentPort?.on('message', async ({ task, milliseconds }: ThreadRequest) => {
  const answer = answerTask(await solver, received(task), { now, deadline: now() + milliseconds })
  if (answer.broken) solver = loadSolver()
  parentPort?.postMessage(answer)
})
