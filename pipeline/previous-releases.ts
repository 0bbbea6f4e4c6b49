import { join } from 'node:path'
import { sha256OfFile } from '../reports/checksums.ts'
import { readRelease } from '../reports/read-release.ts'
import { manifestPath } from '../reports/release-files.ts'
import type { PublishedTable } from '../schemas/cell.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import type { Manifest } from '../schemas/release.ts'
import type { AuditBudget } from '../transforms/audit/audit-report.ts'
import { attackTogether, groupsSharingDays, type HeldRelease } from './attack-releases.ts'
import { standingFindings } from './standing-figures.ts'
import type { Finding } from './verify.ts'

/** A release that a reader has kept. */
export interface PreviousRelease extends HeldRelease {
  readonly manifest: Manifest
  readonly manifestSha256: string
}

/**
 * Reads a release that a reader has kept.
 *
 * @throws {ConfigurationError} if it is damaged: what follows from it together with others cannot be said then
 */
export async function readPrevious(folder: string): Promise<PreviousRelease> {
  const { manifest, tables, findings } = await readRelease(folder)
  const [finding] = findings
  if (manifest === null || finding !== undefined)
    throw new ConfigurationError(
      `an earlier release must be whole (${finding?.rule ?? 'manifest'}: ${finding?.file ?? manifestPath})`,
      folder,
    )
  const manifestSha256 = await sha256OfFile(join(folder, manifestPath))
  return { ...heldRelease(manifest, tables), manifest, manifestSha256 }
}

/** A release as attacks have it. */
export function heldRelease(
  { id, project, period, version, as_of: asOf, audit }: Manifest,
  tables: readonly PublishedTable[],
): HeldRelease {
  return { id, project: project.id, period, version, asOf, tables, audit: audit.parameters }
}

/**
 * What a release gives away to a reader who kept earlier ones: together with those that share days with it, directly or by
 * way of others, all as one system; and figures that stand as of an earlier day must be those that were shown then.
 * Whether a change of a stock, or since an earlier version, is by enough learners cannot be told from outside: who came and
 * who left are not known.
 */
export async function findingsWithPrevious(
  own: HeldRelease,
  previous: readonly PreviousRelease[],
  budget: () => AuditBudget,
): Promise<readonly Finding[]> {
  const others = previous.filter(({ id }) => id !== own.id)
  const group = groupsSharingDays<HeldRelease>([...others, own], ({ period }) => period).find((members) =>
    members.includes(own),
  )
  const findings = standingFindings(own, others)
  if (group === undefined || group.length === 1) return findings
  const problem = await attackTogether(group, budget())
  if (typeof problem !== 'string') return [...findings, ...problem]
  const where = group.map(({ id }) => id).join(', ')
  return [...findings, { rule: 'unaudited', where, clause: problem }]
}

/** The one of the given releases that the manifest names as the one before. */
export function releaseBefore(
  manifest: Manifest | null,
  previous: readonly PreviousRelease[],
): PreviousRelease | undefined {
  return previous.find(({ manifestSha256 }) => manifestSha256 === manifest?.previous_manifest_sha256)
}

/**
 * The release that changes on a page are against must be the one of that name which a reader kept: earlier, and of a period of the same
 * length.
 */
export function comparedFindings(
  manifest: Manifest | null,
  previous: readonly PreviousRelease[],
): readonly Finding[] {
  const named = manifest?.compared_with
  if (manifest === null || named === undefined) return []
  const where = comparedId(manifest)
  const found = previous.find(({ manifestSha256 }) => manifestSha256 === named.manifest_sha256)
  const isRight =
    found === undefined
      ? previous.every(({ id }) => id !== where)
      : found.id === where &&
        found.period.grain === manifest.period.grain &&
        found.period.start < manifest.period.start
  const clause = 'the release that changes are against is the earlier one of that name'
  return isRight ? [] : [{ rule: 'compared', where, clause }]
}

/** Whether the release that changes are against is among those given; null where none is named, or given. */
export function isComparedGiven(
  manifest: Manifest | null,
  previous: readonly PreviousRelease[],
): boolean | null {
  const named = manifest?.compared_with
  if (named === undefined || previous.length === 0) return null
  return previous.some(({ manifestSha256 }) => manifestSha256 === named.manifest_sha256)
}

/** Id of the release that changes are against, as the manifest names it. */
export function comparedId({ project, compared_with: named }: Manifest): string {
  return `${project.id}/${named?.period ?? ''}/${named?.version ?? ''}`
}

/** The manifest names the release before; a reader who kept it can tell that none is missing or was put in its place. */
export function chainWarnings(
  manifest: Manifest | null,
  previous: readonly PreviousRelease[],
): readonly string[] {
  const named = manifest?.previous_manifest_sha256 ?? null
  if (named === null || previous.length === 0) return []
  return releaseBefore(manifest, previous) !== undefined
    ? []
    : ['the release before, which the manifest names, is not among the earlier releases given']
}
