import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ConfigurationError } from '../schemas/failure.ts'
import { standingRelation } from '../transforms/admit/admission.ts'
import { identifier } from '../transforms/relation.ts'
import { type Database, wholeNumber } from './database.ts'
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
    const path = resolve(project.folder, named)
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
 * by SHA-256, and keeps it: fresh workspaces on the same sources agree. If no account is that old, from all
 * accounts. Without any there is nothing to protect: what an outsider could derive as well is not kept.
 *
 * @param workspace where it is kept; null where nothing may stay
 * @param until first day after that period, `YYYY-MM-DD`
 * @param fields fields that the learners source has
 */
export async function deriveTieBreakKey(
  database: Database,
  workspace: Workspace | null,
  until: string,
  fields: ReadonlySet<string>,
): Promise<string> {
  const columns = [...fields].toSorted().map((name) => `coalesce(CAST(${identifier(name)} AS VARCHAR), '')`)
  const digestOf = async (condition: string) => {
    const [row] = await database.select(
      `SELECT CAST(bit_xor(md5_number(concat_ws('|', ${columns.join(', ')}))) AS VARCHAR) AS digest, count(*) AS n
       FROM ${standingRelation.from} WHERE ${condition}`,
      z.object({ digest: z.string().nullable(), n: wholeNumber }),
    )
    return row ?? { digest: null, n: 0 }
  }
  const early = await digestOf(`registered_at < TIMESTAMP '${until}'`)
  const { digest, n } = early.n > 0 ? early : await digestOf('true')
  const key = createHash('sha256').update(`${n}:${digest}`).digest('hex')
  if (n > 0 && workspace !== null) await writeWhole(workspace.tieBreakKey, `${key}\n`)
  return key
}
