import { type NumberSigns, numberText } from './number-text.ts'

/** What the script says, in the language of the page; values in braces are put in. */
export interface PageTexts {
  readonly allCodes: string
  readonly noRows: string
  /** {total} */
  readonly allRows: string
  /** {from}, {to}, {matching}, {total} */
  readonly rowsShown: string
  readonly signs: NumberSigns
}

/** Which rows are shown. */
export function shownText(
  texts: Pick<PageTexts, 'allRows' | 'noRows' | 'rowsShown' | 'signs'>,
  shown: { readonly from: number; readonly rows: number; readonly matching: number; readonly total: number },
): string {
  const { from, rows, matching, total } = shown
  const number = (value: number) => numberText(value, 0, texts.signs)
  if (rows === 0) return texts.noRows
  return filled(rows === total ? texts.allRows : texts.rowsShown, {
    ...{ from: number(from + 1), to: number(from + rows) },
    ...{ matching: number(matching), total: number(total) },
  })
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
