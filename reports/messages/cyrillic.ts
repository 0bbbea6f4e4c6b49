/**
 * Letters of the Latin alphabet of Uzbek in Cyrillic, longer ones first (the alphabets of 1995 and of 1940, as both are taught).
 * Before a vowel, and at the beginning of a word, some letters are others.
 */
const letters: readonly (readonly [latin: string, cyrillic: string])[] = [
  ['yoʻ', 'йў'],
  ['oʻ', 'ў'],
  ['gʻ', 'ғ'],
  ['sh', 'ш'],
  ['ch', 'ч'],
  ['yo', 'ё'],
  ['yu', 'ю'],
  ['ya', 'я'],
  ['ye', 'е'],
  ...Array.from('abdfghijklmnopqrstuvxyz', (latin, i): [string, string] => [
    latin,
    'абдфгҳижклмнопқрстувхйз'.charAt(i),
  ]),
]

/** Words that their Latin letters do not tell: what Russian wrote with a soft sign, or й before о. */
const words: ReadonlyMap<string, string> = new Map([
  ['rayon', 'район'],
  ['kompyuter', 'компьютер'],
  ['sentabr', 'сентябрь'],
  ['oktabr', 'октябрь'],
  ['noyabr', 'ноябрь'],
  ['dekabr', 'декабрь'],
  ['aprel', 'апрель'],
  ['iyul', 'июль'],
  ['iyun', 'июнь'],
  ['fevral', 'февраль'],
  ['yanvar', 'январь'],
])

const vowels = 'aeiou'
const apostrophes = /[‘’'`ʹ′]/gu

/**
 * Uzbek text in Cyrillic. Names of files, and abbreviations in capitals, stay as they are.
 *
 * @param latin in the Latin alphabet; `ʻ` and `ʼ` may be any apostrophe
 */
export function inCyrillic(latin: string): string {
  return latin.replaceAll(/[\p{L}\p{N}ʻʼ‘’'`ʹ′._/]+/gu, (token) =>
    /^[\p{Lu}\p{N}]{2,}$/u.test(token) || /\p{L}[._/]\p{L}/u.test(token)
      ? token
      : token.replaceAll(/[\p{Script=Latin}ʻʼ‘’'`ʹ′]+/gu, word),
  )
}

function word(latin: string): string {
  const plain = latin.replaceAll(apostrophes, (_, at: number) =>
    /[og]/i.test(latin.charAt(at - 1)) ? 'ʻ' : 'ʼ',
  )
  const lower = plain.toLowerCase()
  const whole = [...words].find(([known]) => lower.startsWith(known))
  const head = whole === undefined ? '' : whole[1]
  let written = head === '' ? '' : capitalized(head, plain)
  for (let at = whole?.[0].length ?? 0; at < lower.length; ) {
    const [from, to] = letterAt(lower, at)
    const own = plain.slice(at, at + from.length)
    written += /\p{Lu}/u.test(own) ? to.charAt(0).toUpperCase() + to.slice(1) : to
    at += from.length
  }
  return written
}

function letterAt(lower: string, at: number): readonly [latin: string, cyrillic: string] {
  const letter = lower.charAt(at)
  if (letter === 'e') return ['e', at === 0 || vowels.includes(lower.charAt(at - 1)) ? 'э' : 'е']
  // Between s and h it only says that they are two letters.
  if (letter === 'ʼ') return ['ʼ', lower.slice(at - 1, at + 2) === 'sʼh' ? '' : 'ъ']
  return letters.find(([latin]) => lower.startsWith(latin, at)) ?? [letter, letter]
}

function capitalized(text: string, like: string): string {
  return /^\p{Lu}/u.test(like) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}
