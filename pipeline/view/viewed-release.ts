import { realpath } from 'node:fs/promises'
import { readRelease } from '../../reports/read-release.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import { ConfigurationError, Failure } from '../../schemas/failure.ts'
import type { Manifest } from '../../schemas/release.ts'
import type { Withdrawal } from '../../schemas/withdrawal.ts'
import { isFolder } from '../ledger/settle-pending.ts'
import { type PublicFiles, publicFiles } from './public-files.ts'

/** A release that holds together, with its page. */
export interface ViewedRelease {
  /** Without symbolic links. */
  readonly folder: string
  readonly manifest: Manifest
  /** All of them, in the order of the manifest. */
  readonly tables: readonly PublishedTable[]
  readonly withdrawn: Withdrawal | null
  readonly files: PublicFiles
}

/**
 * Reads a release that is to be shown.
 *
 * @throws {ConfigurationError} if there is no such folder, or the release has no page
 * @throws {Failure} with exit code 3 if anything in it is not as it was written
 */
export async function readViewedRelease(path: string): Promise<ViewedRelease> {
  if (!(await isFolder(path))) throw new ConfigurationError('a release must be a folder that exists', path)
  const folder = await realpath(path)
  const { manifest, tables, findings, withdrawn } = await readRelease(folder)
  const [first] = findings
  if (manifest === null || first !== undefined) {
    const broken = first === undefined ? '' : ` Broken in ${first.file}: ${first.clause}.`
    throw new Failure(
      `a release that is shown must be as it was written.${broken} See kohort verify. Provided value: ${path}`,
      3,
    )
  }
  if (manifest.formats?.includes('page') !== true)
    throw new ConfigurationError(
      'a release that is shown must hold its page: name page among releases.formats before a period is released; what is out without one stays so',
      manifest.id,
    )
  return { folder, manifest, tables, withdrawn, files: await publicFiles(folder, manifest) }
}
