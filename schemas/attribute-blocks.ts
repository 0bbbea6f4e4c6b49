import type { Dimension, TableShape } from './cell.ts'
import { totalCode } from './hierarchy.ts'

/**
 * The rows of a table by what they say of learners themselves: a block is all rows with one combination of codes of
 * attributes, whatever the event they count.
 */
export interface AttributeBlocks {
  /** The matrix of blocks: the attribute dimensions, or one with nothing but a total where there are none. */
  readonly dimensions: readonly Dimension[]
  /** Number of blocks. */
  readonly size: number
  /** By row of the table: its block, in the order of `matrixCoordinates` of `dimensions`. */
  readonly blockOf: Int32Array
}

/** No dimension of a project can be called so. */
const everybody: Dimension = {
  name: 'all learners',
  title: { en: 'All learners' },
  kind: 'attribute',
  sensitive: false,
  codes: [{ code: totalCode, parent: null, level: 0, labels: { en: 'Total' } }],
}

export function attributeBlocks({ dimensions }: Pick<TableShape, 'dimensions'>): AttributeBlocks {
  const own = dimensions.filter(({ kind }) => kind === 'attribute')
  let blocks = [0]
  for (const { kind, codes } of dimensions)
    blocks = blocks.flatMap((block) =>
      codes.map((_, code) => (kind === 'attribute' ? block * codes.length + code : block)),
    )
  return {
    dimensions: own.length === 0 ? [everybody] : own,
    size: own.reduce((product, { codes }) => product * codes.length, 1),
    blockOf: Int32Array.from(blocks),
  }
}

/** By block of a table: 1 where any of the rows that are marked lies in it. */
export function blocksWithAny(
  { size, blockOf }: AttributeBlocks,
  isMarked: (row: number) => boolean,
): Uint8Array {
  const blocks = new Uint8Array(size)
  blockOf.forEach((block, row) => {
    if (isMarked(row)) blocks[block] = 1
  })
  return blocks
}

/** By block of a table: 1 where all of its rows are marked. */
export function blocksWithAll(blocks: AttributeBlocks, isMarked: (row: number) => boolean): Uint8Array {
  return blocksWithAny(blocks, (row) => !isMarked(row)).map((one) => 1 - one)
}

/** For each block: itself and all that contain it, in no order. */
export function blocksAround({ dimensions }: AttributeBlocks): readonly (readonly number[])[] {
  let around: readonly (readonly number[])[] = [[0]]
  for (const { codes } of dimensions) {
    const position = new Map(codes.map(({ code }, i) => [code, i]))
    const paths: number[][] = []
    codes.forEach(({ parent }, i) => {
      paths.push(parent === null ? [i] : [i, ...paths[position.get(parent)!]!])
    })
    around = around.flatMap((blocks) =>
      paths.map((path) => blocks.flatMap((block) => path.map((code) => block * codes.length + code))),
    )
  }
  return around
}
