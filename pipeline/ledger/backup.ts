import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { sha256Of } from '../../reports/checksums.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import { packBackup, unpackBackup } from './backup-file.ts'
import { contributionPath, contributorKeyPath, readContributions } from './contribution-store.ts'
import { figurePath, namedFigures } from './figure-store.ts'
import { isMissing } from './is-missing.ts'
import { ledgerFolder } from './ledger-folder.ts'
import { readEntryFiles, readHeadFile, readLedger } from './read-ledger.ts'
import { writeDurably } from './write-durably.ts'

export interface BackupResult {
  readonly ledger: string
  readonly to: string
  readonly entries: number
  readonly bytes: number
  /** Of the whole file: to be noted elsewhere. */
  readonly sha256: string
}

/**
 * Writes a checked ledger to one restricted file, which is there in full or not at all. A backup that knows what this
 * ledger does not is never replaced.
 *
 * @throws {WithheldError} if the ledger is not whole
 * @throws {ConfigurationError} if the file is something else, or a backup of another or a longer ledger
 */
export async function backUpLedger(ledger: string, to: string, now: Date): Promise<BackupResult> {
  const folder = ledgerFolder(ledger)
  const { entries, contributions } = await readLedger(ledger, now)
  const head = await readHeadFile(folder)
  if (head === null) throw new ConfigurationError('a ledger that is to be backed up must exist', ledger)
  const entryFiles = await readEntryFiles(folder)
  await refuseToLose(to, entryFiles)
  const figures: { path: string; bytes: Buffer }[] = []
  for (const sha256 of namedFigures(entries)) {
    const path = figurePath(folder, sha256)
    figures.push({ path: `figures/${basename(path)}`, bytes: await readFile(path) })
  }
  const named = [...entryFiles].map(([name, bytes]) => ({ path: `entries/${name}`, bytes }))
  const contributors: { path: string; bytes: Buffer }[] = []
  for (const { recorded } of contributions) {
    const path = contributionPath(folder, recorded.sha256)
    contributors.push({
      path: `contributions/${basename(path)}`,
      bytes: await readContributions(folder, recorded),
    })
  }
  if (contributors.length > 0) {
    const path = contributorKeyPath(folder)
    contributors.push({ path: `contributions/${basename(path)}`, bytes: await readFile(path) })
  }
  const archive = packBackup([...named, { path: 'head.json', bytes: head }, ...figures, ...contributors])
  await writeDurably(to, archive)
  return { ledger, to, entries: entries.length, bytes: archive.length, sha256: sha256Of(archive) }
}

async function refuseToLose(to: string, entries: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const existing = await readFile(to).catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
  if (existing === null) return
  for (const [path, bytes] of unpackBackup(existing, to)) {
    if (!path.startsWith('entries/')) continue
    const mine = entries.get(path.slice('entries/'.length))
    if (mine === undefined || !Buffer.from(mine).equals(bytes))
      throw new ConfigurationError(
        'a backup of another or a longer ledger is not replaced: name another file',
        to,
      )
  }
}
