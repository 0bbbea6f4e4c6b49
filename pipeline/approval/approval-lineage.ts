import { Failure } from '../../schemas/failure.ts'
import { clockFrom } from '../clock.ts'
import { closeLineage } from '../observe/close-lineage.ts'
import { Lineage } from '../observe/lineage.ts'
import type { Workspace } from '../workspace.ts'
import type { Candidate } from './candidate.ts'

/**
 * Approves a candidate, which is a run of its lineage: in `openlineage.jsonl` of the workspace, since the record of the run
 * that made the candidate may be gone. What an approval that was killed began is ended here, or by the next night. Whatever
 * becomes of the lineage, the approval is what it is.
 *
 * @param approve returns the folder of the release
 */
export async function tellingApproval(
  { folder }: Workspace,
  { project, inputs }: Candidate,
  now: Date,
  approve: () => Promise<string>,
): Promise<string> {
  const lineage = new Lineage(folder, project, clockFrom(now), 'approve')
  const sources = Object.keys(inputs.sources)
  await closeLineage(folder, now).catch(() => undefined)
  await lineage.runStarts().catch(() => undefined)
  try {
    const release = await approve()
    await lineage.runEnds('done', null, sources, [release]).catch(() => undefined)
    return release
  } catch (error) {
    const message = error instanceof Failure ? error.message : 'an unexpected error ended the approval'
    await lineage.runEnds('failed', message, sources).catch(() => undefined)
    throw error
  }
}
