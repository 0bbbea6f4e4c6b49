import type { PublishedTable } from '../../schemas/cell.ts'
import { anyScore, type ScoreRange, scoreRanges } from '../../schemas/score-band.ts'
import type { Place } from './audit-report.ts'
import type { SparseRows } from './sparse-rows.ts'
import { codeOf, type TableGeometry } from './table-geometry.ts'
import type { VirtualTerms } from './virtual-cells.ts'

/** What a figure may be, as published: both ends where it is known. */
export interface FigureRange {
  readonly least: number
  readonly most: number
}

/**
 * Variables for what means tell: the sum of the scores of each group of learners that some table counts, where any
 * table publishes a mean. They are the last ones of a system.
 */
export interface ScoreSums {
  readonly start: number
  /** By variable less `start`: the table and row where it was first met, and what a mean of it is called. */
  readonly places: readonly { readonly table: number; readonly row: number; readonly score: string }[]
  /** By variable less `start`: what published means leave of it. */
  readonly ranges: readonly FigureRange[]
}

const nothing: FigureRange = { least: 0, most: Number.POSITIVE_INFINITY }

/**
 * Says what means and medians tell of counts.
 *
 * A mean times its count is a sum of scores, to its decimals. Sums add up as the counts of their learners do, over
 * attributes and outcomes; each lies between what its learners can have least and most, by band where the release
 * shows bands. And at least half of a median's learners lie at or under its band, fewer than half under it.
 *
 * @param start number of variables so far
 * @param countRange what a variable may be by what is published
 */
export function addScoreSums(
  terms: VirtualTerms,
  start: number,
  countRange: (variable: number) => FigureRange | null,
  equations: SparseRows,
  inequalities: SparseRows,
): ScoreSums {
  const { tables, geometries, figures, complements } = terms
  const places: { table: number; row: number; score: string }[] = []
  const ranges: FigureRange[] = []
  const rangesOf = new Map(
    [...new Set(tables.flatMap(({ shape }) => shape.dimensions.map(({ name }) => name)))].map((name) => [
      name,
      scoreRanges(
        tables.flatMap(({ shape }) =>
          shape.dimensions.flatMap((one) => (one.name === name && one.kind === 'outcome' ? [one.codes] : [])),
        ),
      ),
    ]),
  )
  const rangeOf = (dimension: string, code: string): ScoreRange =>
    rangesOf.get(dimension)?.get(code) ?? anyScore

  for (const [fact, score] of publishedScores(tables)) {
    /** By the variable of a count: that of the sum of its learners' scores. */
    const sums = new Map<number, number>()
    const counts = tables.map(({ shape }) =>
      shape.fact === fact
        ? shape.baseMeasures.findIndex(({ type, where }) => type === 'learners' && where === null)
        : -1,
    )
    const sumOf = (count: number, table: number, row: number): number => {
      const found = sums.get(count)
      if (found !== undefined) return found
      const variable = start + places.length
      sums.set(count, variable)
      places.push({ table, row, score })
      ranges.push(nothing)
      return variable
    }
    tables.forEach(({ shape, rows }, t) => {
      const m = counts[t]!
      if (m < 0) return
      const geometry = geometries[t]!
      const width = shape.baseMeasures.length
      const at = (row: number) => sumOf(figures[t]![row * width + m]!, t, row)
      rows.forEach(({ coordinates }, row) => {
        const sum = at(row)
        const count = figures[t]![row * width + m]!
        const group = 2 * equations.count
        shape.dimensions.forEach(({ kind }, d) => {
          const children = childRows(geometry, row, d)
          if (children.length === 0 || (kind === 'event' && children.length > 1)) return
          equations.begin(sum, kind === 'event' ? 2 * equations.count + 1 : group)
          for (const child of children) equations.entry(at(child), 1)
          equations.entry(sum, -1)
        })
        const [from, to] = shape.dimensions.reduce<ScoreRange>(([least, most], { name, kind }, d) => {
          const [low, high] = kind === 'outcome' ? rangeOf(name, coordinates[d]!) : anyScore
          return [Math.max(least, low), Math.min(most, high)]
        }, anyScore)
        bound(inequalities, sum, [[count, from, to]])
        shape.baseMeasures.forEach(({ part }, p) => {
          const rest = complements[t]![row * width + p]!
          if (part === null || rest < 0) return
          bound(inequalities, sum, [
            [figures[t]![row * width + p]!, ...rangeOf(part.dimension, part.code)],
            [rest, ...rangeOf(part.dimension, part.rest)],
          ])
        })
      })
      shape.derivedMeasures.forEach((measure, i) => {
        if (measure.type === 'ratio' || measure.score !== score) return
        rows.forEach(({ figures: shown }, row) => {
          const { value } = shown[width + i]!
          const learners = countRange(figures[t]![row * width + m]!)
          if (value === null || learners === null) return
          if (measure.type === 'median') addMedian(terms, rangesOf, t, row, m, value, learners, inequalities)
          else {
            const sum = at(row) - start
            ranges[sum] = both(ranges[sum]!, sumOfMean(value, measure.decimals, learners))
          }
        })
      })
    })
  }
  return { start, places, ranges }
}

