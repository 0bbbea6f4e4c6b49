import type { NumberSigns } from './number-text.ts'

/** What the script says, in the language of the page; values in braces are put in. */
export interface PageTexts {
  readonly allCodes: string
  readonly noRows: string
  /** {from}, {to}, {matching}, {total} */
  readonly rowsShown: string
  readonly signs: NumberSigns
}

export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
