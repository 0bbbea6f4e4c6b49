import type { BaseMeasure, PublishedTable, TableShape } from '../../schemas/cell.ts'
import { type NestedPopulations, nestedPopulations } from '../../schemas/nested-populations.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { Place } from './audit-report.ts'
import { figureKeys } from './figure-key.ts'
import { trueRange } from './rounded-figures.ts'
import { addScoreSums, type FigureRange, type ScoreSums, scorePlace } from './score-sums.ts'
import { SparseRows } from './sparse-rows.ts'
import { codeOf, type TableGeometry, tableGeometry } from './table-geometry.ts'
import { addRelations } from './table-relations.ts'
import { addVirtualCells, type VirtualCells } from './virtual-cells.ts'

/**
 * What a reader knows of a release: one linear system over all of its tables.
 *
 * A variable is a figure, keyed by what it counts (the measure's `counts`, the period and the coordinates that
 * are not totals), so that the same figure in two tables is one variable. The difference between a measure
 * and the one it lies `within` is a variable, too: its complement. So is every virtual cell.
 */
export interface PublishedSystem {
  readonly tables: readonly PublishedTable[]
  readonly geometries: readonly TableGeometry[]
  /** Number of variables. */
  readonly size: number
  /** For each table: the variable of base measure m in row r, at r × measures + m. */
  readonly figures: readonly Int32Array[]
  /** For each table, laid out likewise: the variable of the measure's complement, −1 where it has none. */
  readonly complements: readonly Int32Array[]
  /** By variable: the published value, NaN where it is hidden, or rounded so that it may be one of several. */
  readonly known: Float64Array
  /** By variable: the least value that a reader must reckon with. */
  readonly lower: Float64Array
  /** By variable: the greatest; Infinity where nothing bounds it by itself. */
  readonly upper: Float64Array
  /** By variable: 1 where it is published, but known only to lie between `lower` and `upper`. */
  readonly rounded: Uint8Array
  /** Each is 0. Rows of one group span the same space as any one of them and the other groups together. */
  readonly equations: SparseRows
  /** Each is at least its right-hand side. */
  readonly inequalities: SparseRows
  /** Variables that are published with two values. */
  readonly conflicts: readonly number[]
  /** Variables that are differences of others over several rows or tables. */
  readonly virtual: VirtualCells
  /** Variables for what published means tell; the last ones. */
  readonly scores: ScoreSums
  /**
   * By variable that is not virtual: table and position (as in `figures`) of its first occurrence, and 1 for
   * complements.
   */
  readonly first: {
    readonly table: Int32Array
    readonly position: Int32Array
    readonly complement: Uint8Array
  }
}

/**
 * Builds the system of a release.
 *
 * @param tables of a valid structure (see `structureFindings`), rows in the order of `matrixCoordinates`
 * @param hiddenAtLeast what the reader grants a hidden count where empty cells are published
 * @param limits how figures were rounded, and from how many learners on they are published; null takes every
 * figure at its face value
 * @param nested populations that are nested across measures
 */
