import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { TinyProject } from './tiny-project.ts'

/**
 * A school as another one is at this moment, with all that it has released and keeps, so that nights which many tests
 * begin with run once. Its folder goes when the test ends, or the caller removes it.
 */
export async function copyOf(school: TinyProject, removed = true): Promise<TinyProject> {
  const copy = new TinyProject(await mkdtemp(join(tmpdir(), 'kohort-copy-')), school.scope)
  if (removed) onTestFinished(() => copy.remove())
  await cp(school.folder, copy.folder, { recursive: true, preserveTimestamps: true })
  const { rows, definition, tables, hierarchies } = structuredClone({ ...school })
  return Object.assign(copy, { rows, definition, tables, hierarchies })
}
