import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Inputs, inputsKey } from '../inputs.ts'
import { writeWhole } from '../run-record.ts'
import type { Workspace } from '../workspace.ts'
import type { Candidate } from './candidate.ts'

const rejectionsSchema = z.array(z.object({ period: z.string(), inputs: z.string(), rejectedAt: z.string() }))
type Rejections = z.output<typeof rejectionsSchema>

/** Remembers that a period was rejected: until an input changes, a night would propose the same again. */
export async function rememberRejection(
  workspace: Workspace,
  candidate: Candidate,
  now: Date,
): Promise<void> {
  const others = (await readRejections(workspace)).filter(({ period }) => period !== candidate.period.id)
  const own = {
    period: candidate.period.id,
    inputs: inputsKey(candidate.inputs),
    rejectedAt: now.toISOString(),
  }
  await writeWhole(pathOf(workspace), `${JSON.stringify([...others, own], null, 2)}\n`)
}

/** Ids of periods that were rejected as they would come out again. */
export async function rejectedPeriods(workspace: Workspace, inputs: Inputs): Promise<ReadonlySet<string>> {
  const key = inputsKey(inputs)
  const rejections = await readRejections(workspace)
  return new Set(rejections.filter((one) => one.inputs === key).map(({ period }) => period))
}

async function readRejections(workspace: Workspace): Promise<Rejections> {
  const text = await readFile(pathOf(workspace), 'utf8').catch(() => '[]')
  return rejectionsSchema.parse(JSON.parse(text))
}

function pathOf({ candidates }: Workspace): string {
  return join(candidates, 'rejected.json')
}
