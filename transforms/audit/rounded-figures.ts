import type { BaseMeasure, PublishedTable, TableShape, TabulatedTable } from '../../schemas/cell.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditFinding } from './audit-report.ts'
import { derivedFigure, ratioFigure } from './derived-figures.ts'

/** Whole numbers that a published figure may stand for; none where least > most. */
export interface TrueRange {
  readonly least: number
  readonly most: number
}

type Limits = Pick<AuditParameters, 'rounding' | 'minimumContributors'>

/**
 * What a published figure tells of the count behind it: how it was rounded is public, and so is that learners and
 * events are published from `minimumContributors` on, or where nobody is counted at all. Rounded 10 to base 5 with
 * a threshold of 10 is 10, 11 or 12. A zero stays zero under any rounding.
 */
export function trueRange(
  value: number,
  { type }: Pick<BaseMeasure, 'type'>,
  { rounding, minimumContributors }: Limits,
): TrueRange {
  if (rounding === undefined) return { least: value, most: value }
  const { base, method, within } = rounding
  const below = method === 'conventional' ? Math.floor(base / 2) : within * base - 1
  const above = method === 'conventional' ? Math.ceil(base / 2) - 1 : within * base - 1
  const most = value + above
  if (type === 'sum') return { least: Math.max(value === 0 ? 0 : 1, value - below), most }
  if (value === 0) return { least: 0, most: 0 }
  return { least: Math.max(minimumContributors, value - below), most }
}

/** Whether a figure is what the rounding may make of a count. */
export function isRoundingOf(
  value: number,
  count: number,
  { type }: Pick<BaseMeasure, 'type'>,
  { rounding }: Pick<Limits, 'rounding'>,
): boolean {
  if (rounding === undefined) return value === count
  const { base, method, within } = rounding
  if (value % base !== 0 || (type !== 'sum' && value === 0 && count > 0)) return false
  if (method === 'conventional') return value === base * Math.floor((2 * count + base) / (2 * base))
  if (count === 0 || (within === 1 && count % base === 0)) return value === count
  return Math.abs(value - count) < within * base
}

/**
 * What a published ratio must read: that of the rounded figures, where both their denominator and the count behind
 * it suffice.
 */
export function roundedRatio(
  exact: ReturnType<typeof ratioFigure>,
  numerator: number,
  denominator: number,
  percentageBase: number,
): ReturnType<typeof ratioFigure> {
  return exact.status === 'A' ? ratioFigure(numerator, denominator, percentageBase) : exact
}

/**
 * A rounded release as it was before: the same rows hidden, what was counted in all others. A reader of that one
 * knows all that a reader of the rounded one does, so what it protects is protected in both.
 *
 * @param truth the same tables as counted, in the same order
 */
export function unrounded(
  tables: readonly PublishedTable[],
  truth: readonly TabulatedTable[],
  parameters: AuditParameters,
): readonly PublishedTable[] {
  return tables.map(({ shape, rows }, t) => ({
    shape,
    rows: rows.map((row, r) => {
      if (row.figures[0]!.status !== 'A') return row
      const cell = truth[t]!.cells[r]!
      const bases = cell.measures.map(({ value }) => ({ value, status: 'A' as const }))
      const derived = shape.derivedMeasures.map((measure, i) =>
        measure.type === 'ratio'
          ? derivedFigure(measure, shape, cell, parameters)
          : row.figures[bases.length + i]!,
      )
      return { ...row, figures: [...bases, ...derived] }
    }),
  }))
}

/** Published figures that no rounding of their count may give, and ratios that are not those of rounded figures. */
export function roundingFindings(
  candidate: readonly PublishedTable[],
  truth: readonly TabulatedTable[],
  parameters: AuditParameters,
): readonly AuditFinding[] {
  return candidate.flatMap(({ shape, rows }, t) =>
    rows.flatMap(({ coordinates, figures }, r) => {
      if (figures[0]!.status !== 'A') return []
      const cell = truth[t]!.cells[r]!
      const wrong = (measure: string): AuditFinding => ({
        rule: 'figure-not-as-counted',
        table: shape.id,
        coordinates,
        measure,
        clause: 'a published figure is the one that was counted, rounded as the release says',
      })
      return [
        ...shape.baseMeasures.flatMap((measure, m) =>
          isRoundingOf(figures[m]!.value!, cell.measures[m]!.value, measure, parameters)
            ? []
            : [wrong(measure.name)],
        ),
        ...shape.derivedMeasures.flatMap((measure, i) => {
          if (measure.type !== 'ratio') return []
          const exact = derivedFigure(measure, shape, cell, parameters)
          const countOf = (name: string) => figures[position(shape, name)]!.value!
          const right = roundedRatio(
            exact,
            countOf(measure.numerator),
            countOf(measure.denominator),
            parameters.percentageBase,
          )
          const { value, status } = figures[shape.baseMeasures.length + i]!
          return right.value === value && right.status === status ? [] : [wrong(measure.name)]
        }),
      ]
    }),
  )
}

function position({ baseMeasures }: TableShape, name: string): number {
  return baseMeasures.findIndex((base) => base.name === name)
}
