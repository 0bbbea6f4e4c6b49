import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import { sha256OfFile } from '../reports/checksums.ts'
import type { Project } from './load-project.ts'
import { listSourceFiles } from './source-listing.ts'

/** SHA-256 over the names and contents of each source's files: tells whether sources changed since a run. */
export async function fingerprintSources(
  project: Project,
  dataFolder: string,
): Promise<Readonly<Record<string, string>>> {
  const result: Record<string, string> = {}
  for (const [source, files] of await listSourceFiles(project, dataFolder)) {
    const hash = createHash('sha256')
    for (const file of files) hash.update(`${relative(dataFolder, file)}\n${await sha256OfFile(file)}\n`)
    result[source] = hash.digest('hex')
  }
  return result
}
