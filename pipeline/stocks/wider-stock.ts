import { z } from 'zod'
import { attributeBlocks, blocksAround } from '../../schemas/attribute-blocks.ts'
import {
  type Cell,
  matrixCoordinates,
  type PublishedTable,
  type TableShape,
  type TabulatedTable,
} from '../../schemas/cell.ts'
import type { Period } from '../../schemas/period.ts'
import { leafSeparator } from '../../transforms/tabulate/stock-members.ts'
import { wholeNumber } from '../database.ts'

/** Learners in a leaf of a stock, by its codes. */
export const leafCount = z.object({ leaf: z.string(), learners: wholeNumber })
export type LeafCount = z.infer<typeof leafCount>

/**
 * A stock, and with it whoever a flow of the same days counts although they are not in it. It contains the flow, equals the
 * stock wherever there is nobody of that kind, and a reader cannot tell where there is.
 */
export interface WiderStock {
  readonly period: Period
  readonly table: TabulatedTable
  /** By row: 1 where the stock was ever shown, and where it was shown as of its own day. */
  readonly shown: Uint8Array
  readonly fresh: Uint8Array
  /** By row: 1 where nobody is beyond the stock, so that it is the stock itself. */
  readonly same: Uint8Array
  /** By row: how many of those beyond the stock may be in it all the same: see `counted-twice.ts`. */
  readonly uncertain: Float64Array
}

/**
 * @param stock as it was published on the last day of the period
 * @param inStock learners by leaf, as counted in it
 * @param beyond learners by leaf who are not
 * @param uncertain by row; nobody where absent
 */
export function widerStock(
  period: Period,
  { shape, rows }: PublishedTable,
  inStock: readonly LeafCount[],
  beyond: readonly LeafCount[],
  uncertain: Float64Array = new Float64Array(rows.length),
): WiderStock {
  const [registered, others] = [rowCounts(shape, inStock), rowCounts(shape, beyond)]
  const { asOf, ...flow } = shape
  // Registrations add up over months, but not who is registered at the end of each.
  const baseMeasures = shape.baseMeasures.map((one) => ({ ...one, overEvents: 'distinct' as const }))
  return {
    period,
    table: {
      shape: { ...flow, baseMeasures, id: `${shape.id} at the end of ${period.id}`, period: period.id },
      cells: rows.map(({ coordinates }, row) => countCell(coordinates, registered[row]! + others[row]!)),
    },
    shown: Uint8Array.from(rows, (row) => (row.asOf == null ? 0 : 1)),
    fresh: Uint8Array.from(rows, (row) => (row.asOf === asOf ? 1 : 0)),
    same: Uint8Array.from(others, (learners) => (learners === 0 ? 1 : 0)),
    uncertain,
  }
}

/** Learners by leaf of a table of attributes, as it was counted. */
export function leafCountsOf({ shape, cells }: TabulatedTable): readonly LeafCount[] {
  const parents = shape.dimensions.map(({ codes }) => new Set(codes.map(({ parent }) => parent)))
  return cells.flatMap(({ coordinates, contributors }) =>
    coordinates.every((code, d) => !parents[d]!.has(code))
      ? [{ leaf: coordinates.join(leafSeparator), learners: contributors }]
      : [],
  )
}

/** A stock as it was counted on its day. */
export function countedStock(shape: TableShape, counts: readonly LeafCount[]): TabulatedTable {
  const learners = rowCounts(shape, counts)
  const cells = [...matrixCoordinates(shape.dimensions)].map((coordinates, row) =>
    countCell(coordinates, learners[row]!),
  )
  return { shape, cells }
}

/** By row of a table of attributes: learners in its leaves. */
export function rowCounts(shape: TableShape, counts: readonly LeafCount[]): Float64Array {
  const rowOf = new Map(
    [...matrixCoordinates(shape.dimensions)].map((codes, row) => [codes.join(leafSeparator), row]),
  )
  const around = blocksAround(attributeBlocks(shape))
  const learners = new Float64Array(rowOf.size)
  for (const { leaf, learners: more } of counts) {
    const row = shape.dimensions.length === 0 ? 0 : rowOf.get(leaf)
    if (row === undefined) throw new Error('contributions must be to rows of their table')
    for (const block of around[row]!) learners[block]! += more
  }
  return learners
}

function countCell(coordinates: readonly string[], contributors: number): Cell {
  return {
    coordinates,
    contributors,
    measures: [{ value: contributors, contributors, largest: [] }],
    outcomes: {},
    scores: {},
  }
}
