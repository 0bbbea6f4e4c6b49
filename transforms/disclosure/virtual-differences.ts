import type { BaseMeasure, TabulatedTable } from '../../schemas/cell.ts'
import type { NestedPopulations } from '../../schemas/nested-populations.ts'
import { quantityKey, type RowQuantity } from './row-quantities.ts'
import {
  addsUp,
  codePosition,
  complementsOf,
  type MatrixDimension,
  matrixDimensions,
} from './table-matrix.ts'

/** What virtual cells are formed of. */
export interface VirtualSource {
  readonly tables: readonly TabulatedTable[]
  /** For each table and row: its quantities, base measures first, then complements. */
  readonly rows: readonly (readonly (readonly number[])[])[]
  readonly quantities: readonly Pick<RowQuantity, 'key' | 'coordinates' | 'value' | 'contributors'>[]
  /** By quantity: how many of its learners may be counted twice. */
  readonly doubtful: Float64Array
  readonly nested: readonly NestedPopulations[]
}

export type Terms = readonly (readonly [quantity: number, coefficient: number])[]

/** One kind of virtual cell of a table. */
export interface Difference {
  /** Rows that have one. */
  readonly rows: readonly number[]
  /** Its terms in a row; null where one of them is not counted anywhere. */
  readonly termsAt: (row: number) => Terms | null
  /** A quantity that counts all learners behind the one in a row, and perhaps others; null where none is known. */
  readonly populationAt: (row: number) => number | null
  /** What its number is one of: distinct learners, how often learners are in more than one child, or events. */
  readonly counts: 'learners' | 'overlap' | 'events'
  /** Where belonging to a part is an outcome: the terms of all learners, and of those in the part. */
  readonly outcomeAt: ((row: number) => readonly [whole: Terms, part: Terms] | null) | null
}

/** Lists every kind of virtual cell that a table has. */
export function virtualDifferences(source: VirtualSource, t: number): readonly Difference[] {
  const { shape } = source.tables[t]!
  const dimensions = matrixDimensions(shape.dimensions)
  const complements = complementsOf(shape)
  return [
    ...shape.baseMeasures.flatMap((measure, m) => [
      ...dimensions
        .filter(({ dimension }) => !addsUp(measure, dimension))
        .flatMap((axis) => [
          ...(measure.overEvents === 'distinct' ? outsideChildren(source, t, dimensions, axis, m) : []),
          overlap(source, t, axis, m),
        ]),
      ...nestedIn(source, t, measure, m),
    ]),
    ...complements.flatMap(({ whole, part }, i) =>
      dimensions
        .filter(({ dimension }) => [whole, part].every((m) => !addsUp(shape.baseMeasures[m]!, dimension)))
        .map((axis) => overlap(source, t, axis, shape.baseMeasures.length + i)),
    ),
  ]
}

/**
 * Parent less child, for each child: learners of the parent who are not in the child. Sorted by their latest
 * outcome, learners of the child need not be in the parent: a later event may have moved them.
 */
function outsideChildren(
  { tables, rows }: VirtualSource,
  t: number,
  dimensions: readonly MatrixDimension[],
  axis: MatrixDimension,
  measure: number,
): readonly Difference[] {
  const outcomes = dimensions.filter(({ dimension }) => dimension.kind === 'outcome')
  const isUnsorted = (row: number) => outcomes.every((outcome) => codePosition(row, outcome) === 0)
  return axis.children.flatMap((children, position) =>
    children.map((child): Difference => {
      const offset = (child - position) * axis.stride
      return {
        rows: rowsAt(tables[t]!, axis, position).filter(isUnsorted),
        termsAt: (row) => [
          [rows[t]![row]![measure]!, 1],
          [rows[t]![row + offset]![measure]!, -1],
        ],
        populationAt: (row) => rows[t]![row]![measure]!,
        counts: 'learners',
        outcomeAt: null,
      }
    }),
  )
}

/** Children less parent: how often learners are in more than one child. */
function overlap({ tables, rows }: VirtualSource, t: number, axis: MatrixDimension, i: number): Difference {
  const childrenOf = (row: number) => axis.children[codePosition(row, axis)]!
  return {
    rows: axis.children.flatMap((children, position) =>
      children.length > 0 ? rowsAt(tables[t]!, axis, position) : [],
    ),
    termsAt: (row) => [
      ...childrenOf(row).map(
        (child) => [rows[t]![row + (child - codePosition(row, axis)) * axis.stride]![i]!, 1] as const,
      ),
      [rows[t]![row]![i]!, -1],
    ],
    populationAt: (row) => (i < tables[t]!.shape.baseMeasures.length ? rows[t]![row]![i]! : null),
    counts: 'overlap',
    outcomeAt: null,
  }
}

/** Whole less part, where the whole is counted in another table or row. */
function nestedIn(source: VirtualSource, t: number, measure: BaseMeasure, m: number): readonly Difference[] {
  const { rows, quantities, tables } = source
  const within = tables[t]!.shape.baseMeasures.find(({ name }) => name === measure.within)?.counts
  const wholes = [
    ...source.nested.filter(({ part, whole }) => part === measure.counts && whole !== within),
    ...(measure.part === null || measure.within !== null
      ? []
      : [{ whole: measure.counts, outcome: true, sortedBy: measure.part.dimension }]),
  ]
  if (wholes.length === 0) return []
  const index = new Map(quantities.map(({ key }, q) => [key, q]))
  return wholes.flatMap((pair) => {
    const sortedBy = 'sortedBy' in pair ? pair.sortedBy : null
    const partAt = (row: number): Terms => [[rows[t]![row]![m]!, 1]]
    const wholeAt = (row: number): Terms | null => {
      const { coordinates } = quantities[rows[t]![row]![m]!]!
      const q = index.get(
        quantityKey(
          pair.whole,
          coordinates.filter(([dimension]) => dimension !== sortedBy),
        ),
      )
      return q === undefined ? null : [[q, 1]]
    }
    const outcomeAt = (row: number): readonly [Terms, Terms] | null => {
      const whole = wholeAt(row)
      return whole === null ? null : [whole, partAt(row)]
    }
    const restAt = (row: number): Terms | null => {
      const whole = wholeAt(row)
      return whole === null ? null : [...whole, [rows[t]![row]![m]!, -1]]
    }
    const rest = {
      rows: [...rows[t]!.keys()],
      termsAt: restAt,
      populationAt: (row: number) => wholeAt(row)?.[0]?.[0] ?? null,
      counts: measure.type === 'learners' ? ('learners' as const) : ('events' as const),
      outcomeAt: pair.outcome ? outcomeAt : null,
    }
    const part = { ...rest, termsAt: partAt, populationAt: (row: number) => rows[t]![row]![m]! }
    return pair.outcome ? [rest, part] : [rest]
  })
}

function rowsAt({ cells }: TabulatedTable, axis: MatrixDimension, position: number): readonly number[] {
  const period = axis.stride * axis.dimension.codes.length
  return Array.from({ length: cells.length / axis.dimension.codes.length }, (_, i) => {
    const cycle = Math.floor(i / axis.stride)
    return cycle * period + position * axis.stride + (i % axis.stride)
  })
}
