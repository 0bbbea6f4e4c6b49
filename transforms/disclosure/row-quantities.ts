import type { TabulatedTable } from '../../schemas/cell.ts'
import { type CodeIdentity, cellNames, written } from './cell-identity.ts'
import { codePosition, complementsOf, matrixDimensions } from './table-matrix.ts'

/** What a published row tells: a base measure, or a complement by subtraction. */
export interface RowQuantity {
  readonly key: string
  readonly counts: string
  readonly coordinates: readonly (readonly [dimension: string, code: string])[]
  readonly value: number
  readonly contributors: number
  /** Keys of the two base measures whose difference it is; null for a base measure. */
  readonly complement: { readonly whole: string; readonly part: string } | null
}

/**
 * Names and values of all quantities of a row: its base measures, then its complements.
 *
 * @returns a function of the row's number
 */
export function rowQuantities(
  { shape, cells }: TabulatedTable,
  identity: CodeIdentity,
): (row: number) => readonly RowQuantity[] {
  const nameOf = cellNames(shape.dimensions, identity)
  const splits = complementsOf(shape)
  return (row) => {
    const cell = cells[row]!
    const { coordinates, text } = nameOf(row)
    const measures = new Array<RowQuantity>(shape.baseMeasures.length)
    for (let m = 0; m < shape.baseMeasures.length; m++) {
      const { counts, part } = shape.baseMeasures[m]!
      const { value, contributors } = cell.measures[m]!
      const at = part === null ? coordinates : withCategory(coordinates, part.dimension, part.code, identity)
      const key = part === null ? counts + text : quantityKey(counts, at)
      measures[m] = { key, counts, coordinates: at, value, contributors, complement: null }
    }
    for (const { whole, part } of splits) {
      const all = measures[whole]!
      const some = measures[part]!
      const split = shape.baseMeasures[part]!.part
      const counts = split === null ? `${all.counts} \\ ${some.counts}` : all.counts
      const at =
        split === null ? coordinates : withCategory(coordinates, split.dimension, split.rest, identity)
      measures.push({
        key: quantityKey(counts, at),
        counts,
        coordinates: at,
        value: all.value - some.value,
        contributors: all.contributors - some.contributors,
        complement: { whole: all.key, part: some.key },
      })
    }
    return measures
  }
}

/** What a quantity is called in every table. */
export function quantityKey(counts: string, coordinates: RowQuantity['coordinates']): string {
  return counts + written(coordinates)
}

/** Coordinates of one category of an outcome, as a table sorted by it would have them. */
function withCategory(
  coordinates: RowQuantity['coordinates'],
  dimension: string,
  code: string,
  identity: CodeIdentity,
): RowQuantity['coordinates'] {
  const known = identity.get(dimension)?.get(code)
  if (known === null) return coordinates
  const added: readonly [string, string] = [dimension, known ?? code]
  return [...coordinates, added].sort(([a], [b]) => (a < b ? -1 : 1))
}

/**
 * Tells of each row whether a reader can tell that it is not empty when it is hidden: its only figure would have
 * been published as a zero. Not so along a sensitive outcome, where zeros are hidden, too.
 */
export function neverEmptyWhenHidden({ shape }: TabulatedTable): (row: number) => boolean {
  const [measure, ...others] = shape.baseMeasures
  if (shape.zeros !== 'publish' || measure?.type !== 'learners' || others.length > 0) return () => false
  const sensitive = matrixDimensions(shape.dimensions).filter(({ dimension }) => dimension.sensitive)
  return (row) => sensitive.every((axis) => codePosition(row, axis) === 0)
}
