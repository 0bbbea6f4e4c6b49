import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import type { Witness } from '../schemas/witness.ts'
import { writeDurably } from './ledger/write-durably.ts'

const index = z.int().min(0)
const witnessSchema = z
  .tuple([z.array(index), z.array(index), z.array(z.number())])
  .refine(([tables, positions, changes]) =>
    [positions, changes].every(({ length }) => length === tables.length),
  )

/** Writes the points that the suppression offers, one a line, gzipped, for the owner only. */
export async function writeWitnesses(
  folder: string,
  period: string,
  witnesses: readonly Witness[],
): Promise<void> {
  const lines = witnesses.map(
    ({ tables, positions, changes }) => `${JSON.stringify([[...tables], [...positions], [...changes]])}\n`,
  )
  await writeDurably(witnessesPath(folder, period), await promisify(gzip)(lines.join('')))
}

/**
 * Reads what `writeWitnesses` wrote. A wrong point proves nothing, and a missing one costs time: so what is missing or
 * damaged offers nothing, and is no failure.
 */
export async function readWitnesses(folder: string, period: string): Promise<readonly Witness[]> {
  try {
    const text = (await promisify(gunzip)(await readFile(witnessesPath(folder, period)))).toString('utf8')
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const [tables, positions, changes] = witnessSchema.parse(JSON.parse(line))
        return {
          tables: Int32Array.from(tables),
          positions: Int32Array.from(positions),
          changes: Float64Array.from(changes),
        }
      })
  } catch {
    return []
  }
}

function witnessesPath(folder: string, period: string): string {
  return join(folder, `witnesses-${period}.jsonl.gz`)
}