export function publishedSystem(
  tables: readonly PublishedTable[],
  hiddenAtLeast: 0 | 1,
  limits: Pick<AuditParameters, 'rounding' | 'minimumContributors'> | null = null,
  nested: readonly NestedPopulations[] = nestedPopulations,
): PublishedSystem {
  const geometries = tables.map(({ shape }) => tableGeometry(shape.dimensions))
  const most = tables.reduce((sum, { shape, rows }) => sum + 2 * rows.length * shape.baseMeasures.length, 0)
  const index = new Map<string, number>()
  const known = new Float64Array(most).fill(Number.NaN)
  const shown = new Float64Array(most).fill(Number.NaN)
  const lower = new Float64Array(most)
  const upper = new Float64Array(most).fill(Number.POSITIVE_INFINITY)
  const rounded = new Uint8Array(most)
  const first = {
    table: new Int32Array(most),
    position: new Int32Array(most),
    complement: new Uint8Array(most),
  }
  const conflicts: number[] = []
  const figures = tables.map(({ shape, rows }) => new Int32Array(rows.length * shape.baseMeasures.length))
  const complements = figures.map((list) => new Int32Array(list.length).fill(-1))

  const variableOf = (key: string, table: number, position: number, complement: 0 | 1): number => {
    const found = index.get(key)
    if (found !== undefined) return found
    const variable = index.size
    index.set(key, variable)
    first.table[variable] = table
    first.position[variable] = position
    first.complement[variable] = complement
    return variable
  }
  const publish = (variable: number, value: number, measure: BaseMeasure): void => {
    if (!Number.isNaN(shown[variable]!) && shown[variable] !== value) conflicts.push(variable)
    if (!Number.isNaN(shown[variable]!)) return
    shown[variable] = value
    if (limits === null) {
      known[variable] = value
      return
    }
    const { least, most } = trueRange(value, measure, limits)
    if (least === most) known[variable] = least
    else {
      rounded[variable] = 1
      lower[variable] = least
      upper[variable] = most
    }
  }

  const keyOf = figureKeys()
  const keys = tables.map(({ shape }) => keyOf(shape))
  tables.forEach(({ shape, rows }, t) => {
    const measures = shape.baseMeasures
    const key = keys[t]!
    const floorOf = lowerBound(shape, geometries[t]!, hiddenAtLeast)
    const supersets = measures.map(({ within }) => measures.findIndex(({ name }) => name === within))
    for (let r = 0; r < rows.length; r++) {
      const row = rows[r]!
      const place = key(row.coordinates, null)
      for (let m = 0; m < measures.length; m++) {
        const { counts, part } = measures[m]!
        const position = r * measures.length + m
        const at = part === null ? place : key(row.coordinates, [part.dimension, part.code])
        const variable = variableOf(`${counts}\n${at}`, t, position, 0)
        figures[t]![position] = variable
        const { value } = row.figures[m]!
        if (value !== null) publish(variable, value, measures[m]!)
        else if (row.isUntold !== true) lower[variable] = Math.max(lower[variable]!, floorOf(measures[m]!, r))
      }
      for (let m = 0; m < measures.length; m++) {
        const w = supersets[m]!
        if (w < 0) continue
        const { counts, part } = measures[m]!
        const whole = measures[w]!.counts
        const pair =
          part === null
            ? `${whole}\n${counts}\n${place}`
            : `${whole}\n${key(row.coordinates, [part.dimension, part.rest])}`
        const position = r * measures.length + m
        const complement = variableOf(pair, t, position, 1)
        complements[t]![position] = complement
        // A row is published only where the learners that follow by subtraction are enough, too.
        if (limits?.rounding !== undefined && (row.figures[w]!.value ?? 0) > 0)
          lower[complement] = Math.max(lower[complement]!, limits.minimumContributors)
      }
    }
  })

  const equations = new SparseRows()
  const inequalities = new SparseRows()
  tables.forEach(({ shape }, t) => {
    const variables = { figures: figures[t]!, complements: complements[t]! }
    addRelations(shape, geometries[t]!, variables, equations, inequalities)
  })
  const counted = (counts: string, t: number, row: number, part: BaseMeasure['part']) =>
    index.get(
      `${counts}\n${keys[t]!(tables[t]!.rows[row]!.coordinates, part && [part.dimension, part.code])}`,
    )
  const terms = { tables, geometries, figures, complements, nested, counted }
  const virtual = addVirtualCells(terms, index.size, equations)
  const start = index.size + virtual.places.length
  const countRange = (v: number): FigureRange | null =>
    rounded[v] === 1
      ? { least: lower[v]!, most: upper[v]! }
      : Number.isNaN(known[v]!)
        ? null
        : { least: known[v]!, most: known[v]! }
  const scores = addScoreSums(terms, start, countRange, equations, inequalities)
  const size = start + scores.places.length
  /** Figures keep what was found out about them; virtual cells are not negative, sums lie where means leave them. */
  const extended = (
    list: Float64Array | Uint8Array,
    virtualCell: number,
    scoreSum: (range: FigureRange) => number,
  ): Float64Array => {
    const longer = new Float64Array(size).fill(virtualCell)
    longer.set(list.subarray(0, index.size))
    for (let v = start; v < size; v++) longer[v] = scoreSum(scores.ranges[v - start]!)
    return longer
  }
  const isExact = ({ least, most }: FigureRange) => least === most
  return {
    tables,
    geometries,
    size,
    figures,
    complements,
    known: extended(known, Number.NaN, (range) => (isExact(range) ? range.least : Number.NaN)),
    lower: extended(lower, 0, ({ least }) => least),
    upper: extended(upper, Number.POSITIVE_INFINITY, ({ most }) => most),
    rounded: Uint8Array.from(
      extended(rounded, 0, (range) => (Number.isFinite(range.most) && !isExact(range) ? 1 : 0)),
    ),
    equations,
    inequalities,
    conflicts,
    virtual,
    scores,
    first,
  }
}

/** Names a variable as findings do. */
export function placeOf({ tables, first, virtual, scores }: PublishedSystem, variable: number): Place {
  const sum = scores.places[variable - scores.start]
  if (sum !== undefined) return scorePlace(tables, sum)
  const difference = virtual.places[variable - virtual.start]
  if (difference !== undefined) {
    const { table, name } = virtual.kinds[difference.kind]!
    const { shape, rows } = tables[table]!
    return { table: shape.id, coordinates: rows[difference.row]!.coordinates, measure: name }
  }
  const { shape, rows } = tables[first.table[variable]!]!
  const measures = shape.baseMeasures
  const position = first.position[variable]!
  const measure = measures[position % measures.length]!
  return {
    table: shape.id,
    coordinates: rows[Math.floor(position / measures.length)]!.coordinates,
    measure: first.complement[variable] === 1 ? complementName(measure) : measure.name,
  }
}

/** Name of the group of learners who are in the superset of a measure, but not in it. */
export function complementName(measure: BaseMeasure): string {
  return `${measure.within} less ${measure.name}`
}

/**
 * Least value of a hidden figure. Where empty cells are published, a hidden count of learners is not empty,
 * unless other measures may have hidden the row, or a sensitive outcome that protects its zeros.
 */
function lowerBound(
  shape: TableShape,
  geometry: TableGeometry,
  hiddenAtLeast: 0 | 1,
): (measure: BaseMeasure, row: number) => number {
  if (shape.zeros === 'protect' || shape.baseMeasures.length > 1) return () => 0
  const guarded = shape.dimensions.flatMap(({ sensitive }, d) => (sensitive ? [d] : []))
  return ({ type }, row) =>
    type === 'learners' && guarded.every((d) => codeOf(geometry, row, d) === 0) ? hiddenAtLeast : 0
}
