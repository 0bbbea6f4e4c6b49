import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../../reports/canonical-json.ts'
import { parseManifest } from '../../reports/manifest.ts'

/** Every file below a folder, by relative path. */
export function filesBelow(folder: string): ReadonlyMap<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).toSorted()
  return new Map(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path)]))
}

/** SHA-256 of every file below a folder, by relative path: files are the same where these are, which is told at once. */
export function hashesBelow(folder: string): ReadonlyMap<string, string> {
  const files = [...filesBelow(folder)]
  return new Map(
    files.map(([path, bytes]) => [path, createHash('sha256').update(bytes).digest('hex')] as const),
  )
}

/**
 * What must not differ between two runs on the same inputs: every byte but those of release.duckdb, whose hash the
 * manifest and SHA256SUMS name, and the next manifest through its predecessor's.
 */
export function reproducible(releases: string): Readonly<Record<string, string>> {
  const files = [...filesBelow(releases)].filter(([path]) => !path.endsWith('release.duckdb'))
  return Object.fromEntries(files.map(([path, bytes]) => [path, comparable(path, bytes)]))
}

function comparable(path: string, bytes: Buffer): string {
  const text = bytes.toString('latin1')
  if (path.endsWith('SHA256SUMS'))
    return text.replaceAll(/^[0-9a-f]{64} {2}(release\.duckdb|manifest\.json)\n/gm, '')
  if (!path.endsWith('manifest.json')) return text
  const parsed = parseManifest(bytes.toString('utf8'))
  if (!('manifest' in parsed)) throw new Error('a release has a manifest')
  const { files, previous_manifest_sha256: previous, compared_with: compared, ...rest } = parsed.manifest
  return canonicalJson({
    ...rest,
    compared: compared === undefined ? null : `${compared.period}/${compared.version}`,
    files: files.filter((file) => file.path !== 'release.duckdb'),
    previous: previous !== null,
  })
}
