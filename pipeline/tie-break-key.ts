import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ConfigurationError } from '../schemas/failure.ts'
import { standingRelation } from '../transforms/admit/admission.ts'
import { identifier } from '../transforms/relation.ts'
import type { Database } from './database.ts'
import type { Project } from './load-project.ts'
import { errorCode } from './read-yaml.ts'
import { writeWhole } from './run-record.ts'
import type { Workspace } from './workspace.ts'

/**
 * The secret that breaks ties in the suppression: from the file that the project names, else the one kept in
 * the workspace, else null: it must be derived while the vault stands.
 */
export async function readTieBreakKey(project: Project, workspace: Workspace): Promise<string | null> {
  const named = project.definition.policy.tieBreakKeyFile
  if (named !== undefined) {
    const path = join(project.folder, named)
    try {
      const key = (await readFile(path, 'utf8')).trim()
      if (key.length >= 32) return key
    } catch (error) {
      throw new ConfigurationError('tieBreakKeyFile must be readable', `${named} (${errorCode(error)})`)
    }
    throw new ConfigurationError('tieBreakKeyFile must hold at least 32 characters', named)
  }
  const kept = (await readFile(workspace.tieBreakKey, 'utf8').catch(() => '')).trim()
  return kept.length >= 32 ? kept : null
}

/**
 * Derives the secret from the accounts opened by the end of the first period, which an outsider cannot list,
 * by SHA-256, and keeps it: fresh workspaces on the same sources agree.
 *
 * @param until first day after that period, `YYYY-MM-DD`
 * @param fields fields that the learners source has
 */
export async function deriveTieBreakKey(
  database: Database,
  workspace: Workspace,
  until: string,
  fields: ReadonlySet<string>,
): Promise<string> {
  const columns = [...fields].toSorted().map((name) => `coalesce(CAST(${identifier(name)} AS VARCHAR), '')`)
  const [row] = await database.select(
    `SELECT CAST(bit_xor(md5_number(concat_ws('|', ${columns.join(', ')}))) AS VARCHAR) AS digest, CAST(count(*) AS VARCHAR) AS n
     FROM ${standingRelation.from} WHERE registered_at < TIMESTAMP '${until}'`,
    z.object({ digest: z.string().nullable(), n: z.string() }),
  )
  const key = createHash('sha256').update(`${row?.n}:${row?.digest}`).digest('hex')
  await writeWhole(workspace.tieBreakKey, `${key}\n`)
  return key
}
