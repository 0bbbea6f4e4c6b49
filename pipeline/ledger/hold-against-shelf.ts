import { withdrawalPath, withdrawalText } from '../../reports/withdrawal.ts'
import { WithheldError } from '../../schemas/failure.ts'
import { type PublishedPeriod, releaseFolder, type ShelvedPeriod } from '../release-shelf.ts'
import type { KnownRelease } from './known-releases.ts'
import { noticeOf, readNotice, writeNotice } from './withdrawal-notice.ts'

/**
 * Holds the releases folder against the ledger: each release in it is one that the ledger knows, as it was. A release
 * that the ledger knows may be gone from the folder (archived); its figures stay known.
 *
 * @throws {WithheldError} if a release is not known, is another one, or bears a notice that no entry gave it
 */
export function holdAgainstShelf(
  known: readonly KnownRelease[],
  project: string,
  shelf: readonly ShelvedPeriod[],
  releases: string,
): void {
  for (const { period, version, manifestSha256 } of shelf) {
    const name = `${period.id}/v${version}`
    const folder = releaseFolder(releases, period.id, version)
    const entry = findRelease(known, project, period.id, version)
    if (entry === null)
      throw new WithheldError(
        `the ledger must know every release in the releases folder: restore the ledger's backup (kohort ledger restore), or take the releases into it (kohort ledger adopt). Provided value: ${name}`,
      )
    if (entry.state !== 'pending' && manifestSha256 !== entry.release.manifest_sha256)
      throw new WithheldError(
        `a release must be the one that the ledger knows: put it back as it was, or move the folder away. Provided value: ${name}`,
      )
    const notice = readNotice(folder)
    const expected = noticeOf(entry)
    if (notice !== null && (expected === null || notice !== withdrawalText(expected)))
      throw new WithheldError(
        `the ledger must know every withdrawal: restore the ledger's backup (kohort ledger restore), or withdraw the release again (kohort withdraw) once its ${withdrawalPath} is moved away. Provided value: ${name}`,
      )
  }
}

/** Writes the notices that a withdrawal which was stopped left unwritten. */
export async function completeNotices(
  known: readonly KnownRelease[],
  project: string,
  shelf: readonly PublishedPeriod[],
  releases: string,
): Promise<void> {
  for (const { period, version } of shelf) {
    const entry = findRelease(known, project, period.id, version)
    const notice = entry === null ? null : noticeOf(entry)
    const folder = releaseFolder(releases, period.id, version)
    if (notice !== null && readNotice(folder) === null) await writeNotice(folder, notice)
  }
}

export function findRelease(
  known: readonly KnownRelease[],
  project: string,
  period: string,
  version: number,
): KnownRelease | null {
  const found = known.find(
    ({ release }) =>
      release.project === project && release.period.id === period && release.version === version,
  )
  return found ?? null
}
