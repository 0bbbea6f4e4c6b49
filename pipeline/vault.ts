import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Database } from './database.ts'
import type { Workspace } from './workspace.ts'

/**
 * Where one run keeps learners: `vault` (identified; gone after step 2) and `cohort` (deidentified; gone at the end of the
 * run), both in memory as far as they fit there, else in the vault's folder.
 */
export interface Vault {
  readonly database: Database
  /** Where it spills: whatever else a run writes there is gone with it. */
  readonly folder: string
  /** Drops what is identified: no query can read it afterwards. What spilled of it may lie on disk until `destroy`. */
  destroyIdentified(): Promise<void>
  /** Deletes everything. */
  destroy(): Promise<void>
}

export async function openVault(
  workspace: Pick<Workspace, 'vaults'>,
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
  for (const name of ['vault', 'cohort']) await database.run(`ATTACH ':memory:' AS ${name}`)
  await database.seal()
  let open = true
  return {
    database,
    folder,
    async destroyIdentified() {
      await database.run('DETACH vault')
    },
    async destroy() {
      if (open) database.close()
      open = false
      await rm(folder, { recursive: true, force: true })
    },
  }
}
