import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import { glob } from 'tinyglobby'
import { sha256OfFile } from '../reports/checksums.ts'
import type { FilesDefinition } from '../schemas/project.ts'
import type { Project } from './load-project.ts'

/** SHA-256 over the names and contents of each source's files: tells whether sources changed since a run. */
export async function fingerprintSources(
  project: Project,
  dataFolder: string,
): Promise<Readonly<Record<string, string>>> {
  const result: Record<string, string> = {}
  for (const [source, definition] of Object.entries(project.definition.sources)) {
    if (definition === undefined) continue
    const parts: readonly FilesDefinition[] =
      'query' in definition ? Object.values(definition.inputs) : [definition]
    const hash = createHash('sha256')
    for (const { files } of parts)
      for (const file of (
        await glob(files, { cwd: dataFolder, absolute: true, expandDirectories: false })
      ).toSorted())
        hash.update(`${relative(dataFolder, file)}\n${await sha256OfFile(file)}\n`)
    result[source] = hash.digest('hex')
  }
  return result
}
