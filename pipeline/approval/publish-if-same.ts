import { buildManifest, manifestText } from '../../reports/manifest.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import type { AuditParameters, Manifest } from '../../schemas/release.ts'
import { releaseFacts } from '../6-release.ts'
import type { Publishing } from '../ledger/publish.ts'
import { tableTexts } from '../ledger/table-record.ts'
import type { Project } from '../load-project.ts'
import type { PublishedPeriod } from '../release-shelf.ts'
import { type StoredSeries, storeSeries } from '../stocks/store-series.ts'
import type { Candidate } from './candidate.ts'
import { publishCandidate } from './publish-candidate.ts'
import { StaleCandidate } from './stale-candidate.ts'

export interface ProposedFiles {
  readonly project: Project
  readonly candidate: Candidate
  /** The candidate as its files have it. */
  readonly manifest: Manifest
  readonly published: readonly PublishedTable[]
  readonly publishing: Publishing
}

export interface Recounted {
  /** What the audit let pass now. */
  readonly released: Held<'protected', readonly PublishedTable[]>
  readonly parameters: AuditParameters
  readonly series: Pick<StoredSeries, 'pack' | 'isUsed'> | null
  /** Releases that are out. */
  readonly earlier: readonly PublishedPeriod[]
}

/**
 * Publishes a candidate's files, with who contributed to them, if they say what was counted anew: each figure, and
 * all that a manifest says.
 *
 * @returns the folder of the release
 * @throws {StaleCandidate} if they say anything else
 */
export async function publishIfSame(
  { project, candidate, manifest, published, publishing }: ProposedFiles,
  { released, parameters, series, earlier }: Recounted,
): Promise<string> {
  const { period, asOf, version } = candidate
  const facts = await releaseFacts(parameters, project, period, asOf, earlier, version)
  const expected = manifestText(buildManifest(released, facts, manifest.files))
  const isSame =
    expected === manifestText(manifest) &&
    released.length === published.length &&
    released.every((table, t) => tableTexts(table).figures === tableTexts(published[t]!).figures)
  if (!isSame) throw new StaleCandidate(candidate, 'counted anew, it comes out differently')
  return publishCandidate(released, candidate, manifest, publishing, () =>
    storeSeries(publishing.ledger, series),
  )
}
