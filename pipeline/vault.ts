import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { literal } from '../transforms/relation.ts'
import { Database } from './database.ts'
import type { Workspace } from './workspace.ts'

/**
 * Where one run keeps learners: `vault` (identified; closed and deleted after step 2) and `cohort`
 * (deidentified; deleted at the end of the run).
 */
export interface Vault {
  readonly database: Database
  /** Where it lies: whatever else a run writes there is gone with it. */
  readonly folder: string
  /** Deletes what is identified: nothing of it can be read afterwards. */
  destroyIdentified(): Promise<void>
  /** Deletes everything. */
  destroy(): Promise<void>
}

export async function openVault(
  workspace: Workspace,
  readable: readonly string[],
  memoryLimit?: string,
): Promise<Vault> {
  const folder = join(workspace.vaults, `run-${process.pid}`)
  await rm(folder, { recursive: true, force: true })
  const temporary = join(folder, 'spill')
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  const database = await Database.open({
    temporary,
    allowed: [folder, ...readable],
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
  })
  // Both files are deleted when they are closed: they are never recovered, so nothing is written to a log besides, nor moved
  // on the way unless much is.
  for (const name of ['vault', 'cohort'])
    await database.run(
      `ATTACH ${literal(join(folder, `${name}.duckdb`))} AS ${name} (STORAGE_VERSION 'latest', RECOVERY_MODE 'no_wal_writes')`,
    )
  await database.run('PRAGMA disable_checkpoint_on_shutdown')
  await database.run("SET checkpoint_threshold = '256MB'")
  await database.seal()
  let open = true
  return {
    database,
    folder,
    async destroyIdentified() {
      await database.run('DETACH vault')
      await rm(join(folder, 'vault.duckdb'), { force: true })
    },
    async destroy() {
      if (open) database.close()
      open = false
      await rm(folder, { recursive: true, force: true })
    },
  }
}