export function scorePlace(tables: readonly PublishedTable[], place: ScoreSums['places'][number]): Place {
  const { shape, rows } = tables[place.table]!
  return {
    table: shape.id,
    coordinates: rows[place.row]!.coordinates,
    measure: `sum of ${place.score}`,
  }
}

/** Each fact and score of which a mean or median is published. */
function publishedScores(tables: readonly PublishedTable[]): readonly (readonly [string, string])[] {
  const found = new Map<string, readonly [string, string]>()
  for (const { shape, rows } of tables)
    shape.derivedMeasures.forEach((measure, i) => {
      if (measure.type === 'ratio') return
      if (rows.some(({ figures }) => figures[shape.baseMeasures.length + i]!.status === 'A'))
        found.set(`${shape.fact} ${measure.score}`, [shape.fact, measure.score])
    })
  return [...found.values()]
}

/** Whole sums of scores that a mean may stand for, rounded half up to its decimals. */
function sumOfMean(mean: number, decimals: number, { least, most }: FigureRange): FigureRange {
  const scale = 2 * 10 ** decimals
  return {
    least: Math.ceil(((2 * mean - 1) * least) / scale),
    most: Math.ceil(((2 * mean + 1) * most) / scale) - 1,
  }
}

function both(a: FigureRange, b: FigureRange): FigureRange {
  return { least: Math.max(a.least, b.least), most: Math.min(a.most, b.most) }
}

/** A sum lies between the least and the most scores of the learners of some groups. */
function bound(
  inequalities: SparseRows,
  sum: number,
  groups: readonly (readonly [count: number, from: number, to: number])[],
): void {
  inequalities.begin(sum, inequalities.count)
  for (const [count, , to] of groups) inequalities.entry(count, to)
  inequalities.entry(sum, -1)
  if (groups.every(([, from]) => from === 0)) return
  inequalities.begin(sum, inequalities.count)
  inequalities.entry(sum, 1)
  for (const [count, from] of groups) if (from > 0) inequalities.entry(count, -from)
}

/** Bounds the bands of a group whose median is published, where some table shows them. */
function addMedian(
  { tables, counted }: VirtualTerms,
  rangesOf: ReadonlyMap<string, ReadonlyMap<string, ScoreRange>>,
  t: number,
  row: number,
  m: number,
  median: number,
  learners: FigureRange,
  inequalities: SparseRows,
): void {
  const { shape } = tables[t]!
  const { counts } = shape.baseMeasures[m]!
  const last = median >= 90 ? 100 : median + 9
  for (const { shape: other } of tables) {
    if (other.fact !== shape.fact) continue
    for (const { name, kind, codes } of other.dimensions) {
      if (kind !== 'outcome' || shape.dimensions.some((own) => own.name === name)) continue
      const parents = new Set(codes.map(({ parent }) => parent))
      const bands = codes.flatMap(({ code }) => {
        const variable = parents.has(code)
          ? undefined
          : counted(counts, t, row, { dimension: name, code, rest: '' })
        return variable === undefined ? [] : [{ variable, range: rangesOf.get(name)!.get(code)! }]
      })
      if (bands.length === 0) continue
      const about = bands[0]!.variable
      inequalities.begin(about, inequalities.count, Math.ceil(learners.least / 2))
      for (const { variable, range } of bands) if (range[0] <= last) inequalities.entry(variable, 1)
      inequalities.begin(about, inequalities.count, 1 - Math.ceil(learners.most / 2))
      for (const { variable, range } of bands) if (range[1] < median) inequalities.entry(variable, -1)
    }
  }
}

function childRows(geometry: TableGeometry, row: number, d: number): readonly number[] {
  const code = codeOf(geometry, row, d)
  return geometry.children[d]![code]!.map((child) => row + (child - code) * geometry.strides[d]!)
}
