import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError, WithheldError } from '../../schemas/failure.ts'
import { ledgerHeadSchema } from '../../schemas/ledger.ts'
import { unpackBackup } from './backup-file.ts'
import { isMissing } from './is-missing.ts'
import {
  type LedgerFolder,
  ledgerFolder,
  makeContributionsFolder,
  makeLedgerFolder,
} from './ledger-folder.ts'
import { readEntryFiles, readHeadFile, readLedger } from './read-ledger.ts'
import { writeDurably } from './write-durably.ts'

export interface RestoreResult {
  readonly ledger: string
  readonly from: string
  readonly entries: number
  /** Files that were missing or had changed. */
  readonly written: number
}

/**
 * Puts a ledger back from a backup, which is checked in full beforehand. Only what the backup holds as well is
 * written over: where the ledger has an entry that the backup has not, or has otherwise, nothing is done, for what
 * that entry knows would be lost. What lies beside entries, head, figures and
 * contributions is left alone.
 *
 * @throws {ConfigurationError} if the file is no backup, whole and unchanged
 * @throws {WithheldError} if the backup's ledger is not whole, or the ledger knows what the backup does not
 */
export async function restoreLedger(ledger: string, from: string, now: Date): Promise<RestoreResult> {
  const archive = await readFile(from).catch((error: unknown) => {
    if (isMissing(error)) throw new ConfigurationError('a backup must exist', from)
    throw error
  })
  const files = unpackBackup(archive, from)
  const entries = await checkApart(join(ledger, 'restoring'), files, now)
  const folder = ledgerFolder(ledger)
  await refuseToForget(folder, files, entries)
  await makeLedgerFolder(folder)
  if (holdsContributions(files)) await makeContributionsFolder(folder)
  let written = 0
  // The head comes last: until then nothing is published, and restoring again goes on from here.
  for (const path of inOrder([...files.keys()])) {
    const bytes = files.get(path)
    if (bytes === undefined) continue
    const target = join(ledger, path)
    const there = await readFile(target).catch(() => null)
    if (there?.equals(bytes)) continue
    await writeDurably(target, bytes)
    written++
  }
  await readLedger(ledger, now)
  return { ledger, from, entries, written }
}

function inOrder(paths: readonly string[]): readonly string[] {
  const rank = (path: string) =>
    /^(figures|contributions)\//.test(path) ? 0 : path.startsWith('entries/') ? 1 : 2
  return paths.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

const allowedPath =
  /^(entries\/\d{6,}\.json|figures\/[0-9a-f]{64}\.gz|contributions\/([0-9a-f]{64}\.parquet|contributor\.key)|head\.json)$/

/** Unpacks a backup into a folder of its own, checks it as every start does, and removes it. Returns its number of entries. */
async function checkApart(copy: string, files: ReadonlyMap<string, Uint8Array>, now: Date): Promise<number> {
  const foreign = [...files.keys()].find((path) => !allowedPath.test(path))
  if (foreign !== undefined)
    throw new ConfigurationError('a backup holds the files of a ledger only', foreign)
  // A restore that was killed may have left one.
  await rm(copy, { recursive: true, force: true })
  try {
    await makeLedgerFolder(ledgerFolder(copy))
    if (holdsContributions(files)) await makeContributionsFolder(ledgerFolder(copy))
    for (const [path, bytes] of files) await writeDurably(join(copy, path), bytes)
    return (await readLedger(copy, now)).entries.length
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

function holdsContributions(files: ReadonlyMap<string, Uint8Array>): boolean {
  return [...files.keys()].some((path) => path.startsWith('contributions/'))
}

async function refuseToForget(
  folder: LedgerFolder,
  files: ReadonlyMap<string, Uint8Array>,
  entries: number,
): Promise<void> {
  const refuse = (what: string): never => {
    throw new WithheldError(
      `a ledger is not replaced by a backup that lacks an entry of it, or has it otherwise: move the ledger away, restore, and take later releases in (kohort ledger adopt). Provided value: ${what}`,
    )
  }
  for (const [name, bytes] of await readEntryFiles(folder)) {
    const theirs = files.get(`entries/${name}`)
    if (theirs === undefined || !bytes.equals(theirs)) refuse(name)
  }
  const head = await readHeadFile(folder)
  if (head !== null && reach(head) > entries) refuse('head.json')
}

/** How many entries there once were; 0 where the head cannot be read. */
function reach(head: Buffer): number {
  try {
    return ledgerHeadSchema.parse(JSON.parse(head.toString('utf8'))).sequence
  } catch {
    return 0
  }
}
