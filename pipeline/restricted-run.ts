import { rmSync } from 'node:fs'
import { isOutOfSpace, outOfSpace } from './disk-space.ts'
import { takeLock } from './lock.ts'
import { openVault, type Vault } from './vault.ts'
import { clearVaults, openWorkspace, type Workspace } from './workspace.ts'

/** What a run holds while it works on learners. */
export interface RestrictedRun {
  readonly workspace: Workspace
  readonly vault: Vault
}

/**
 * Holds the workspace and a vault for one piece of work. However it ends (done, failed, interrupted), the vault
 * is gone and the lock is free; after a kill, the next run clears what is left.
 *
 * @param dataFolder the only other folder that the database may read
 * @throws {Failure} if another run holds the workspace, or a disk is full
 */
export async function inRestrictedRun<T>(
  workspaceFolder: string,
  dataFolder: string,
  now: Date,
  work: (run: RestrictedRun) => Promise<T>,
): Promise<T> {
  try {
    const workspace = await openWorkspace(workspaceFolder)
    const unlock = await takeLock(workspace.lock, now)
    const interrupt = (signal: NodeJS.Signals) => {
      rmSync(workspace.vaults, { recursive: true, force: true })
      rmSync(workspace.lock, { force: true })
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
    try {
      await clearVaults(workspace)
      const vault = await openVault(workspace, [dataFolder])
      try {
        return await work({ workspace, vault })
      } finally {
        await vault.destroy()
      }
    } finally {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
      await unlock()
    }
  } catch (error) {
    throw isOutOfSpace(error) ? outOfSpace(error) : error
  }
}
