import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withDatabase } from '../../reports/database.ts'
import {
  contributionRelation,
  startContributions,
  storedContributions,
} from '../../transforms/contributions/contribution-relations.ts'
import { literal } from '../../transforms/relation.ts'
import type { Vault } from '../vault.ts'
import type { Out } from './checked-ledger.ts'
import { readContributions } from './contribution-store.ts'
import { ledgerFolder } from './ledger-folder.ts'

/**
 * Loads a project's contributions into the run's own database; none where it has none.
 *
 * @param ledger folder of the ledger
 * @throws {BrokenLedger} if they are not what the ledger names
 */
export async function loadContributions(
  vault: Vault,
  ledger: string,
  project: string,
  { contributions }: Pick<Out, 'contributions'>,
): Promise<void> {
  for (const sql of startContributions()) await vault.database.run(sql)
  if (contributions?.project !== project) return
  const copy = join(vault.folder, 'contributions.parquet')
  await writeFile(copy, await readContributions(ledgerFolder(ledger), contributions.recorded), {
    mode: 0o600,
  })
  await vault.database.run(
    `INSERT INTO ${contributionRelation.from} BY NAME SELECT * FROM read_parquet(${literal(copy)})`,
  )
  await rm(copy)
}

/** All contributions as they are to be stored: the same give the same bytes. */
export async function packContributions({ folder, database }: Vault): Promise<Buffer> {
  const [loose, packed] = [join(folder, 'loose.parquet'), join(folder, 'packed.parquet')]
  await database.run(`COPY (${storedContributions()}) TO ${literal(loose)} (FORMAT parquet)`)
  // The run's database writes with as many threads as there are cores, and how they share the rows shows.
  await withDatabase(folder, async (connection) => {
    await connection.run(
      `COPY (SELECT * FROM read_parquet(${literal(loose)})) TO ${literal(packed)} (FORMAT parquet, COMPRESSION zstd)`,
    )
  })
  const bytes = await readFile(packed)
  await rm(loose)
  await rm(packed)
  return bytes
}
