import { rmSync } from 'node:fs'
import { isOutOfSpace, outOfSpace } from './disk-space.ts'
import { holdingPublication } from './hold-folders.ts'
import { takeLock } from './lock.ts'
import { openVault, type Vault } from './vault.ts'
import { clearVaults, openWorkspace, type Workspace } from './workspace.ts'

/** What a run holds while it works on learners. */
export interface RestrictedRun {
  readonly workspace: Workspace
  readonly vault: Vault
}

export interface RestrictedFolders {
  readonly workspace: string
  /** The only other folder that the database may read. */
  readonly data: string
  /** Folder that is published to; null where nothing is. */
  readonly releases: string | null
  /** The ledger's folder; null where it is not needed. */
  readonly ledger: string | null
}

/** Exit codes as a shell gives them: 128 and the signal's number. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
const signals = Object.keys(exitCodes) as readonly (keyof typeof exitCodes)[]

/**
 * Holds the workspace, the releases folder and the ledger if any, and a vault for one piece of work. However it ends (done,
 * failed, interrupted), the vault is gone and the locks are free; after a kill, the next run clears what is left.
 *
 * @throws {Failure} if another run holds any of them, or a disk is full
 */
export async function inRestrictedRun<T>(
  folders: RestrictedFolders,
  now: Date,
  work: (run: RestrictedRun) => Promise<T>,
): Promise<T> {
  const unlocks: (() => void)[] = []
  const unlock = () => {
    for (const release of unlocks.splice(0)) release()
  }
  try {
    const workspace = await openWorkspace(folders.workspace)
    unlocks.push(await takeLock(workspace.lock, 'the workspace', now))
    const interrupts = signals.map((signal) => {
      const interrupt = () => {
        rmSync(workspace.vaults, { recursive: true, force: true })
        unlock()
        process.exit(exitCodes[signal])
      }
      process.once(signal, interrupt)
      return () => process.off(signal, interrupt)
    })
    try {
      return await holdingPublication(folders, now, unlocks, async () => {
        await clearVaults(workspace)
        const vault = await openVault(workspace, [folders.data])
        try {
          return await work({ workspace, vault })
        } finally {
          await vault.destroy()
        }
      })
    } finally {
      for (const stopListening of interrupts) stopListening()
      unlock()
    }
  } catch (error) {
    throw isOutOfSpace(error) ? outOfSpace(error) : error
  }
}
