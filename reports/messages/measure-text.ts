import type { TableShape } from '../../schemas/cell.ts'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { labelIn } from './label.ts'
import type { Say } from './message.ts'

export interface MeasureText {
  readonly name: string
  readonly title: string
  readonly definition: string
  /** What stands behind a number; empty for counts. */
  readonly unit: string
  /** Digits after the point. */
  readonly decimals: number
}

/** What a reader is told of each measure of a table, in the order of its columns. */
export function measureTexts(
  shape: TableShape,
  language: ReportLanguage,
  say: Say,
  percentageBase: number,
): readonly MeasureText[] {
  const titles = new Map(shape.baseMeasures.map(({ name, title }) => [name, labelIn(title, language)]))
  const base = shape.baseMeasures.map(({ name, title, type }): MeasureText => {
    const definitions = {
      learners:
        shape.asOf === undefined || shape.fact !== 'registrations' ? 'definitionLearners' : 'definitionStock',
      events: 'definitionEvents',
      sum: 'definitionSum',
    } as const
    const unit = type === 'sum' ? say('minutes') : ''
    return { name, title: labelIn(title, language), definition: say(definitions[type]), unit, decimals: 0 }
  })
  const derived = shape.derivedMeasures.map((measure): MeasureText => {
    const plain = { name: measure.name, title: labelIn(measure.title, language), unit: '%', decimals: 0 }
    if (measure.type === 'mean')
      return { ...plain, definition: say('definitionMean'), decimals: measure.decimals }
    if (measure.type === 'median') return { ...plain, definition: say('definitionMedian') }
    const [numerator, denominator] = [measure.numerator, measure.denominator].map(
      (name) => titles.get(name) ?? name,
    )
    const values = { numerator: numerator!, denominator: denominator!, base: percentageBase }
    return { ...plain, definition: say('definitionRatio', values) }
  })
  return [...base, ...derived]
}
