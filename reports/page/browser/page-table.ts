/** A table as the page carries it, for programs: the complete matrix without its coordinates, which follow from the code lists. */
export interface PageTable {
  readonly id: string
  readonly period: string
  readonly dimensions: readonly PageDimension[]
  readonly measures: readonly PageMeasure[]
  /** Days that rows are of, each once; null where the table is a flow. */
  readonly days: readonly string[] | null
  /** The same days as people write them. */
  readonly dayTexts: readonly string[]
  /** For each row the number of its day, -1 where its figures are hidden; empty where the table is a flow. */
  readonly dayOf: readonly number[]
  /** Rows that the table has; the page may carry fewer, from the first on. */
  readonly total: number
}

/** A dimension and its code list: for each code its label in the language of the page, and its level, 0 for the total. */
export interface PageDimension {
  readonly name: string
  readonly codes: readonly string[]
  readonly labels: readonly string[]
  readonly levels: readonly number[]
}

/** A measure and its figures, one for each row. */
export interface PageMeasure {
  readonly name: string
  /** Digits after the point: values are whole multiples of 10^-decimals. */
  readonly decimals: number
  readonly values: readonly (number | null)[]
  /** One letter a row: A, c, z or x. */
  readonly statuses: string
}

/** Marks of figures that are not there; in brackets, so that programs which read aloud say them. */
const marks: Readonly<Record<string, string>> = { c: '[c]', z: '[z]', x: '[x]' }

/** Rows that the page carries. */
export function rowCount({ measures }: PageTable): number {
  return measures[0]?.values.length ?? 0
}

/** For each dimension the number of a row's code in the code list. */
export function placeOf({ dimensions }: PageTable, row: number): readonly number[] {
  const place: number[] = []
  let rest = row
  for (const { codes } of [...dimensions].reverse()) {
    place.unshift(rest % codes.length)
    rest = Math.floor(rest / codes.length)
  }
  return place
}

/** The day of a row; null where it has none. */
export function dayOf({ days, dayOf: numbers }: PageTable, row: number): string | null {
  return days?.[numbers[row] ?? -1] ?? null
}

/** How a status other than `A` is shown. */
export function markOf(status: string): string {
  return marks[status] ?? '[x]'
}
