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

/** Rows of a table as an update finds them. */
export interface StandingRows extends Pick<TableHistory, 'lastFigures'> {
  /** By row: 1 where its old figure is right. */
  readonly unchanged: Uint8Array
  /** By row: 1 where it could be shown as it stands now, whatever changed; others wait for reasons of their own. */
  readonly showable: Uint8Array
}

/**
 * Of each table all that would be updated, or nothing.
 *
 * Every day on which some row was updated is held against all later ones. Where a few rows are updated on any day that happens
 * to allow it, they soon stand since so many days that no total can be updated any more without telling how few came or went
 * since one of them. So a table is updated together with one of its coarsest rows, or with a good part of what changed, or waits.
 *
 * @param fresh by table and row: 1 where it could be shown as it stands now
 * @param share how much of what changed is a good part
 */
export function worthwhileUpdates(
  shapes: readonly TableShape[],
  standing: readonly StandingRows[],
  fresh: FreshRows,
  share: number,
): FreshRows {
  return fresh.map((rows, t) => {
    const { dimensions } = shapes[t]!
    const { unchanged } = standing[t]!
    const shown = shownRows(standing[t]!)
    const least = Math.min(...shown.map((row) => depthOf(dimensions, row)))
    const coarsest = shown.filter((row) => depthOf(dimensions, row) === least)
    const isCurrent = (row: number) => rows[row] === 1 || unchanged[row] === 1
    const isWorthwhile =
      shown.length === 0 || coarsest.some(isCurrent) || updatedPart([standing[t]!], [rows]) >= share
    return isWorthwhile ? rows.slice() : new Uint8Array(rows.length)
  })
}

/** How much of what was shown before and changed is updated, in rows: 0 to 1, which it is where nothing changed. */
export function updatedPart(standing: readonly StandingRows[], fresh: FreshRows): number {
  const changed = standing.flatMap((one, t) =>
    shownRows(one).flatMap((row) => (one.unchanged[row] === 1 ? [] : [fresh[t]![row]!])),
  )
  return changed.length === 0 ? 1 : changed.reduce((sum, one) => sum + one, 0) / changed.length
}

function shownRows({ lastFigures, showable }: StandingRows): readonly number[] {
  return [...showable.keys()].filter((row) => showable[row] === 1 && lastFigures[row] !== null)
}
