import { join } from 'node:path'
import { sha256OfFile } from '../reports/checksums.ts'
import { readRelease } from '../reports/read-release.ts'
import { manifestPath } from '../reports/release-files.ts'
import type { PublishedRow, PublishedTable } from '../schemas/cell.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import { countsStock } from '../schemas/nested-populations.ts'
import type { Manifest } from '../schemas/release.ts'
import type { AuditBudget } from '../transforms/audit/audit-report.ts'
import { attackTogether, groupsSharingDays, type HeldRelease } from './attack-releases.ts'
import type { Finding } from './verify.ts'

/** A release that a reader has kept. */
export interface PreviousRelease extends HeldRelease {
  readonly manifest: Manifest
  readonly manifestSha256: string
}

/**
 * Reads a release that a reader has kept.
 *
 * @throws {ConfigurationError} if it is damaged: what follows from it together with others cannot be said then
 */
export async function readPrevious(folder: string): Promise<PreviousRelease> {
  const { manifest, tables, findings } = await readRelease(folder)
  const [finding] = findings
  if (manifest === null || finding !== undefined)
    throw new ConfigurationError(
      `an earlier release must be whole (${finding?.rule ?? 'manifest'}: ${finding?.file ?? manifestPath})`,
      folder,
    )
  const { id, period, audit } = manifest
  const manifestSha256 = await sha256OfFile(join(folder, manifestPath))
  return { id, period, tables, audit: audit.parameters, manifest, manifestSha256 }
}

/**
 * What a release gives away to a reader who kept earlier ones: together with those that share days with it, directly or by
 * way of others, all as one system; and figures that stand as of an earlier day must be those that were shown then.
 * Whether a change of a stock is by enough learners cannot be told from outside: who came and who left are not known.
 */
export async function findingsWithPrevious(
  own: HeldRelease,
  previous: readonly PreviousRelease[],
  budget: () => AuditBudget,
): Promise<readonly Finding[]> {
  const others = previous.filter(({ id }) => id !== own.id)
  const group = groupsSharingDays<HeldRelease>([...others, own], ({ period }) => period).find((members) =>
    members.includes(own),
  )
  const findings = own.tables.flatMap((table) => standingFindings(table, own, others))
  if (group === undefined || group.length === 1) return findings
  const problem = await attackTogether(group, budget())
  if (typeof problem !== 'string') return [...findings, ...problem]
  const where = group.map(({ id }) => id).join(', ')
  return [...findings, { rule: 'unaudited', where, clause: problem }]
}

/** Rows that stand as of an earlier day, and are not what an earlier release showed as of that day. */
function standingFindings(
  { shape, rows }: PublishedTable,
  own: HeldRelease,
  others: readonly PreviousRelease[],
): readonly Finding[] {
  if (shape.asOf === undefined) return []
  const before = others.flatMap(({ id, tables, manifest }) => {
    const isOfProject = manifest.project.id === own.id.split('/')[0]
    // Versions of a flow stand as of a day of their own period; rows of a stock as of that of any.
    const isOfSeries = countsStock(shape.fact, shape.baseMeasures) || manifest.period.id === shape.period
    const like = isOfProject && isOfSeries ? tables.find((table) => table.shape.id === shape.id) : undefined
    if (like === undefined) return []
    const at = new Map(like.rows.map((row) => [row.coordinates.join('\u001f'), row]))
    return [{ id, day: like.shape.asOf ?? manifest.as_of, isStock: like.shape.asOf !== undefined, at }]
  })
  const valuesOf = ({ figures }: PublishedRow) =>
    JSON.stringify(figures.map(({ value, status }) => [value, status]))
  return rows.flatMap((row) => {
    const stands = row.asOf ?? null
    if (stands === null || stands === shape.asOf) return []
    return before.flatMap(({ id, day, isStock, at }) => {
      const shown = at.get(row.coordinates.join('\u001f'))
      if (shown === undefined || (isStock ? shown.asOf : day) !== stands) return []
      if (valuesOf(shown) === valuesOf(row)) return []
      const where = [shape.id, ...row.coordinates].join(' ')
      return [{ rule: 'standing', where, clause: `a figure that stands is the one that ${id} showed` }]
    })
  })
}

/** The manifest names the release before; a reader who kept it can tell that none is missing or was put in its place. */
export function chainWarnings(
  manifest: Manifest | null,
  previous: readonly PreviousRelease[],
): readonly string[] {
  const named = manifest?.previous_manifest_sha256 ?? null
  if (named === null || previous.length === 0) return []
  return previous.some(({ manifestSha256 }) => manifestSha256 === named)
    ? []
    : ['the release before, which the manifest names, is not among the earlier releases given']
}
