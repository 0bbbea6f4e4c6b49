import { parentPort } from 'node:worker_threads'
import { answerTask } from '../transforms/audit/interval-stretches.ts'
import { received } from '../transforms/audit/interval-task.ts'
import { loadSolver as loadForAudit } from '../transforms/audit/solver.ts'
import { protectRegion } from '../transforms/disclosure/region-protection.ts'
import { loadSolver as loadForSuppression } from '../transforms/disclosure/solver.ts'
import type { ThreadRequest } from './solver-threads.ts'

/** What a thread runs: answers one task after another; suppression and audit each have a solver of their own. */
let auditor: ReturnType<typeof loadForAudit> | null = null
const now = () => performance.now()

async function answer(request: ThreadRequest) {
  if (request.kind === 'region') return protectRegion(await loadForSuppression(), request.task)
  auditor ??= loadForAudit()
  const within = { now, deadline: now() + request.milliseconds }
  const found = answerTask(await auditor, received(request.task), within)
  if (found.broken) auditor = null
  return found
}

parentPort?.on('message', async (request: ThreadRequest) => {
  parentPort?.postMessage(await answer(request))
})
