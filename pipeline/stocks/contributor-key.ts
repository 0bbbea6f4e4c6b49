import { readFile } from 'node:fs/promises'
import { sha256Of } from '../../reports/checksums.ts'
import { contributorKeyPath } from '../ledger/contribution-store.ts'
import { ledgerFolder, makeContributionsFolder } from '../ledger/ledger-folder.ts'
import { writeDurably } from '../ledger/write-durably.ts'

/**
 * The secret that learners' codes in the contributions are made with: the one that is kept beside the ledger, else
 * derived from the tie-break key, so that fresh workspaces on the same sources agree, and kept where something is to be
 * published. It stays when the tie-break key changes, since codes must stay.
 *
 * @param ledger folder of the ledger
 */
export async function contributorKey(ledger: string, tieBreakKey: string, keeps: boolean): Promise<string> {
  const path = contributorKeyPath(ledgerFolder(ledger))
  const kept = await readFile(path, 'utf8').catch(() => null)
  if (kept !== null) return kept
  const derived = sha256Of(`contributors:${tieBreakKey}`)
  if (keeps) {
    await makeContributionsFolder(ledgerFolder(ledger))
    await writeDurably(path, derived)
  }
  return derived
}
