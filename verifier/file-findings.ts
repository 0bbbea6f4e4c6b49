import { staysInside } from './checksum-list.ts'
import type { Finding, Rule } from './finding.ts'
import type { FolderContent } from './list-files.ts'
import type { Manifest } from './release.ts'

/** What is known of the files of a release. */
export interface FileEvidence {
  readonly content: FolderContent
  /** SHA-256 of each file that some list states one of, in the stated size; null where it cannot be read. */
  readonly hashes: ReadonlyMap<string, string | null>
  /** SHA256SUMS; null where it is missing or malformed. */
  readonly listed: ReadonlyMap<string, string> | null
  readonly manifest: Manifest | null
}

/** Come after the release, so that no list of it has them. */
const madeAfterwards: readonly string[] = [
  ...['SHA256SUMS', 'SHA256SUMS.minisig', 'WITHDRAWN.json', 'WITHDRAWN.md', 'WITHDRAWN.json.minisig'],
]
const atTheTop: readonly string[] = [
  ...['manifest.json', 'release.duckdb', 'datapackage.json', 'dcat.jsonld', 'structure.sdmx.json'],
]

/** Compares what lies in the folder with SHA256SUMS and the manifest, both ways. */
export function fileFindings({ content, hashes, listed, manifest }: FileEvidence): readonly Finding[] {
  const found = new Map<string, Finding>()
  const add = (rule: Rule, where: string, clause: string) => {
    if (!found.has(where)) found.set(where, { rule, where, clause })
  }
  for (const path of content.foreign)
    add('foreign', path, 'a release holds files and the folders tables and report')
  for (const path of content.unreadable) add('unreadable-folder', path, 'every folder can be read')
  for (const [path, hash] of hashes) if (hash === null) add('unreadable', path, 'every file can be read')
  if (listed === null) add('checksum-list', 'SHA256SUMS', 'a list of checksums is there, and in its form')

  const declared = new Map((manifest?.files ?? []).map((file) => [file.path, file]))
  if (manifest !== null && (declared.size < manifest.files.length || declared.has('manifest.json')))
    add('disputed', 'manifest.json', 'a manifest lists each of its files once, and not itself')
  const needed = ['manifest.json', ...(manifest?.tables ?? []).flatMap(filesOfTable)]
  if (manifest !== null) needed.push('release.duckdb')
  for (const path of new Set([...needed, ...(listed?.keys() ?? []), ...declared.keys()]))
    if (!content.sizes.has(path) && !content.unreadable.includes(path.split('/', 1)[0] ?? ''))
      add('missing', path, 'every file of the release is there')
  for (const [path, size] of content.sizes) {
    const file = declared.get(path)
    if (madeAfterwards.includes(path)) continue
    const isKnown = path === 'manifest.json' || listed?.has(path) === true || file !== undefined
    if (!isKnown && (listed !== null || manifest !== null)) add('added', path, 'every file is listed')
    if (manifest !== null && !belongs(path, manifest))
      add('added', path, 'every file belongs to a table or to the release')
    const hash = hashes.get(path)
    if (file !== undefined && file.bytes !== size)
      add('changed', path, 'a file has the size that the manifest states')
    if (hash !== undefined && hash !== (listed?.get(path) ?? hash))
      add('changed', path, 'a file has the SHA-256 that SHA256SUMS states')
    if (hash !== undefined && hash !== (file?.sha256 ?? hash))
      add('changed', path, 'a file has the SHA-256 that the manifest states')
    const isInBoth = listed?.has(path) === true && (file !== undefined || path === 'manifest.json')
    if (listed !== null && manifest !== null && !isInBoth)
      add('disputed', path, 'SHA256SUMS and the manifest list the same files')
  }
  return [...found.values()]
}

function filesOfTable({ id }: Manifest['tables'][number]): readonly string[] {
  return [`tables/${id}.parquet`, `tables/${id}.csv`]
}

/** Whether a path is one that the release may have. */
function belongs(path: string, { tables }: Manifest): boolean {
  if (!staysInside(path)) return false
  const [folder, name, ...more] = path.split('/')
  if (name === undefined) return atTheTop.includes(path)
  if (more.length > 0) return false
  if (folder === 'report') return /^[a-z]+(\.[A-Za-z-]+)?\.(html|pdf|xlsx)$/.test(name)
  return folder === 'tables' && tables.some(({ id }) => name.startsWith(`${id}.`))
}
