import { z } from 'zod'
import type { DriftChecks } from '../../schemas/drift.ts'
import { learnerRelation } from '../../transforms/deidentify/strip-identifiers.ts'
import { identifier } from '../../transforms/relation.ts'
import type { Books } from '../books.ts'
import type { Database } from '../database.ts'
import type { Project } from '../load-project.ts'
import { percent } from '../usefulness.ts'
import type { CheckResult } from './check-result.ts'

/** What a night saw of its sources, as far as the next one compares with it. */
export interface SourceProfile {
  readonly books: Books
  /** Share of learners without a value, by attribute. */
  readonly notStated: Readonly<Record<string, number>>
}

/** Share of learners without a value, for each attribute that allows that; empty without learners. */
export async function readNotStated(
  database: Database,
  project: Project,
): Promise<Readonly<Record<string, number>>> {
  const result: Record<string, number> = {}
  for (const { name, field, definition } of project.attributes) {
    if (definition.of !== 'learners' || definition.missing !== 'not-stated') continue
    const [row] = await database.select(
      `SELECT CAST(avg(CASE WHEN ${identifier(field)} IS NULL THEN 1 ELSE 0 END) AS DOUBLE) AS share FROM ${learnerRelation.from}`,
      z.object({ share: z.number().nullable() }),
    )
    if (row?.share != null) result[name] = row.share
  }
  return result
}

/**
 * What has changed more since the last night that was read than the project allows; sources and attributes that
 * either night lacks are not compared.
 */
export function checkDrift(
  checks: DriftChecks,
  now: SourceProfile,
  last: SourceProfile | null,
): readonly CheckResult[] {
  if (last === null) return []
  const { rows_shrunk, quarantine_grown, not_stated_jumped } = checks
  const results: CheckResult[] = []
  const before = new Map(Object.entries(last.books))
  for (const [source, books] of Object.entries(now.books)) {
    const earlier = before.get(source)
    if (earlier === undefined || earlier.read === 0) continue
    const lost = 1 - books.read / earlier.read
    if (lost > rows_shrunk.share)
      results.push({
        check: 'rows_shrunk',
        of: source,
        severity: rows_shrunk.severity,
        clause: `a source may lose at most ${percent(rows_shrunk.share)} of its rows: it lost ${percent(lost)}`,
      })
    const bad = ({ quarantined, read }: typeof books) => (read === 0 ? 0 : quarantined / read)
    const grown = bad(books) - bad(earlier)
    if (grown > quarantine_grown.points)
      results.push({
        check: 'quarantine_grown',
        of: source,
        severity: quarantine_grown.severity,
        clause: `the share of bad rows may grow by at most ${percent(quarantine_grown.points)}: it grew by ${percent(grown)}`,
      })
  }
  for (const [attribute, share] of Object.entries(now.notStated)) {
    const { [attribute]: earlier } = last.notStated
    if (earlier === undefined) continue
    const jump = Math.abs(share - earlier)
    if (jump > not_stated_jumped.points)
      results.push({
        check: 'not_stated_jumped',
        of: attribute,
        severity: not_stated_jumped.severity,
        clause: `the share of learners without a value may change by at most ${percent(not_stated_jumped.points)}: it went from ${percent(earlier)} to ${percent(share)}`,
      })
  }
  return results
}
