import type { DerivedMeasure, TableShape } from '../schemas/cell.ts'
import type { Labels } from '../schemas/labels.ts'

/** One column of a published table, in whatever format. */
export interface Column {
  readonly name: string
  readonly kind: 'dimension' | 'time' | 'measure' | 'status'
  /** Its type in SQL. */
  readonly type: string
  /** Digits after the point of a DECIMAL, whose values are held as whole multiples of 10^-decimals; else 0. */
  readonly decimals: number
  readonly title: Labels
}

const timeTitle: Labels = { en: 'Period', uz: 'Davr', ru: 'Период' }
const asOfTitle: Labels = { en: 'As of', uz: 'Holat sanasi', ru: 'По состоянию на' }
const statusTitle: Labels = { en: 'status', uz: 'holati', ru: 'статус' }

/**
 * The columns of a published table: its dimensions, `time_period`, in a stock `as_of`, then for each measure (base,
 * then derived) the value and `<measure>_status`.
 */
export function columnsOf(shape: TableShape): readonly Column[] {
  return [
    ...shape.dimensions.map(({ name, title }) => textColumn(name, 'dimension', title)),
    textColumn('time_period', 'time', timeTitle),
    ...(shape.asOf === undefined
      ? []
      : [{ name: 'as_of', kind: 'time' as const, type: 'DATE', decimals: 0, title: asOfTitle }]),
    ...[...shape.baseMeasures, ...shape.derivedMeasures].flatMap((measure) => [
      { name: measure.name, kind: 'measure' as const, ...numberType(measure), title: measure.title },
      textColumn(`${measure.name}_status`, 'status', statusOf(measure.title)),
    ]),
  ]
}

function textColumn(name: string, kind: Column['kind'], title: Labels): Column {
  return { name, kind, type: 'VARCHAR', decimals: 0, title }
}

function numberType(measure: TableShape['baseMeasures'][number] | DerivedMeasure): {
  readonly type: string
  readonly decimals: number
} {
  return measure.type === 'mean'
    ? { type: `DECIMAL(18,${measure.decimals})`, decimals: measure.decimals }
    : { type: 'BIGINT', decimals: 0 }
}

function statusOf(title: Labels): Labels {
  return {
    en: `${title.en}: ${statusTitle.en}`,
    ...(title.uz === undefined ? {} : { uz: `${title.uz}: ${statusTitle.uz}` }),
    ...(title.ru === undefined ? {} : { ru: `${title.ru}: ${statusTitle.ru}` }),
  }
}
