import type { TableShape } from '../schemas/cell.ts'
import type { TableHistory } from '../schemas/change.ts'
import type { ChangeFinding } from '../transforms/audit/updated-table.ts'
import { type ChangeLimits, protectChanges } from '../transforms/disclosure/protect-changes.ts'
import { changeTable, MoveSums } from '../transforms/disclosure/row-changes.ts'

/** By table and row: 1 where the release shows the row as it stands now. */
export type FreshRows = readonly Uint8Array[]

/**
 * Holds back rows, so that changes since the days that findings name cannot be told.
 *
 * @returns whether any row was held back
 */
export async function holdBackFor(
  shapes: readonly TableShape[],
  histories: readonly Pick<TableHistory, 'moments'>[],
  fresh: FreshRows,
  findings: readonly ChangeFinding[],
  limits: ChangeLimits,
): Promise<boolean> {
  const before = fresh.map((rows) => Uint8Array.from(rows))
  const days = new Set(findings.map(({ since }) => since))
  const sums = shapes.map(({ dimensions }) => new MoveSums(dimensions))
  for (const { at, rule } of findings) if (rule === 'seen-change') fresh[at.table]![at.row] = 0
  for (let m = 0; m < histories[0]!.moments.length; m++) {
    if (!days.has(histories[0]!.moments[m]!.asOf)) continue
    const changes = sums.map((one, t) => one.of(histories[t]!.moments[m]!.moves))
    // Of whatever changed, as many may only seem to have, in all.
    const doubt = Math.max(...histories.map(({ moments }) => moments[m]!.returns?.most ?? 0))
    for (const direction of ['in', 'out'] as const) {
      const shown = fresh.map((rows, t) =>
        rows.map((one, row) => one & histories[t]!.moments[m]!.fresh[row]!),
      )
      const kept = await protectChanges(
        shapes.map((shape, t) => {
          const { joined, departed, movedIn, movedOut } = changes[t]!
          const [own, moved] = direction === 'in' ? [joined, movedIn] : [departed, movedOut]
          const isTouched = Uint8Array.from(own, (learners, row) => (learners + moved[row]! > 0 ? 1 : 0))
          return { table: changeTable(shape, own), isTouched, shown: shown[t]! }
        }),
        { ...limits, minimumContributors: limits.minimumContributors + doubt },
      )
      fresh.forEach((rows, t) => {
        for (let row = 0; row < rows.length; row++)
          if (shown[t]![row] === 1 && kept[t]![row] === 0) rows[row] = 0
      })
    }
  }
  return fresh.some((rows, t) => rows.some((one, row) => one !== before[t]![row]))
}

/**
 * Holds back rows that were not shown on a day that a finding names. What is known of a row on either day may follow from
 * different rows, and none that both show is to blame; once all that is fresh was shown on that day as well, whatever sum
 * is known now was known then, from the same rows.
 *
 * @returns whether there was one
 */
export function holdBackOtherDays(
  histories: readonly Pick<TableHistory, 'moments'>[],
  fresh: FreshRows,
  findings: readonly ChangeFinding[],
): boolean {
  let isAny = false
  const days = new Set(findings.map(({ since }) => since))
  fresh.forEach((rows, t) => {
    for (const moment of histories[t]!.moments) {
      if (!days.has(moment.asOf)) continue
      for (let row = 0; row < rows.length; row++) {
        if (rows[row] === 0 || moment.fresh[row] === 1) continue
        rows[row] = 0
        isAny = true
      }
    }
  })
  return isAny
}
