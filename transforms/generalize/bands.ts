import { ConfigurationError } from '../../schemas/failure.ts'
import type { Hierarchy, HierarchyNode } from '../../schemas/hierarchy.ts'
import { totalCode } from '../../schemas/hierarchy.ts'
import { totalLabels } from '../../schemas/labels.ts'
import type { BandsDefinition } from '../../schemas/project.ts'

/** Name of the band from one edge up to, but without, the next: `18-24`, `-13`, `65+`. */
function bandCode(low: number | undefined, next: number | undefined): string {
  if (low === undefined) return `-${(next ?? 0) - 1}`
  if (next === undefined) return `${low}+`
  return next - 1 === low ? String(low) : `${low}-${next - 1}`
}

interface Band {
  readonly code: string
  readonly low: number
}

function bandsOf(edges: readonly number[]): readonly Band[] {
  return [
    { code: bandCode(undefined, edges[0]), low: Number.NEGATIVE_INFINITY },
    ...edges.map((edge, i) => ({ code: bandCode(edge, edges[i + 1]), low: edge })),
  ]
}

/**
 * Bands of whole numbers as a generalization hierarchy. A band that a coarser level does not split is one node.
 * Everything under the first edge is the first band, so edges begin where the second band does.
 *
 * @throws {ConfigurationError} if a coarser level has an edge that the finer one lacks, or an edge is under 1:
 *   the names of bands below zero would be ambiguous
 */
export function bandHierarchy(name: string, definition: BandsDefinition): Hierarchy {
  const levels = Object.entries(definition.levels)
  const low = levels.flatMap(([, edges]) => edges).find((edge) => edge < 1)
  if (low !== undefined)
    throw new ConfigurationError(`bands of ${name} need edges of at least 1`, String(low))
  const nodes: HierarchyNode[] = [{ code: totalCode, parent: null, depth: 0, labels: totalLabels }]
  let above: readonly Band[] = [{ code: totalCode, low: Number.NEGATIVE_INFINITY }]
  for (const [depth, [, edges]] of levels.toReversed().entries()) {
    const coarser = levels[levels.length - depth]?.[1]
    const lost = coarser?.find((edge) => !edges.includes(edge))
    if (lost !== undefined)
      throw new ConfigurationError(`bands of ${name} must keep the edges of coarser levels`, String(lost))
    const bands = bandsOf(edges)
    for (const band of bands) {
      const parent = above.findLast((wide) => wide.low <= band.low)!
      if (parent.code !== band.code && !nodes.some((node) => node.code === band.code))
        nodes.push({ code: band.code, parent: parent.code, depth: depth + 1, labels: { en: band.code } })
    }
    above = bands
  }
  return { name, levels: ['total', ...levels.map(([level]) => level).toReversed()], nodes }
}

/** SQL of the band that holds a number, as its code; NULL for NULL. */
export function bandCase(number: string, edges: readonly number[]): string {
  const cases = bandsOf(edges)
    .toReversed()
    .map(({ code, low }) =>
      low === Number.NEGATIVE_INFINITY
        ? `WHEN ${number} IS NOT NULL THEN '${code}'`
        : `WHEN ${number} >= ${low} THEN '${code}'`,
    )
  return `CASE ${cases.join(' ')} END`
}

/** SQL of whole years from a date to a day (`YYYY-MM-DD`): a birthday on that day counts. */
export function ageAt(birthDate: string, day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  const birthday = `CASE WHEN month(${birthDate}) * 100 + day(${birthDate}) > ${month! * 100 + date!} THEN 1 ELSE 0 END`
  return `(${year} - year(${birthDate}) - ${birthday})`
}
