import { glob } from 'tinyglobby'
import type { FilesDefinition } from '../schemas/project.ts'
import type { Project } from './load-project.ts'

/** Absolute paths of each source's files, by source, sorted. */
export async function listSourceFiles(
  project: Project,
  dataFolder: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const result = new Map<string, readonly string[]>()
  for (const [source, definition] of Object.entries(project.definition.sources)) {
    if (definition === undefined) continue
    const parts: readonly FilesDefinition[] =
      'query' in definition ? Object.values(definition.inputs) : [definition]
    const files: string[] = []
    for (const part of parts)
      files.push(
        ...(await glob(part.files, { cwd: dataFolder, absolute: true, expandDirectories: false })).toSorted(),
      )
    result.set(source, files)
  }
  return result
}
