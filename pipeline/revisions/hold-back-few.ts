import { attributeBlocks, blocksAround, blocksWithAny } from '../../schemas/attribute-blocks.ts'
import type { TableShape } from '../../schemas/cell.ts'
import type { RevisedFigure, TableHistory } from '../../schemas/change.ts'
import type { FreshRows } from '../hold-back.ts'

interface FewChanges {
  readonly shapes: readonly TableShape[]
  readonly histories: readonly TableHistory[]
  readonly figures: readonly RevisedFigure[]
  readonly limits: { readonly minimumContributors: number }
}

/** Holds back blocks of which the change of any figure is by too few, since any day that they were shown on: most are. */
export function holdBackFew(
  { shapes, histories, figures, limits: { minimumContributors } }: FewChanges,
  fresh: FreshRows,
): void {
  const isFew = (learners: number) => learners > 0 && learners < minimumContributors
  const blocks = shapes.map((shape) => attributeBlocks(shape))
  const around = blocks.map((one) => blocksAround(one))
  const shown = shapes.map((_, t) =>
    histories[t]!.moments.map((moment) => blocksWithAny(blocks[t]!, (row) => moment.fresh[row] === 1)),
  )
  for (const { table, changes } of figures)
    changes.forEach((leaves, m) => {
      const [rose, fell] = [new Float64Array(blocks[table]!.size), new Float64Array(blocks[table]!.size)]
      for (const change of leaves)
        for (const block of around[table]![change.leaf]!) {
          rose[block]! += change.rose.learners
          fell[block]! += change.fell.learners
        }
      for (let block = 0; block < rose.length; block++)
        if (shown[table]![m]![block] === 1 && (isFew(rose[block]!) || isFew(fell[block]!)))
          fresh[table]![block] = 0
    })
}
