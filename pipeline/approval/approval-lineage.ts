import { Failure } from '../../schemas/failure.ts'
import { clockFrom } from '../clock.ts'
import { closeLineage } from '../observe/close-lineage.ts'
import { Lineage } from '../observe/lineage.ts'
import type { Workspace } from '../workspace.ts'
import type { Candidate } from './candidate.ts'

/**
 * Approves or rejects a candidate, which is a run of its lineage: in `openlineage.jsonl` of the workspace, since the record
 * of the run that made the candidate may be gone. What a verdict that was killed began is ended here, or by the next night.
 * Whatever becomes of the lineage, the verdict is what it is.
 *
 * @param decide returns the folder of the release; null where there is none
 */
export async function tellingVerdict<T extends string | null>(
  { folder }: Workspace,
  { project, inputs }: Candidate,
  job: 'approve' | 'reject',
  now: Date,
  decide: () => Promise<T>,
): Promise<T> {
  const lineage = new Lineage(folder, project, clockFrom(now), job)
  const sources = Object.keys(inputs.sources)
  await closeLineage(folder, now).catch(() => undefined)
  await lineage.runStarts().catch(() => undefined)
  try {
    const release = await decide()
    await lineage.runEnds('done', null, sources, release === null ? [] : [release]).catch(() => undefined)
    return release
  } catch (error) {
    const message = error instanceof Failure ? error.message : 'an unexpected error ended it'
    await lineage.runEnds('failed', message, sources).catch(() => undefined)
    throw error
  }
}
