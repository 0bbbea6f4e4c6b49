import { copyFile, mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256OfFile } from '../../reports/checksums.ts'
import { checksumsPath, manifestPath } from '../../reports/release-files.ts'
import { stage, syncPath } from '../../reports/staging.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { WithheldError } from '../../schemas/failure.ts'
import type { Manifest } from '../../schemas/release.ts'
import { releaseFolder } from '../release-shelf.ts'
import { type Candidate, proposedRelease } from './candidate.ts'

/**
 * Publishes a candidate's files as they are, by one rename.
 *
 * @param attested what the audit let pass, read from these very files
 * @param manifest the candidate's, whose hashes the copies must have
 * @throws {WithheldError} if a file is not the one that the audit read
 */
export async function publishCandidate(
  attested: Held<'protected', readonly PublishedTable[]>,
  candidate: Candidate,
  manifest: Manifest,
  releases: string,
): Promise<string> {
  const target = releaseFolder(releases, candidate.period.id, candidate.version)
  const shown = manifest.tables.map(({ id }) => id)
  if (attested.length !== shown.length || attested.some(({ shape }, t) => shape.id !== shown[t]))
    throw new WithheldError('the audit must have seen every table of the candidate')
  await stage(releases, target, candidate.id, async (folder) => {
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
  })
  return target
}
