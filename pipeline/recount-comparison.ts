import type { Figure, PublishedTable } from '../schemas/cell.ts'
import type { AuditParameters } from '../schemas/release.ts'
import { isRoundingOf } from '../transforms/audit/rounded-figures.ts'
import type { Finding } from './verify.ts'

/** One combination of codes, counted from the sources. */
export interface RecountedRow {
  readonly coordinates: readonly string[]
  /** One for each base measure. */
  readonly values: readonly number[]
  /** Distinct learners behind each. */
  readonly learners: readonly number[]
  /** Unrounded mean and the lower median of scores; null without scores. */
  readonly mean: number | null
  readonly median: number | null
}

/**
 * Every published figure that is not what the sources give, or that rests on too few learners; of a stock those of its
 * newest day.
 */
export function compareWithRecount(
  table: PublishedTable,
  recounted: readonly RecountedRow[],
  parameters: AuditParameters,
): readonly Finding[] {
  const { shape } = table
  const known = new Map(recounted.map((row) => [row.coordinates.join('\u0000'), row]))
  const nothing = {
    values: shape.baseMeasures.map(() => 0),
    learners: shape.baseMeasures.map(() => 0),
    mean: null,
    median: null,
  }
  const findings: Finding[] = []
  for (const { asOf, coordinates, figures } of table.rows) {
    // Of an earlier day there are no sources; the ledger says what was published then.
    if (asOf !== shape.asOf) continue
    const truth = known.get(coordinates.join('\u0000')) ?? nothing
    const report = (rule: string, clause: string) =>
      findings.push({ rule, where: [shape.id, ...coordinates].join(' '), clause })
    shape.baseMeasures.forEach((measure, i) => {
      const figure = figures[i]!
      if (figure.status !== 'A') return
      if (figure.value === null || !isRoundingOf(figure.value, truth.values[i]!, measure, parameters))
        report('recount', `${measure.name} is not what the sources give`)
      const learners = truth.learners[i]!
      if (learners > 0 ? learners < parameters.minimumContributors : shape.zeros === 'protect')
        report('recount-threshold', `${measure.name} rests on too few learners`)
    })
    shape.derivedMeasures.forEach((measure, i) => {
      const figure = figures[shape.baseMeasures.length + i]!
      if (figure.status !== 'A') return
      const shown = shape.baseMeasures.map((_, m) => figures[m]!.value ?? 0)
      const expected = derivedFrom(
        table,
        parameters.rounding === undefined ? truth : { ...truth, values: shown },
        i,
      )
      if (expected === null || !agrees(figure, expected, measure.type === 'mean' ? measure.decimals : 0))
        report('recount', `${measure.name} is not what the sources give`)
    })
  }
  return findings
}

function derivedFrom(
  { shape }: PublishedTable,
  truth: Omit<RecountedRow, 'coordinates'>,
  i: number,
): number | null {
  const measure = shape.derivedMeasures[i]!
  if (measure.type === 'mean') return truth.mean
  if (measure.type === 'median')
    return truth.median === null ? null : Math.min(90, Math.floor(truth.median / 10) * 10)
  const value = (name: string) =>
    truth.values[shape.baseMeasures.findIndex((base) => base.name === name)] ?? 0
  return value(measure.denominator) === 0
    ? null
    : (100 * value(measure.numerator)) / value(measure.denominator)
}

/** Half a unit of the last digit, and what a binary mean may be off. */
function agrees({ value }: Figure, expected: number, decimals: number): boolean {
  return value !== null && Math.abs(value - expected * 10 ** decimals) <= 0.5 + 1e-6
}
