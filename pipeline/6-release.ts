import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of } from '../reports/checksums.ts'
import { codeVersion } from '../reports/code-version.ts'
import { languagesOf } from '../reports/messages/label.ts'
import type { ReleaseFacts } from '../reports/release-facts.ts'
import { manifestPath } from '../reports/release-files.ts'
import { type Announce, writeRelease } from '../reports/write-release.ts'
import type { PublishedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import type { Period } from '../schemas/period.ts'
import type { AuditParameters } from '../schemas/release.ts'
import { releaseFormats } from '../schemas/release-format.ts'
import { comparedRelease } from './compared-release.ts'
import type { Project } from './load-project.ts'
import type { PublishedPeriod } from './release-shelf.ts'

/**
 * Step 6, release: writes what the audit let pass as a version of its period.
 *
 * @param folder releases folder, or a restricted one for a candidate
 * @param earlier all releases so far, those of this run among them, in any order: the latest before the period is
 *   the one of its length that the manifest names as its previous
 * @param announce called once all is on disk and before it appears; see `publish` in `ledger/`
 */
export async function release(
  tables: Held<'protected', readonly PublishedTable[]>,
  auditParameters: AuditParameters,
  project: Project,
  period: Period,
  asOf: string,
  folder: string,
  earlier: readonly PublishedPeriod[],
  announce?: Announce,
  version = 1,
): Promise<string> {
  const facts = await releaseFacts(auditParameters, project, period, asOf, earlier, version)
  return (await writeRelease(tables, facts, folder, announce)).folder
}

/** What the manifest of a version says that does not follow from its tables. */
export async function releaseFacts(
  auditParameters: AuditParameters,
  project: Project,
  period: Period,
  asOf: string,
  earlier: readonly PublishedPeriod[],
  version: number,
): Promise<ReleaseFacts> {
  const { id, title, timeZone, privacyPolicy } = project.definition.project
  const {
    tieBreakKeyFile: _secret,
    auditSeconds: _local,
    quarantineShare: _restricted,
    approval: _who,
    approvalDays: _howLong,
    ...policyParameters
  } = project.definition.policy
  const formats = releaseFormats.filter((format) => project.definition.releases.formats.includes(format))
  // Only pages compare.
  const compared = formats.includes('page') ? await comparedRelease(earlier, period) : null
  return {
    project: { id, title, timeZone },
    period: { ...period },
    version,
    asOf,
    privacyPolicy,
    policyParameters,
    codeVersion: await codeVersion(),
    auditParameters,
    charts: project.charts,
    languages: languagesOf(title),
    formats,
    previousManifestSha256: await previousManifest(earlier, period, version),
    ...(compared === null ? {} : { compared }),
  }
}

/**
 * SHA-256 of the manifest of the version before, or, for the first one, of the latest release before a period, of its
 * length; null where there is none.
 */
export async function previousManifest(
  earlier: readonly PublishedPeriod[],
  period: Period,
  version = 1,
): Promise<string | null> {
  const isBefore = (other: PublishedPeriod) =>
    other.period.start < period.start || (other.period.id === period.id && other.version < version)
  const [previous] = earlier
    .filter((other) => other.period.grain === period.grain && isBefore(other))
    .toSorted((a, b) =>
      a.period.start > b.period.start ? -1 : a.period.start < b.period.start ? 1 : b.version - a.version,
    )
  return previous === undefined ? null : sha256Of(await readFile(join(previous.folder, manifestPath)))
}
