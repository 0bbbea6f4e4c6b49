import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256OfFile } from '../../reports/checksums.ts'
import { manifestPath } from '../../reports/release-files.ts'
import { UsageError } from '../../schemas/failure.ts'
import type { Period } from '../../schemas/period.ts'
import type { Inputs } from '../inputs.ts'
import { writeWhole } from '../run-record.ts'
import type { Workspace } from '../workspace.ts'

const format = 'kohort-candidate/1'
const candidateSchema = z.object({
  format: z.literal(format),
  id: z.string(),
  project: z.string(),
  period: z.object({
    id: z.string(),
    grain: z.enum(['day', 'week', 'month', 'quarter', 'year']),
    start: z.iso.date(),
    end: z.iso.date(),
  }),
  version: z.int().min(1),
  asOf: z.iso.date(),
  madeAt: z.iso.datetime(),
  /** Name of the run that made it. */
  run: z.string(),
  /** Whether approval counts anew: no evidence lies here then. */
  recounted: z.boolean(),
  manifestSha256: z.string(),
  previousManifestSha256: z.string().nullable(),
  inputs: z.object({ sources: z.record(z.string(), z.string()), project: z.string(), code: z.string() }),
})

/** A release that waits for a person's approval, restricted until then. */
export interface Candidate extends z.output<typeof candidateSchema> {
  readonly folder: string
}

/** The release folder of a candidate, under a name that is no release. */
export function proposedRelease({ folder }: Pick<Candidate, 'folder'>): string {
  return join(folder, 'release')
}

export interface CandidateFacts {
  readonly project: string
  readonly period: Period
  readonly version: number
  readonly asOf: string
  readonly madeAt: Date
  readonly run: string
  readonly recounted: boolean
  readonly previousManifestSha256: string | null
  readonly inputs: Inputs
}

/**
 * Leaves a candidate in the workspace, complete or not at all.
 *
 * @param write writes a release below the folder that it gets, and returns the release's own
 * @param keepEvidence writes what approval audits against to the folder that it gets
 */
export async function makeCandidate(
  workspace: Workspace,
  facts: CandidateFacts,
  write: (folder: string) => Promise<string>,
  keepEvidence: (folder: string) => Promise<void>,
): Promise<Candidate> {
  const unfinished = join(workspace.candidates, `.unfinished-${randomUUID()}`)
  try {
    await mkdir(unfinished, { mode: 0o700 })
    const written = await write(unfinished)
    await rename(written, proposedRelease({ folder: unfinished }))
    await rmdir(join(unfinished, facts.period.id))
    await keepEvidence(unfinished)
    const manifestSha256 = await sha256OfFile(join(proposedRelease({ folder: unfinished }), manifestPath))
    const id = nameOf(facts, manifestSha256)
    const { madeAt, inputs, period, ...rest } = facts
    const entry: z.output<typeof candidateSchema> = {
      format,
      id,
      ...rest,
      period: { ...period },
      madeAt: madeAt.toISOString(),
      manifestSha256,
      inputs: { ...inputs, sources: { ...inputs.sources } },
    }
    await writeWhole(join(unfinished, 'candidate.json'), `${JSON.stringify(entry, null, 2)}\n`)
    const folder = join(workspace.candidates, id)
    await rm(folder, { recursive: true, force: true })
    await rename(unfinished, folder)
    return { ...entry, folder }
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}

function nameOf({ period, version }: CandidateFacts, manifestSha256: string): string {
  return `${period.id}-v${version}-${manifestSha256.slice(0, 8)}`
}

/** The version of its period that a candidate would be, by its name. */
export function versionOf(id: string): number {
  return Number(/-v(\d+)-/.exec(id)?.[1] ?? 1)
}

/** All candidates, earliest period first; what a crash left half is removed. */
export async function listCandidates(workspace: Workspace): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = []
  for (const entry of await readdir(workspace.candidates, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const folder = join(workspace.candidates, entry.name)
    const found = await readCandidate(folder)
    if (found === null) await rm(folder, { recursive: true, force: true })
    else candidates.push(found)
  }
  return candidates.toSorted((a, b) => (a.period.start < b.period.start ? -1 : 1))
}

/** @throws {UsageError} if there is none of that name */
export async function findCandidate(workspace: Workspace, id: string): Promise<Candidate> {
  const candidates = await listCandidates(workspace)
  const found = candidates.find((candidate) => candidate.id === id)
  if (found !== undefined) return found
  const known = candidates.map((candidate) => candidate.id).join(', ') || 'none'
  throw new UsageError(`a candidate must be one of those that wait (${known}). Provided value: ${id}`)
}

export async function discardCandidate({ folder }: Candidate): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

async function readCandidate(folder: string): Promise<Candidate | null> {
  try {
    const text = await readFile(join(folder, 'candidate.json'), 'utf8')
    return { ...candidateSchema.parse(JSON.parse(text)), folder }
  } catch {
    return null
  }
}
