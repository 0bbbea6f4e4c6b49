import type { Manifest } from '../../schemas/release.ts'
import type { Checksum } from '../checksums.ts'
import { releasePaths } from '../formats/format-paths.ts'
import {
  checksumsPath,
  manifestPath,
  type ReleaseFiles,
  signaturePath,
  withdrawalSignaturePath,
} from '../release-files.ts'
import { withdrawalPath, withdrawalTextPath } from '../withdrawal.ts'
import type { StructuralFinding, StructuralRule } from './finding.ts'

/** What is known of a release's files before any is opened as what it is. */
export interface FileEvidence {
  readonly files: ReleaseFiles
  /** SHA-256 of each file that could be read. */
  readonly hashes: ReadonlyMap<string, string>
  /** SHA256SUMS; null where it is missing or malformed. */
  readonly checksums: readonly Checksum[] | null
  /** Null where it is missing or malformed. */
  readonly manifest: Manifest | null
}

/** Whether a file is there, and is what everything that states its hash says it is. */
export function isIntact({ hashes, checksums, manifest }: FileEvidence, path: string): boolean {
  const stated = [...(checksums ?? []), ...(manifest?.files ?? [])].filter((entry) => entry.path === path)
  return stated.length > 0 && stated.every(({ sha256 }) => sha256 === hashes.get(path))
}

/** What may be added to a release that is out, and so is in no list of it. */
const madeAfterwards: ReadonlySet<string> = new Set([
  signaturePath,
  withdrawalPath,
  withdrawalTextPath,
  withdrawalSignaturePath,
])

/** Compares the files with SHA256SUMS, the manifest's list, and what the manifest's tables need. */
export function fileFindings(evidence: FileEvidence): readonly StructuralFinding[] {
  const { files, hashes, checksums, manifest } = evidence
  const found = new Map<string, StructuralFinding>()
  const add = (rule: StructuralRule, file: string, clause: string) =>
    found.set(`${rule} ${file}`, { rule, file, clause })

  for (const path of files.foreign)
    add('release-folder', path, 'a release holds regular files and the folders tables and report')
  if (checksums === null) add('checksum-list', checksumsPath, 'a release has a well-formed list of checksums')

  const expected = expectedFiles(manifest)
  const listed = new Set((checksums ?? []).map(({ path }) => path))
  const declared = new Set([manifestPath, ...(manifest?.files ?? []).map(({ path }) => path)])
  if (manifest !== null && declared.size !== manifest.files.length + 1) {
    add('manifest', manifestPath, 'a manifest lists each of its files once, and not itself')
  }
  for (const path of new Set([...expected, ...listed, ...declared])) {
    if (!files.bytes.has(path)) add('missing-file', path, 'every declared file is there')
    if (checksums !== null && !listed.has(path))
      add('checksum-list', path, 'SHA256SUMS names every file of the release')
    if (manifest !== null && !declared.has(path))
      add('manifest', path, 'the manifest lists every file of the release')
    if (manifest !== null && !expected.has(path))
      add('undeclared-file', path, 'every file belongs to a table or a format of the release')
  }
  for (const path of files.bytes.keys()) {
    const own = madeAfterwards.has(path) || path === checksumsPath
    if (!own && !listed.has(path) && !declared.has(path))
      add('undeclared-file', path, 'every file is declared')
  }
  for (const { path, sha256 } of [...(checksums ?? []), ...(manifest?.files ?? [])]) {
    const actual = hashes.get(path)
    if (actual !== undefined && actual !== sha256)
      add('checksum', path, 'a file has the SHA-256 stated for it')
  }
  for (const { path, bytes } of manifest?.files ?? []) {
    const actual = files.bytes.get(path)
    if (actual !== undefined && actual !== bytes) add('checksum', path, 'a file has the size stated for it')
  }
  return [...found.values()]
}

function expectedFiles(manifest: Manifest | null): ReadonlySet<string> {
  if (manifest === null) return new Set([manifestPath])
  const { formats = [], languages = [] } = manifest
  const tables = manifest.tables.map(({ id }) => id)
  return new Set([manifestPath, ...releasePaths({ tables, formats, languages })])
}
