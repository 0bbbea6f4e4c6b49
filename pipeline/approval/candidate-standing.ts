import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sha256Of } from '../../reports/checksums.ts'
import { parseManifest } from '../../reports/manifest.ts'
import { manifestPath } from '../../reports/release-files.ts'
import { previousManifest } from '../6-release.ts'
import { comparedManifest } from '../compared-release.ts'
import { changedInputs, type Inputs } from '../inputs.ts'
import type { Out } from '../ledger/checked-ledger.ts'
import { isBeside, overlapping } from '../ledger/known-periods.ts'
import { releaseId } from '../ledger/known-releases.ts'
import type { Project } from '../load-project.ts'
import type { PublishedPeriod } from '../release-shelf.ts'
import type { PeriodRecord } from '../run-record.ts'
import type { Workspace } from '../workspace.ts'
import { type Candidate, discardCandidate, listCandidates, proposedRelease, versionOf } from './candidate.ts'
import { rejectedReleases } from './rejections.ts'

const dayMs = 86_400_000

/**
 * Why a candidate may no longer be published; null where it may.
 *
 * @param known what the ledger knows, whether or not its folder is still there
 * @param shelf what is published, and candidates of earlier periods that are good
 */
export async function objectionTo(
  candidate: Candidate,
  now: { readonly inputs: Inputs; readonly time: Date; readonly approvalDays: number },
  { known, skipped, shelf }: Pick<Out, 'known' | 'skipped' | 'shelf'>,
): Promise<string | null> {
  const { id, period, version, project } = candidate
  if (skipped.some((one) => one.project === project && one.period.id === period.id))
    return `${id} is superseded: ${period.id} was given up`
  if (now.time.getTime() - Date.parse(candidate.madeAt) > now.approvalDays * dayMs)
    return `${id} has expired: it is older than approvalDays, ${now.approvalDays}`
  const other = overlapping(
    known.filter(({ release }) => !isBeside(release, { project, period, version })),
    period,
  )
  if (other !== null)
    return `${id} is superseded: ${releaseId(other.release)} is in the ledger, which shares days with it`
  if (shelf.some((one) => one.period.id === period.id && one.version >= version))
    return `${id} is superseded: another candidate of ${period.id} waits`
  const changed = changedInputs(candidate.inputs, now.inputs)
  if (changed.length > 0) return `${id} is superseded: since it was made, ${changed.join(', ')} changed`
  if ((await previousManifest(shelf, period, version)) !== candidate.previousManifestSha256)
    return `${id} is superseded: the release before it is not the one that it names`
  const text = await readFile(join(proposedRelease(candidate), manifestPath), 'utf8').catch(() => '')
  if (sha256Of(text) !== candidate.manifestSha256)
    return `${id} is damaged: its manifest is not the one recorded`
  return (await comparesAsNow(text, period, shelf))
    ? null
    : `${id} is superseded: the release that its page compares with is not the last one any more`
}

/** The last period may have got another version, or been withdrawn, since. */
async function comparesAsNow(
  manifest: string,
  period: Candidate['period'],
  shelf: readonly PublishedPeriod[],
): Promise<boolean> {
  const parsed = parseManifest(manifest)
  if (!('manifest' in parsed)) return false
  const { formats, compared_with: compared } = parsed.manifest
  const isCompared = formats?.includes('page') ?? false
  return !isCompared || (compared?.manifest_sha256 ?? null) === (await comparedManifest(shelf, period))
}

/** A good candidate as a release before those that follow. */
export function asEarlier(candidate: Candidate): PublishedPeriod {
  return { period: candidate.period, version: candidate.version, folder: proposedRelease(candidate) }
}

/** What a run has made, as releases before those that follow. */
export function madeBy(
  periods: readonly PeriodRecord[],
  { candidates }: Workspace,
): readonly PublishedPeriod[] {
  return periods.flatMap(({ period, folder, candidate }) => {
    if (folder !== null) return [{ period, version: Number(basename(folder).slice(1)), folder }]
    return candidate === null
      ? []
      : [
          {
            period,
            version: versionOf(candidate),
            folder: proposedRelease({ folder: join(candidates, candidate) }),
          },
        ]
  })
}

/** Name of a candidate that a run has made; null where it has made none. */
export function candidateAmong(periods: readonly Pick<PeriodRecord, 'candidate'>[]): string | null {
  return periods.find(({ candidate }) => candidate !== null)?.candidate ?? null
}

export interface Waiting {
  readonly candidates: readonly Candidate[]
  /** Periods and versions, as `rejectionOf` names them, that were rejected and would come out the same. */
  readonly rejected: ReadonlySet<string>
}

/** Where nothing waits. */
export const nothingWaits: Waiting = { candidates: [], rejected: new Set() }

/** Sorts candidates into those that still may be approved and those that fell, which are removed and said. */
export async function reviewCandidates(
  workspace: Workspace,
  project: Project,
  { known, skipped, shelf }: Pick<Out, 'known' | 'skipped' | 'shelf'>,
  inputs: Inputs,
  time: Date,
  say: (message: string) => void,
): Promise<Waiting> {
  const { approvalDays } = project.definition.policy
  const candidates: Candidate[] = []
  for (const candidate of await listCandidates(workspace)) {
    const objection = await objectionTo(
      candidate,
      { inputs, time, approvalDays },
      {
        ...{ known, skipped },
        shelf: [...shelf, ...candidates.map(asEarlier)],
      },
    )
    if (objection === null) candidates.push(candidate)
    else {
      say(objection)
      await discardCandidate(candidate)
    }
  }
  const rejected = await rejectedReleases(workspace, inputs)
  return { candidates, rejected }
}
