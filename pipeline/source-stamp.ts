import { stat } from 'node:fs/promises'
import type { Project } from './load-project.ts'
import { listSourceFiles } from './source-listing.ts'

/** How the files of the sources stand, at a glance: none is read. */
export interface SourceStamp {
  readonly text: string
  /** Whether a file was changed so lately, or in the future, that a further change may leave its times as they are. */
  readonly racy: boolean
}

/** Coarser than the times of any file system in use; FAT counts in two seconds. */
const racyNs = 2_000_000_000n

/**
 * Names, sizes, inodes and times of all source files. Where two stamps are equal nothing changed in between, unless
 * the first is racy (the problem of git's index: https://git-scm.com/docs/racy-git).
 */
export async function stampSources(project: Project, dataFolder: string): Promise<SourceStamp> {
  const lately = BigInt(Date.now()) * 1_000_000n - racyNs
  const lines: string[] = []
  let racy = false
  for (const files of (await listSourceFiles(project, dataFolder)).values())
    for (const file of files) {
      const { size, ino, mtimeNs, ctimeNs } = await stat(file, { bigint: true })
      racy ||= mtimeNs > lately || ctimeNs > lately
      lines.push([file, size, ino, mtimeNs, ctimeNs].join('\n'))
    }
  return { text: lines.join('\n'), racy }
}
