/**
 * Whether a text says what is expected, though another machine may have written it: how numbers are grouped, and what stands between the
 * parts of a date, is as its locale data have it. Digits, groups of three, names of months and all other words have to be the same.
 *
 * @param dates that may be in the expected text, as this machine writes them
 */
export function sameWords(found: string, expected: string, dates: readonly string[]): boolean {
  const longestFirst = dates.toSorted((a, b) => b.length - a.length).map(escaped)
  const pieces = expected.split(new RegExp(`(${longestFirst.join('|')})`, 'u'))
  const pattern = pieces.map((piece, i) => (i % 2 === 1 ? datePattern(piece) : wordsPattern(piece)))
  return new RegExp(`^${pattern.join('')}$`, 'u').test(found)
}

/** What locale data put between the parts of a date, and after them: a year's mark in Russian and Uzbek, or nothing but signs. */
const between = String.raw`[\s.,-]{0,3}(?:(?:г|yil|йил)[\s.,-]{0,3})?`
const partsOfDates = /\d+|\p{L}[\p{L}ʻʼ’‘']*/gu
const marksOfYears: ReadonlySet<string> = new Set(['г', 'yil', 'йил'])

const groups = /(?<=\d)[\s.,’'](?=\d{3}(?!\d))/g
const beforeThrees = /\d(?=(?:\d{3})+(?!\d))/g
const mayGroup = String.raw`[\s.,’']?`

function datePattern(date: string): string {
  const parts = [...date.matchAll(partsOfDates)].flatMap(([part]) =>
    marksOfYears.has(part) ? [] : [escaped(part)],
  )
  return `${parts.join(between)}${between}`
}

function wordsPattern(words: string): string {
  return escaped(words.replaceAll(groups, '')).replaceAll(beforeThrees, `$&${mayGroup}`)
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
