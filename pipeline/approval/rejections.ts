import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Inputs, inputsKey } from '../inputs.ts'
import { writeWhole } from '../run-record.ts'
import type { Workspace } from '../workspace.ts'
import type { Candidate } from './candidate.ts'

const rejectionsSchema = z.array(
  z.object({
    period: z.string(),
    version: z.int().default(1),
    inputs: z.string(),
    rejectedAt: z.string(),
  }),
)
type Rejections = z.output<typeof rejectionsSchema>

/** Names a version of a period: by the period's id alone where it is the first one. */
export function rejectionOf(period: string, version: number): string {
  return version === 1 ? period : `${period}/v${version}`
}

/** Remembers that a period was rejected: until an input changes, a night would propose the same again. */
export async function rememberRejection(
  workspace: Workspace,
  candidate: Candidate,
  now: Date,
): Promise<void> {
  const isOther = (one: Rejections[number]) =>
    one.period !== candidate.period.id || one.version !== candidate.version
  const others = (await readRejections(workspace)).filter(isOther)
  const own = {
    period: candidate.period.id,
    version: candidate.version,
    inputs: inputsKey(candidate.inputs),
    rejectedAt: now.toISOString(),
  }
  await writeWhole(pathOf(workspace), `${JSON.stringify([...others, own], null, 2)}\n`)
}

/** What was rejected as it would come out again, as `rejectionOf` names it. */
export async function rejectedReleases(workspace: Workspace, inputs: Inputs): Promise<ReadonlySet<string>> {
  const key = inputsKey(inputs)
  const rejections = await readRejections(workspace)
  return new Set(
    rejections.filter((one) => one.inputs === key).map(({ period, version }) => rejectionOf(period, version)),
  )
}

async function readRejections(workspace: Workspace): Promise<Rejections> {
  const text = await readFile(pathOf(workspace), 'utf8').catch(() => '[]')
  return rejectionsSchema.parse(JSON.parse(text))
}

function pathOf({ candidates }: Workspace): string {
  return join(candidates, 'rejected.json')
}
