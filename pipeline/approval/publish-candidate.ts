import { copyFile, mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256Of, sha256OfFile } from '../../reports/checksums.ts'
import { manifestText } from '../../reports/manifest.ts'
import { checksumsPath, manifestPath } from '../../reports/release-files.ts'
import { stage, syncPath } from '../../reports/staging.ts'
import type { Announce } from '../../reports/write-release.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { WithheldError } from '../../schemas/failure.ts'
import type { RecordedContributions } from '../../schemas/ledger.ts'
import type { Manifest } from '../../schemas/release.ts'
import { type Publishing, publish } from '../ledger/publish.ts'
import { releaseFolder } from '../release-shelf.ts'
import { type Candidate, proposedRelease } from './candidate.ts'

/**
 * Publishes a candidate's files as they are, by one rename.
 *
 * @param attested what the audit let pass, read from these very files
 * @param manifest the candidate's, whose hashes the copies must have
 * @param store as `publish` has them
 * @throws {WithheldError} if a file is not the one that the audit read
 */
export async function publishCandidate(
  attested: Held<'protected', readonly PublishedTable[]>,
  candidate: Candidate,
  manifest: Manifest,
  publishing: Publishing,
  store: () => Promise<RecordedContributions | null | undefined> = async () => undefined,
): Promise<string> {
  const target = releaseFolder(publishing.releases, candidate.period.id, candidate.version)
  const shown = manifest.tables.map(({ id }) => id)
  if (attested.length !== shown.length || attested.some(({ shape }, t) => shape.id !== shown[t]))
    throw new WithheldError('the audit must have seen every table of the candidate')
  // Its hash is what the ledger is told.
  if (sha256Of(manifestText(manifest)) !== candidate.manifestSha256)
    throw new WithheldError(`a file of the candidate has changed. Provided value: ${manifestPath}`)
  const write = (releases: string, announce: Announce) =>
    stage(
      releases,
      target,
      candidate.id,
      (folder) => copyFiles(candidate, manifest, folder),
      (_, folder) => announce(manifest, folder),
    )
  await publish(publishing, attested, write, store)
  return target
}

async function copyFiles(candidate: Candidate, manifest: Manifest, folder: string): Promise<void> {
  const from = proposedRelease(candidate)
  const files = [
    ...manifest.files,
    { path: manifestPath, sha256: candidate.manifestSha256 },
    { path: checksumsPath, sha256: await sha256OfFile(join(from, checksumsPath)) },
  ]
  for (const { path, sha256 } of files) {
    // The manifest gets its name last.
    const copy = join(folder, path === manifestPath ? `${path}.unfinished` : path)
    await mkdir(dirname(copy), { recursive: true })
    await copyFile(join(from, path), copy)
    if ((await sha256OfFile(copy)) !== sha256)
      throw new WithheldError(`a file of the candidate has changed. Provided value: ${path}`)
    await syncPath(copy)
  }
  await rename(join(folder, `${manifestPath}.unfinished`), join(folder, manifestPath))
  await syncPath(folder)
}
