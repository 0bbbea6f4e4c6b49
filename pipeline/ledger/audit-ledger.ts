import { manifestPath } from '../../reports/release-files.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import { WithheldError } from '../../schemas/failure.ts'
import type { Manifest } from '../../schemas/release.ts'
import type { Finding } from '../verify.ts'
import { auditStandingRows } from './audit-standing.ts'
import { findRelease } from './hold-against-shelf.ts'
import { readLedger } from './read-ledger.ts'

/** What the ledger says of a release. */
export interface LedgerVerdict {
  readonly findings: readonly Finding[]
  readonly warnings: readonly string[]
}

/**
 * Checks the whole ledger, whether a release is the one that it knows, and whether rows that stand are as they were published.
 * Nothing is written.
 *
 * @param path null where there is no ledger, which is a warning: the recount does not need one
 */
export async function auditLedger(
  path: string | null,
  manifest: Manifest,
  manifestSha256: string,
  published: readonly PublishedTable[],
  now: Date,
): Promise<LedgerVerdict> {
  if (path === null)
    return { findings: [], warnings: ['there is no ledger here: whether this was published is not checked'] }
  const { project, period, version } = manifest
  try {
    const { known } = await readLedger(path, now)
    const entry = findRelease(known, project.id, period.id, version)
    if (entry === null) return finding('ledger', 'the ledger knows every release')
    const standing = await auditStandingRows(path, known, manifest, published)
    if (entry.release.manifest_sha256 === manifestSha256) return { findings: standing, warnings: [] }
    const other = finding('not-as-released', 'a release is the one that the ledger knows')
    return { ...other, findings: [...other.findings, ...standing] }
  } catch (error) {
    if (!(error instanceof WithheldError)) throw error
    return finding('ledger', error.reason)
  }
}

function finding(rule: string, clause: string): LedgerVerdict {
  return { findings: [{ rule, where: manifestPath, clause }], warnings: [] }
}
