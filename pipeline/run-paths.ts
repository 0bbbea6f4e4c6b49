import { resolve } from 'node:path'
import { UsageError } from '../schemas/failure.ts'
import type { Project } from './load-project.ts'

export interface RunPaths {
  readonly data: string
  readonly releases: string
  readonly workspace: string
  readonly ledger: string
}

/** Folders of a run: relative paths in a project file start from its folder. */
export function runPaths(
  project: Project,
  given: {
    readonly data?: string | undefined
    readonly releases?: string | undefined
    readonly workspace?: string | undefined
  },
): RunPaths {
  const { folder, ledger } = project.definition.releases
  const workspace = resolve(given.workspace ?? resolve(project.folder, 'workspace'))
  return {
    data: resolve(given.data ?? project.folder),
    releases: resolve(given.releases ?? resolve(project.folder, folder)),
    workspace,
    ledger: ledger === undefined ? resolve(workspace, 'ledger') : resolve(project.folder, ledger),
  }
}

/** @throws {UsageError} unless it is a day of the calendar */
export function readAsOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(day) ||
    Number.isNaN(date.getTime()) ||
    date.toISOString().slice(0, 10) !== day
  )
    throw new UsageError(`--as-of must be a day such as 2026-10-31. Provided value: ${day}`)
  return day
}
