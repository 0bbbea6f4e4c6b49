import { sha256Of } from '../../reports/checksums.ts'
import { manifestText } from '../../reports/manifest.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import type { RecordedContributions, RecordedRelease } from '../../schemas/ledger.ts'
import type { Manifest } from '../../schemas/release.ts'
import type { Ledger } from './open-ledger.ts'

/** Stores the figures of a release, and says of it what an entry says. */
export async function recordRelease(
  ledger: Ledger,
  manifest: Manifest,
  tables: readonly PublishedTable[],
  folder: string,
  contributions?: RecordedContributions | null,
): Promise<RecordedRelease> {
  const recorded: RecordedRelease['tables'] = []
  for (const table of tables) recorded.push(await ledger.store(table))
  return {
    project: manifest.project.id,
    period: manifest.period,
    version: manifest.version,
    as_of: manifest.as_of,
    manifest_sha256: sha256Of(manifestText(manifest)),
    policy_sha256: manifest.policy.sha256,
    code_version: manifest.code_version,
    audit: manifest.audit.parameters,
    folder,
    tables: recorded,
    ...(contributions === undefined ? {} : { contributions }),
  }
}
