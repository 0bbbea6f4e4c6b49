/**
 * Whether a text says what is expected, though another machine may have written it: dates and numbers are as its locale data have
 * them. So of dates the digits are compared in their order, with a few letters around, and of numbers the digits without what groups them.
 *
 * @param dates that may be in the expected text, as this machine writes them
 */
export function sameWords(found: string, expected: string, dates: readonly string[]): boolean {
  const longestFirst = dates.toSorted((a, b) => b.length - a.length).map(escaped)
  const pieces = expected.split(new RegExp(`(${longestFirst.join('|')})`, 'u'))
  const pattern = pieces.map((piece, i) => (i % 2 === 1 ? datePattern(piece) : wordsPattern(piece)))
  return new RegExp(`^${pattern.join('')}$`, 'u').test(found)
}

const aFewLetters = String.raw`[^\d\n]{0,24}`
const groups = /(?<=\d)[\s.,’'](?=\d{3}(?!\d))/g
const mayGroup = String.raw`[\s.,’']?`

function datePattern(date: string): string {
  return [aFewLetters, ...[...date.matchAll(/\d+/g)].flatMap(([digits]) => [digits, aFewLetters])].join('')
}

function wordsPattern(words: string): string {
  return escaped(words.replaceAll(groups, '')).replaceAll(/\d(?=\d)/g, `$&${mayGroup}`)
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
