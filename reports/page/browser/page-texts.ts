import { type NumberSigns, numberText } from './number-text.ts'

/** What the script says, in the language of the page; values in braces are put in. */
export interface PageTexts {
  readonly allCodes: string
  readonly noRows: string
  /** {carried}, {total} */
  readonly noRowsCarried: string
  /** {total} */
  readonly allRows: string
  /** {from}, {to}, {matching}, {total} */
  readonly rowsShown: string
  /** {from}, {to}, {matching}, {carried}, {total} */
  readonly rowsShownCarried: string
  readonly signs: NumberSigns
}

export interface ShownRows {
  /** Rows before the first one that is shown. */
  readonly from: number
  readonly rows: number
  readonly matching: number
  /** Rows that the page has of the table: others are not searched. */
  readonly carried: number
  readonly total: number
}

/** Which rows are shown, and where the page has fewer than the table, of which. */
export function shownText(texts: Omit<PageTexts, 'allCodes'>, shown: ShownRows): string {
  const { from, rows, matching, carried, total } = shown
  const isWhole = carried === total
  const number = (value: number) => numberText(value, 0, texts.signs)
  const shownOf = isWhole ? texts.rowsShown : texts.rowsShownCarried
  const none = isWhole ? texts.noRows : texts.noRowsCarried
  return filled(rows === 0 ? none : rows === total ? texts.allRows : shownOf, {
    ...{ from: number(from + 1), to: number(from + rows) },
    ...{ matching: number(matching), carried: number(carried), total: number(total) },
  })
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
