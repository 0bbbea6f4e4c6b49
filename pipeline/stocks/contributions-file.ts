import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withDatabase } from '../../reports/database.ts'
import {
  contributionRelation,
  startContributions,
  storedContributions,
} from '../../transforms/contributions/contribution-relations.ts'
import { literal } from '../../transforms/relation.ts'
import { type KnownContributions, readContributions } from '../ledger/contribution-store.ts'
import { ledgerFolder } from '../ledger/ledger-folder.ts'
import type { Vault } from '../vault.ts'

/** Takes stored contributions into the run's database; none where null. */
export async function loadContributions(
  { database, folder }: Vault,
  ledger: string,
  contributions: KnownContributions | null,
): Promise<void> {
  for (const sql of startContributions()) await database.run(sql)
  if (contributions === null) return
  const copy = join(folder, 'contributions.parquet')
  await writeFile(copy, await readContributions(ledgerFolder(ledger), contributions.recorded), {
    mode: 0o600,
  })
  await database.run(`INSERT INTO ${contributionRelation.from} SELECT * FROM read_parquet(${literal(copy)})`)
  await rm(copy)
}

/** All contributions of the run's database as they are to be stored: the same give the same bytes. */
export async function packContributions({ database, folder }: Vault): Promise<Buffer> {
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
