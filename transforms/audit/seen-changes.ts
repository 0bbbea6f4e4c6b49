import type { TableShape } from '../../schemas/cell.ts'
import type { ChangeCounts } from './change-counts.ts'
import { codeOf, type TableGeometry } from './table-geometry.ts'
import type { ChangeFinding } from './updated-table.ts'

/** What is looked at: a table, its position, and an earlier day. */
export interface SeenPlace {
  readonly shape: TableShape
  readonly t: number
  readonly since: string
  readonly geometry: TableGeometry
}

/**
 * Changes since an earlier day of rows, and of parents less children, that both releases show, and that too few made.
 *
 * @param shown by row: 1 where both releases show it
 */
export function seenChanges(
  { shape, t, since, geometry }: SeenPlace,
  shown: Uint8Array,
  counts: ChangeCounts,
  minimumContributors: number,
): readonly ChangeFinding[] {
  const findings: ChangeFinding[] = []
  const judge = (row: number, rows: readonly number[], rule: 'seen-change' | 'seen-remainder'): void => {
    if (!counts.isFew(rows, minimumContributors)) return
    findings.push({
      rule,
      table: shape.id,
      coordinates: shape.dimensions.map(({ codes }, d) => codes[codeOf(geometry, row, d)]!.code),
      measure: shape.baseMeasures[0]!.name,
      clause: `who entered or left since ${since} number 0 or minimumContributors`,
      at: { table: t, row },
      since,
    })
  }
  for (let row = 0; row < shown.length; row++) {
    if (shown[row] === 0) continue
    judge(row, [row], 'seen-change')
    geometry.children.forEach((lists, d) => {
      const code = codeOf(geometry, row, d)
      const rest = lists[code]!.map((child) => row + (child - code) * geometry.strides[d]!).filter(
        (child) => shown[child] === 0,
      )
      if (rest.length > 0) judge(row, rest, 'seen-remainder')
    })
  }
  return findings
}
