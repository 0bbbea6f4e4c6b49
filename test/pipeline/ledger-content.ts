import { join } from 'node:path'
import { readLedger } from '../../pipeline/ledger/read-ledger.ts'
import type { TinyProject } from './tiny-project.ts'

export function ledgerOf(school: TinyProject): string {
  return join(school.workspace, 'ledger')
}

/**
 * What the ledger says is known, by release: public, and the same whoever publishes it. Times, the folder, and hashes
 * that `release.duckdb` moves are left out.
 */
export async function publicContent(school: TinyProject): Promise<Readonly<Record<string, unknown>>> {
  const { known } = await readLedger(ledgerOf(school), new Date())
  return Object.fromEntries(
    known.map(({ state, withdrawal, release: { manifest_sha256: _, folder: __, ...release } }) => [
      `${release.project}/${release.period.id}/v${release.version}`,
      { state, withdrawal, release },
    ]),
  )
}
