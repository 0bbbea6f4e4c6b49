import { chmod, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The restricted folder: everything in it may identify learners or tell what must not be published. */
export interface Workspace {
  readonly folder: string
  readonly vaults: string
  readonly runs: string
  /** Results of finished stages, until their night ends. */
  readonly checkpoints: string
  /** Releases that wait for approval. */
  readonly candidates: string
  readonly metrics: string
  readonly lock: string
  readonly tieBreakKey: string
}

/** Opens a workspace: makes its folders where they are missing, and gives each the mode 0700. */
export async function openWorkspace(folder: string): Promise<Workspace> {
  const workspace: Workspace = {
    folder,
    vaults: join(folder, 'vault'),
    runs: join(folder, 'runs'),
    checkpoints: join(folder, 'checkpoints'),
    candidates: join(folder, 'candidates'),
    metrics: join(folder, 'kohort.prom'),
    lock: join(folder, 'lock'),
    tieBreakKey: join(folder, 'tie-break.key'),
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  const { vaults, runs, checkpoints, candidates } = workspace
  for (const path of [vaults, runs, checkpoints, candidates]) {
    // Not recursive: that says ENOENT where a disk is full.
    await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    })
    await chmod(path, 0o700)
  }
  return workspace
}

/** Deletes every vault; only the holder of the lock may. Returns how many there were. */
export async function clearVaults(workspace: Workspace): Promise<number> {
  const left = await readdir(workspace.vaults)
  for (const name of left) await rm(join(workspace.vaults, name), { recursive: true, force: true })
  return left.length
}
