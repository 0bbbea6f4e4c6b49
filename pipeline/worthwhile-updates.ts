import type { TableShape } from '../schemas/cell.ts'
import type { TableHistory } from '../schemas/change.ts'
import type { FreshRows } from './hold-back.ts'
import { depthOf } from './row-depth.ts'

/** What a table that leaves its coarsest rows behind must update of what changed, once there are many earlier days. */
const worthwhilePart = 0.25

/** From so many earlier days on a series is a long one. */
export const manyDays = 12

/** The more earlier days there are already, the more a further one has to bring. */
export function worthwhileShare(days: number): number {
  return worthwhilePart * Math.min(1, days / manyDays)
}

/**
 * Of each table all that would be updated, or nothing.
 *
 * Every day on which some row was updated is held against all later ones. Where a few rows are updated on any day that happens
 * to allow it, they soon stand since so many days that no total can be updated any more without telling how few came or went
 * since one of them. So a table is updated together with its coarsest rows, or with a good part of what changed, or waits.
 *
 * @param unchanged by table and row: 1 where its old figure is right
 * @param fresh by table and row: 1 where it could be shown as it stands now
 * @param share how much of what changed is a good part
 */
export function worthwhileUpdates(
  shapes: readonly TableShape[],
  histories: readonly Pick<TableHistory, 'lastFigures'>[],
  unchanged: readonly Uint8Array[],
  fresh: FreshRows,
  share: number,
): FreshRows {
  return fresh.map((rows, t) => {
    const { dimensions } = shapes[t]!
    const shown = [...rows.keys()].filter((row) => histories[t]!.lastFigures[row] !== null)
    const least = Math.min(...shown.map((row) => depthOf(dimensions, row)))
    const coarsest = shown.filter((row) => depthOf(dimensions, row) === least)
    const isCurrent = (row: number) => rows[row] === 1 || unchanged[t]![row] === 1
    const isWorthwhile =
      shown.length === 0 ||
      coarsest.some(isCurrent) ||
      updatedPart([histories[t]!], [unchanged[t]!], [rows]) >= share
    return isWorthwhile ? rows.slice() : new Uint8Array(rows.length)
  })
}

/** How much of what was shown before and changed is updated, in rows: 0 to 1, which it is where nothing changed. */
export function updatedPart(
  histories: readonly Pick<TableHistory, 'lastFigures'>[],
  unchanged: readonly Uint8Array[],
  fresh: FreshRows,
): number {
  let [changed, updated] = [0, 0]
  for (const [t, rows] of fresh.entries())
    for (const [row, one] of rows.entries()) {
      if (histories[t]!.lastFigures[row] === null || unchanged[t]![row] === 1) continue
      changed++
      updated += one
    }
  return changed === 0 ? 1 : updated / changed
}
