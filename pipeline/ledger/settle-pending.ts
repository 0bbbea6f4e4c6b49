import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256OfFile } from '../../reports/checksums.ts'
import { manifestPath } from '../../reports/release-files.ts'
import { WithheldError } from '../../schemas/failure.ts'
import { releaseFolder } from '../release-shelf.ts'
import { BrokenLedger } from './broken-ledger.ts'
import { isMissing } from './is-missing.ts'
import { type KnownRelease, releaseId } from './known-releases.ts'
import type { Ledger } from './open-ledger.ts'

/**
 * Settles what a run that was stopped left open: a release that was about to appear is published if it did, and
 * voided if it did not. Those of other projects wait for a run of their own, and count as known until then.
 *
 * @param releases the project's releases folder now; that of the stopped run is looked into as well
 * @throws {BrokenLedger} if another release lies in its place
 * @throws {WithheldError} if the stopped run's folder is gone: nobody knows then what a reader has seen
 */
export async function settlePending(ledger: Ledger, project: string, releases: string): Promise<void> {
  for (const one of ledger.known().filter((known) => isPending(known, project)))
    await ledger.append({
      kind: (await hasAppeared(one, releases)) ? 'published' : 'voided',
      intended: one.sequence,
    })
}

/** What is known once all is settled; throws as `settlePending` does, and writes nothing. */
export async function asSettled(
  known: readonly KnownRelease[],
  project: string,
  releases: string,
): Promise<readonly KnownRelease[]> {
  const settled: KnownRelease[] = []
  for (const one of known) {
    if (!isPending(one, project)) settled.push(one)
    else if (await hasAppeared(one, releases)) settled.push({ ...one, state: 'published' })
  }
  return settled
}

function isPending({ state, release }: KnownRelease, project: string): boolean {
  return state === 'pending' && release.project === project
}

async function hasAppeared({ release }: KnownRelease, releases: string): Promise<boolean> {
  for (const place of new Set([releases, release.folder])) {
    const manifest = await manifestAt(releaseFolder(place, release.period.id, release.version))
    if (manifest === release.manifest_sha256) return true
    if (manifest !== null)
      throw new BrokenLedger('a release lies in its place as it was entered', releaseId(release))
  }
  if (release.folder !== releases && !(await isFolder(release.folder)))
    throw new WithheldError(
      `a run was stopped while it published ${releaseId(release)}, and the folder that it published to must be there to tell whether it did. Provided value: ${release.folder}`,
    )
  return false
}

/** SHA-256 of a release's manifest; null where there is no such folder. */
export async function manifestAt(folder: string): Promise<string | null> {
  if (!(await isFolder(folder))) return null
  return sha256OfFile(join(folder, manifestPath)).catch((error: unknown) => {
    if (isMissing(error)) return 'no manifest'
    throw error
  })
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    (error: unknown) => {
      // A file in the place of a folder above it holds no folder either.
      if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'ENOTDIR'))
        return false
      throw error
    },
  )
}
