import { readFile } from 'node:fs/promises'
import { sha256Of } from '../../reports/checksums.ts'
import { contributorKeyPath } from '../ledger/contribution-store.ts'
import { isMissing } from '../ledger/is-missing.ts'
import { ledgerFolder, makeContributionsFolder } from '../ledger/ledger-folder.ts'
import { writeDurably } from '../ledger/write-durably.ts'

/**
 * The secret that learners' codes in the contributions are made with, as it is kept beside the ledger; null where none is.
 *
 * @param ledger folder of the ledger
 * @throws if it is there and cannot be read
 */
export async function keptContributorKey(ledger: string): Promise<string | null> {
  return readFile(contributorKeyPath(ledgerFolder(ledger)), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })
}

/**
 * Makes that secret: derived from the tie-break key, so that fresh workspaces on the same sources agree, and kept where
 * something is to be published. It stays when the tie-break key changes, since codes must stay.
 */
export async function makeContributorKey(
  ledger: string,
  tieBreakKey: string,
  keeps: boolean,
): Promise<string> {
  const derived = sha256Of(`contributors:${tieBreakKey}`)
  if (keeps) {
    await makeContributionsFolder(ledgerFolder(ledger))
    await writeDurably(contributorKeyPath(ledgerFolder(ledger)), derived)
  }
  return derived
}
