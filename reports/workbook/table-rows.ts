import type { Figure, PublishedTable } from '../../schemas/cell.ts'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { labelIn } from '../messages/label.ts'
import type { MeasureText } from '../messages/measure-text.ts'
import type { Say } from '../messages/message.ts'

export type SheetValue = string | number

/** What a sheet says of a table: a header, and a row for each combination of codes, in the order of the code lists. */
export interface TableRows {
  readonly header: readonly string[]
  readonly rows: readonly (readonly SheetValue[])[]
  /** Digits after the point, by column; null where a column holds text. */
  readonly decimals: readonly (number | null)[]
}

/** Marks of figures that are not there; in brackets, so that programs which read aloud say them. */
export const marks = { c: '[c]', z: '[z]', x: '[x]' } as const

export function tableRows(
  { shape, rows }: PublishedTable,
  measures: readonly MeasureText[],
  language: ReportLanguage,
  say: Say,
): TableRows {
  const labels = shape.dimensions.map(
    ({ codes }) => new Map(codes.map((one) => [one.code, labelIn(one.labels, language)])),
  )
  const header = [
    ...shape.dimensions.flatMap(({ title }) => {
      const name = labelIn(title, language)
      return [name, `${name}: ${say('category')}`]
    }),
    ...measures.map(({ title, unit }) => (unit === '' ? title : `${title} (${unit})`)),
    ...(shape.asOf === undefined ? [] : [say('asOf')]),
  ]
  const texts = 2 * shape.dimensions.length
  return {
    header: unlike(header),
    rows: rows.map(({ coordinates, figures, asOf }) => [
      ...coordinates.flatMap((code, d) => [labels[d]!.get(code)!, code]),
      ...figures.map((figure, m) => shown(figure, measures[m]!.decimals)),
      ...(shape.asOf === undefined ? [] : [asOf ?? marks.c]),
    ]),
    decimals: header.map((_, c) => measures[c - texts]?.decimals ?? null),
  }
}

function shown({ value, status }: Figure, decimals: number): SheetValue {
  if (status === 'A' && value !== null) return value / 10 ** decimals
  return status === 'A' ? marks.x : marks[status]
}

/** Columns of a table in a sheet need names of their own. */
function unlike(header: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return header.map((name) => {
    const times = (seen.get(name.toLowerCase()) ?? 0) + 1
    seen.set(name.toLowerCase(), times)
    return times === 1 ? name : `${name} (${times})`
  })
}
