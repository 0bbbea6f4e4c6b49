import { z } from 'zod'
import { Failure } from '../schemas/failure.ts'
import { admissionRules } from '../schemas/policy.ts'
import type { SourceName } from '../schemas/source/source-name.ts'
import { standingRelation } from '../transforms/admit/admission.ts'
import { quarantineRelation } from '../transforms/extract/quarantine.ts'
import { fateCode, type RowFate, rowFates } from '../transforms/extract/row-fate.ts'
import { stagedRelation } from '../transforms/extract/stage-source.ts'
import { literal } from '../transforms/relation.ts'
import { type Database, wholeNumber } from './database.ts'

/** What became of the rows of one source. Restricted. */
export interface SourceBooks extends Readonly<Record<RowFate, number>> {
  readonly read: number
  /** Bad rows by the first rule that they break. */
  readonly quarantinedBy: Readonly<Record<string, number>>
  /** Learners who are not admitted, by reason; empty for other sources. */
  readonly notAdmittedBy: Readonly<Record<string, number>>
}

export type Books = Readonly<Partial<Record<SourceName, SourceBooks>>>

/** @throws {Failure} unless read = quarantined + not admitted + merged + later + used in every source */
export function balanceBooks(books: Books): void {
  for (const [source, entry] of Object.entries(books)) {
    const sum = entry.quarantined + entry.notAdmitted + entry.merged + entry.later + entry.used
    if (sum !== entry.read)
      throw new Failure(
        `${source}: the books do not balance: ${entry.read} rows read, ${sum} accounted for`,
        1,
      )
  }
}

/**
 * Counts the fates of a source's staged rows.
 *
 * @param records what was read, counted apart from the staged rows
 * @param rejectedRows those of them that could not be split into columns and were never staged
 */
export async function readBooks(
  database: Database,
  source: SourceName,
  records: number,
  rejectedRows: number,
): Promise<SourceBooks> {
  const counts: Record<RowFate, number> = {
    used: 0,
    quarantined: rejectedRows,
    notAdmitted: 0,
    merged: 0,
    later: 0,
  }
  const staged = stagedRelation(source).from
  const decided =
    source === 'learners'
      ? `SELECT fate FROM ${standingRelation.from} UNION ALL SELECT fate FROM ${staged} WHERE fate = ${fateCode('quarantined')}`
      : `SELECT fate FROM ${staged}`
  for (const { fate, n } of await database.select(
    `SELECT fate, count(*) AS n FROM (${decided}) GROUP BY fate`,
    z.object({ fate: z.int(), n: wholeNumber }),
  ))
    counts[rowFates[fate]!] += n
  const quarantined = await database.select(
    `SELECT rule, count(*) AS n FROM ${quarantineRelation.from} WHERE source = ${literal(source)} GROUP BY rule ORDER BY rule`,
    z.object({ rule: z.string(), n: wholeNumber }),
  )
  const refused =
    source === 'learners'
      ? await database.select(
          `SELECT refusal, count(*) AS n FROM ${standingRelation.from} WHERE refusal IS NOT NULL GROUP BY refusal ORDER BY refusal`,
          z.object({ refusal: z.int(), n: wholeNumber }),
        )
      : []
  return {
    read: records,
    ...counts,
    quarantinedBy: Object.fromEntries(quarantined.map(({ rule, n }) => [rule, n])),
    notAdmittedBy: Object.fromEntries(refused.map(({ refusal, n }) => [admissionRules[refusal - 1]!, n])),
  }
}
