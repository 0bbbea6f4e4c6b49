import { stat } from 'node:fs/promises'
import { basename, relative, resolve } from 'node:path'
import { glob } from 'tinyglobby'
import { SourceError } from '../schemas/failure.ts'
import type { FilesDefinition } from '../schemas/project.ts'
import type { Database } from './database.ts'
import { openCsv } from './open-csv.ts'
import { openJsonl } from './open-jsonl.ts'
import { openParquet } from './open-parquet.ts'
import type { OpenFiles } from './opened-files.ts'
import { refuseBrokenGzip } from './whole-gzip.ts'

/**
 * Opens the files of a source; no row of theirs is kept before `load`.
 *
 * @param name source or input, for errors and names in the vault
 * @throws {SourceError} if a file is missing, unreadable, or unlike the others
 */
export async function openFiles(
  database: Database,
  name: string,
  definition: FilesDefinition,
  folder: string,
): Promise<OpenFiles> {
  const files = (
    await glob(definition.files, { cwd: folder, absolute: true, expandDirectories: false })
  ).toSorted()
  if (files.length === 0) throw new SourceError(name, `no file matches. Provided value: ${definition.files}`)
  const shown = (file: string) => relative(resolve(folder), file) || basename(file)
  for (const file of files)
    if ((await stat(file)).size === 0) throw new SourceError(name, `${shown(file)} is empty`)
  for (const file of files) if (file.endsWith('.gz')) await refuseBrokenGzip(name, file, shown(file))
  switch (definition.format) {
    case 'parquet':
      return openParquet(database, name, files, definition.hive, shown)
    case 'csv':
      return openCsv(database, name, files, definition.delimiter, shown)
    case 'jsonl':
      return openJsonl(database, name, files, shown)
  }
}
