import { manifestPath } from '../../reports/release-files.ts'
import { WithheldError } from '../../schemas/failure.ts'
import type { Manifest } from '../../schemas/release.ts'
import type { Finding } from '../verify.ts'
import { findRelease } from './hold-against-shelf.ts'
import { readLedger } from './read-ledger.ts'

/** What the ledger says of a release. */
export interface LedgerVerdict {
  readonly findings: readonly Finding[]
  readonly warnings: readonly string[]
}

/**
 * Checks the whole ledger, and whether a release is the one that it knows. Nothing is written.
 *
 * @param path null where there is no ledger, which is a warning: the recount does not need one
 */
export async function auditLedger(
  path: string | null,
  { project, period, version }: Manifest,
  manifestSha256: string,
  now: Date,
): Promise<LedgerVerdict> {
  if (path === null)
    return { findings: [], warnings: ['there is no ledger here: whether this was published is not checked'] }
  try {
    const { known } = await readLedger(path, now)
    const entry = findRelease(known, project.id, period.id, version)
    if (entry === null) return finding('ledger', 'the ledger knows every release')
    return entry.release.manifest_sha256 === manifestSha256
      ? { findings: [], warnings: [] }
      : finding('not-as-released', 'a release is the one that the ledger knows')
  } catch (error) {
    if (!(error instanceof WithheldError)) throw error
    return finding('ledger', error.message.replace(/^withheld: /, ''))
  }
}

function finding(rule: string, clause: string): LedgerVerdict {
  return { findings: [{ rule, where: manifestPath, clause }], warnings: [] }
}
