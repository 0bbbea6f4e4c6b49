import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sourceNames } from '../schemas/source/source-name.ts'
import type { Workspace } from './workspace.ts'

const count = z.int().min(0)
const fatesSchema = z.object({
  used: count,
  quarantined: count,
  notAdmitted: count,
  merged: count,
  later: count,
  read: count,
  quarantinedBy: z.record(z.string(), count),
  notAdmittedBy: z.record(z.string(), count),
})
const inputsSchema = z.object({
  sources: z.record(z.string(), z.string()),
  project: z.string(),
  code: z.string(),
})
/** What `run.json` of a run says, as far as later runs want to know. */
export const pastRunSchema = z.object({
  sequence: z.int(),
  startedAt: z.iso.datetime(),
  project: z.string(),
  asOf: z.iso.date(),
  publish: z.boolean(),
  outcome: z.enum(['running', 'done', 'idle', 'withheld', 'failed', 'stopped']),
  inputs: inputsSchema.nullable(),
  books: z.partialRecord(z.enum(sourceNames), fatesSchema),
  loadedAt: z.record(z.string(), z.string()),
  notStated: z.record(z.string(), z.number()),
  checks: z.array(
    z.object({
      check: z.enum(['freshness', 'rows_shrunk', 'quarantine_grown', 'not_stated_jumped']),
      of: z.string(),
      severity: z.enum(['warn', 'error']),
      clause: z.string(),
    }),
  ),
  firstPeriod: z.string().nullable(),
  unlooked: z.array(z.string()).default([]),
})

/** What later runs want to know of an earlier one. */
export interface PastRun extends z.output<typeof pastRunSchema> {
  /** Name of its folder. */
  readonly name: string
}

/** Earlier runs beyond these are of no use to a night. */
const mostRuns = 100

/**
 * Runs whose records can be read, latest first: by their own count, for the clock may have been set back. Records of
 * other versions, and damaged ones, are left out.
 */
export async function readHistory(workspace: Workspace): Promise<readonly PastRun[]> {
  const names = (await readdir(workspace.runs)).toSorted().toReversed().slice(0, mostRuns)
  const runs: PastRun[] = []
  for (const name of names) {
    const text = await readFile(join(workspace.runs, name, 'run.json'), 'utf8').catch(() => null)
    const parsed = text === null ? null : pastRunSchema.safeParse(parseJson(text))
    if (parsed?.success === true) runs.push({ name, ...parsed.data })
  }
  return runs.toSorted((a, b) => b.sequence - a.sequence)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
