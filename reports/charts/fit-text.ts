const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Share of the font's size that a letter is wide, at least as much as in common sans-serif fonts (DejaVu Sans is the widest). */
function widthOf(letter: string): number {
  if (/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(letter)) return 1
  if (/[.,:;!'|ijlI \u00a0\u202f[\]()-]/.test(letter)) return 0.36
  if (/[mwMWЖШЩЮФжшщюф@%]/.test(letter)) return 0.95
  return /[\p{Lu}\p{Script=Cyrillic}]/u.test(letter) ? 0.68 : 0.61
}

/** How wide a text will be about, in the units of `size`: nothing measures fonts where a release is written. */
export function textWidth(text: string, size: number): number {
  return letters(text).reduce((sum, letter) => sum + widthOf(letter), 0) * size
}

/** The text, or as much of it as fits before an ellipsis. */
export function shortened(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text
  let kept = ''
  for (const letter of letters(text)) {
    if (textWidth(`${kept}${letter}…`, size) > width) break
    kept += letter
  }
  return `${kept.trimEnd()}…`
}

/** The text on at most two lines, broken between words; what does not fit is shortened. */
export function wrapped(text: string, width: number, size: number): readonly string[] {
  if (textWidth(text, size) <= width) return [text]
  const words = text.split(' ')
  const fits = words.findLastIndex((_, i) => textWidth(words.slice(0, i + 1).join(' '), size) <= width)
  if (fits < 0) return [shortened(text, width, size)]
  const rest = words.slice(fits + 1).join(' ')
  return [words.slice(0, fits + 1).join(' '), shortened(rest, width, size)]
}

/** A name between others, so that one written from right to left leaves their order alone. */
export function isolated(text: string): string {
  return /[\u0590-\u08ff\u202a-\u202e\ufb1d-\ufdff\ufe70-\ufeff]/.test(text) ? `\u2068${text}\u2069` : text
}

/** Text of which each code point is a letter of its own: the segmenter takes a good part of the time of a page. */
const plain = /^(?:(?!\p{M})[\p{Script=Latin}\p{Script=Cyrillic}\p{Nd}\p{P}\p{Zs}])*$/u

/** What a reader takes for single letters, in order. */
export function letters(text: string): readonly string[] {
  return plain.test(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment)
}
