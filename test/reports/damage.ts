import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { checksumText, sha256Of } from '../../reports/checksums.ts'
import { filesBelow } from './example-release.ts'

/** Runs SQL statements in a fresh DuckDB. */
async function runSql(statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    for (const statement of statements) await connection.run(statement)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

const metadata = (version: string) =>
  `format: 'kohort-table/1', project: 'uzbekistan', period: '2026-10', version: '${version}', "table": 'test-results',
   title: 'Learners'' test results', as_of: '2026-11-02'`

/** Replaces the Parquet file of `test-results` by what a query over the table `t` gives. */
export async function rewriteParquet(folder: string, query: string, version = '1'): Promise<void> {
  const file = join(folder, 'tables/test-results.parquet')
  await runSql([
    `CREATE TABLE t AS FROM read_parquet('${file}')`,
    `COPY (${query}) TO '${file}.new' (FORMAT parquet, KV_METADATA {${metadata(version)}})`,
  ])
  await rename(`${file}.new`, file)
}

/** Runs a statement in `release.duckdb`. */
export async function alterDatabase(folder: string, statement: string): Promise<void> {
  await runSql([`ATTACH '${join(folder, 'release.duckdb')}' AS release`, 'USE release', statement])
}

/** Changes the text of a file; the text must change. */
export async function rewriteText(
  folder: string,
  file: string,
  change: (text: string) => string,
): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8')
  const changed = change(text)
  if (changed === text) throw new Error(`a damage changes the file. Provided value: ${file}`)
  await writeFile(join(folder, file), changed)
}

/** Changes one byte of a file. */
export async function flipByte(folder: string, file: string, offset: number, bit = 0): Promise<void> {
  const bytes = await readFile(join(folder, file))
  bytes.writeUInt8(bytes.readUInt8(offset) ^ (1 << bit), offset)
  await writeFile(join(folder, file), bytes)
}

/** Changes the text of the manifest. */
export async function rewriteManifest(
  folder: string,
  pattern: string | RegExp,
  replacement: string,
): Promise<void> {
  await rewriteText(folder, 'manifest.json', (text) => text.replace(pattern, replacement))
}

/**
 * Makes hashes and sizes agree with the files again, as a forger without the signing key could. The manifest
 * is changed as text, since it need not be JSON any more.
 */
export async function reseal(folder: string): Promise<void> {
  const files = await filesBelow(folder)
  for (const name of ['SHA256SUMS', 'SHA256SUMS.minisig']) files.delete(name)
  const manifest = files.get('manifest.json')!.toString()
  files.delete('manifest.json')
  const described = [...files].map(([path, bytes]) => ({
    path,
    sha256: sha256Of(bytes),
    bytes: bytes.length,
  }))
  const list = JSON.stringify(described, null, 2).replaceAll('\n', '\n  ')
  const sealed = manifest.replace(/"files": \[[^\]]*\]/, `"files": ${list}`)
  await writeFile(join(folder, 'manifest.json'), sealed)
  const checksums = [...described, { path: 'manifest.json', sha256: sha256Of(sealed) }]
  await writeFile(join(folder, 'SHA256SUMS'), checksumText(checksums))
}
