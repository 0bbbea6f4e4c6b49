import { attributeBlocks, blocksWithAny } from '../../schemas/attribute-blocks.ts'
import type { PublishedTable, TableShape } from '../../schemas/cell.ts'
import type { RevisedFigure, TableHistory } from '../../schemas/change.ts'
import { isRevisable } from '../../schemas/revisable.ts'
import { changedBlocks } from './choose-blocks.ts'

/** How far one table of a revised period is behind. Restricted: a reader must not learn what changed. */
export interface RevisionWaits {
  readonly table: string
  /** False where it tells something sensitive, so that its first version stands. */
  readonly revisable: boolean
  /** Combinations of attributes that were ever shown; shown as they stand now; and such as stand although they changed. */
  readonly blocks: number
  readonly fresh: number
  readonly waiting: number
  /** Day that the one which waits longest stands as of; null where none waits. */
  readonly waitingSince: string | null
  /** The most learners who changed any of its figures since then, whichever way. */
  readonly pooled: number
}

/** What a look at a released period came to. */
export interface RevisionRecord {
  readonly period: string
  /** The version that it led to; null where there is none. */
  readonly version: number | null
  /** Why there is none; null where there is. */
  readonly why: string | null
  /** Whether nobody knows if there may be one, since it could not be audited: nights look again. */
  readonly withheld: boolean
  /** Learners in the version who have other attributes by now than they are counted with. */
  readonly kept: number
  readonly tables: readonly RevisionWaits[]
}

/** @param shown the tables of the new version; null where there is none */
export function revisionWaits(
  shapes: readonly TableShape[],
  histories: readonly TableHistory[],
  figures: readonly RevisedFigure[],
  shown: readonly PublishedTable[] | null,
): readonly RevisionWaits[] {
  const changed = changedBlocks({ shapes, histories, figures })
  return shapes.map((shape, t) => {
    const blocks = attributeBlocks(shape)
    const { lastFigures, moments } = histories[t]!
    const ever = blocksWithAny(blocks, (row) => lastFigures[row] !== null)
    const fresh = blocksWithAny(blocks, (row) => shown !== null && shown[t]!.rows[row]!.asOf === shape.asOf)
    const waits = changed[t]!.map((one, block) => one & (1 - fresh[block]!))
    const since = moments.findIndex((moment) => {
      const then = blocksWithAny(blocks, (row) => moment.fresh[row] === 1)
      return waits.some((one, block) => one === 1 && then[block] === 1)
    })
    const pooled = figures
      .filter(({ table }) => table === t)
      .map(({ changes }) =>
        (changes[Math.max(0, since)] ?? []).reduce(
          (sum, { rose, fell }) => sum + rose.learners + fell.learners,
          0,
        ),
      )
    const count = (marks: Uint8Array) => marks.reduce((sum, one) => sum + one, 0)
    return {
      table: shape.id,
      revisable: isRevisable(shape),
      blocks: count(ever),
      fresh: count(fresh),
      waiting: count(waits),
      waitingSince: since < 0 ? null : moments[since]!.asOf,
      pooled: since < 0 ? 0 : Math.max(0, ...pooled),
    }
  })
}
