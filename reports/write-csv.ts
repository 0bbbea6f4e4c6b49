import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { PublishedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import { csvChunks } from './csv-text.ts'
import { flatTable } from './flat-table.ts'
import { csvPath } from './manifest.ts'

/**
 * Writes `tables/<id>.csv` for each table: UTF-8, LF, fields quoted where they must be (RFC 4180), NULL as an
 * empty field.
 *
 * @param folder has a subfolder `tables`
 * @throws {Error} if a file exists or cannot be written in full
 */
export async function writeCsv(
  tables: Held<'protected', readonly PublishedTable[]>,
  folder: string,
): Promise<void> {
  for (const table of tables) {
    const file = await open(join(folder, csvPath(table.shape.id)), 'wx')
    try {
      for (const text of csvChunks(flatTable(table))) await file.writeFile(text)
    } finally {
      await file.close()
    }
  }
}
