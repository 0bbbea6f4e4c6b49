import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of, sha256OfFile } from '../../reports/checksums.ts'
import {
  checksumsPath,
  listReleaseFiles,
  manifestPath,
  signaturePath,
  withdrawalSignaturePath,
} from '../../reports/release-files.ts'
import { withdrawalPath, withdrawalTextPath } from '../../reports/withdrawal.ts'
import type { Manifest } from '../../schemas/release.ts'

export interface PublicFile {
  /** Relative to the release folder. */
  readonly path: string
  readonly sha256: string
}

/** Files of a release by the one path of an address that each has. */
export type PublicFiles = ReadonlyMap<string, PublicFile>

/** What belongs to a release, and is in no list of it. */
const unlisted: ReadonlySet<string> = new Set([
  manifestPath,
  checksumsPath,
  signaturePath,
  withdrawalPath,
  withdrawalTextPath,
  withdrawalSignaturePath,
])

/**
 * What may be served of a release: the files that its manifest names, the manifest, the list of checksums, and what was
 * signed or said of it afterwards. Addresses are looked up, never resolved, so none leads elsewhere.
 *
 * @param folder of a release that was verified
 */
export async function publicFiles(folder: string, manifest: Manifest): Promise<PublicFiles> {
  const { bytes } = await listReleaseFiles(folder)
  const files: PublicFile[] = manifest.files.map(({ path, sha256 }) => ({ path, sha256 }))
  for (const path of [...bytes.keys()].filter((one) => unlisted.has(one)))
    files.push({ path, sha256: await sha256OfFile(join(folder, path)) })
  return new Map(files.map((file) => [`/${file.path.split('/').map(encodeURIComponent).join('/')}`, file]))
}

/**
 * The bytes of a file as they were verified.
 *
 * @returns null where it is gone, a link, or not what it was
 */
export async function readPublicFile(folder: string, file: PublicFile): Promise<Uint8Array | null> {
  // Not blocking: a pipe in its place would wait for ever.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const handle = await open(join(folder, file.path), flags).catch(() => null)
  if (handle === null) return null
  try {
    const bytes = await handle.readFile()
    return sha256Of(bytes) === file.sha256 ? bytes : null
  } catch {
    return null
  } finally {
    await handle.close()
  }
}
