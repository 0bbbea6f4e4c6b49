import { checksumText, parseChecksums, sha256Of } from '../../reports/checksums.ts'
import { checksumsPath } from '../../reports/release-files.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import { type ArchivedFile, packTar, unpackTar } from './tar.ts'

/**
 * A ledger in one file: a tar archive of its entries, its head and its figures, with SHA256SUMS as the last file.
 *
 * @param files in the order in which they lie in the archive
 */
export function packBackup(files: readonly ArchivedFile[]): Buffer {
  const sums = checksumText(files.map(({ path, bytes }) => ({ path, sha256: sha256Of(bytes) })))
  return packTar([...files, { path: checksumsPath, bytes: Buffer.from(sums) }])
}

/**
 * The files of a backup by path.
 *
 * @param shown its path, for the message
 * @throws {ConfigurationError} unless it is one, whole and unchanged
 */
export function unpackBackup(archive: Uint8Array, shown: string): ReadonlyMap<string, Uint8Array> {
  const files = new Map((unpackTar(archive) ?? []).map(({ path, bytes }) => [path, bytes]))
  const sums = parseChecksums(Buffer.from(files.get(checksumsPath) ?? []).toString('utf8')) ?? []
  files.delete(checksumsPath)
  const intact =
    files.size > 0 &&
    sums.length === files.size &&
    sums.every(({ path, sha256 }) => {
      const bytes = files.get(path)
      return bytes !== undefined && sha256Of(bytes) === sha256
    })
  if (!intact) throw new ConfigurationError('a backup of a ledger must be whole and unchanged', shown)
  return files
}
