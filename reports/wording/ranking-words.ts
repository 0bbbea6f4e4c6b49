import type { ReportLanguage } from '../../schemas/report-language.ts'
import { inCyrillic } from '../messages/cyrillic.ts'

/** Beginning of a word, and its end: `\b` knows Latin letters only, and an apostrophe is a letter in Uzbek. */
const from = String.raw`(?<![\p{L}\p{N}ʻʼ])`
const to = String.raw`(?![\p{L}ʻʼ])`

const uzbek = [
  'eng (?:koʻp|kam|katta|kichik|yuqori|past|yaxshi|yomon|baland|oldingi|oxirgi oʻrin)',
  '(?:birinchi|oxirgi|yetakchi) oʻrin',
  'reyting',
  'yetakchi',
  'peshqadam',
  'ortda qol',
]

/** Words that set categories above one another. Stems stand without an end, whole words with one. */
const words: Readonly<Record<ReportLanguage, readonly string[]>> = {
  en: [
    // What a census asks for is no ranking of categories.
    `highest(?! (?:level of )?(?:education|qualification))${to}`,
    `(?:lowest|best|worst|largest|smallest|biggest|fewest|greatest|top|bottom|leading|lagging)${to}`,
    `(?<!at )(?:most|least)${to}`,
    'rank',
    'leader',
    'league table',
  ],
  ru: [
    'наибольш',
    'наименьш',
    `сам(?:ый|ая|ое|ые|ого|ой|ых|ому|ым)${to}`,
    'лучш',
    'худш',
    'рейтинг',
    'ранжир',
    'лидер',
    'лидир',
    'аутсайдер',
    'отста(?:л|ю|ё|е)',
    `топ${to}`,
    '(?:перв|последн)(?:ое|ом|ого|ые|ых) мест',
    `(?:больше|меньше|выше|ниже) всего${to}`,
  ],
  uz: uzbek,
  'uz-Cyrl': uzbek.map(inCyrillic),
}

const patterns: Readonly<Record<ReportLanguage, RegExp>> = {
  en: pattern(words.en),
  ru: pattern(words.ru),
  uz: pattern(words.uz),
  'uz-Cyrl': pattern(words['uz-Cyrl']),
}

function pattern(list: readonly string[]): RegExp {
  return new RegExp(`${from}(?:${list.join('|')})`, 'iu')
}

/** The first word of a text that ranks, as it stands there; null where none does. */
export function rankingWord(text: string, language: ReportLanguage): string | null {
  return patterns[language].exec(withLetters(text))?.[0] ?? null
}

/** Uzbek with the letters ʻ and ʼ, whichever marks were typed. */
export function withLetters(text: string): string {
  return text.replace(/(?<=[OoGg])['’‘`]/g, 'ʻ').replace(/['’`]/g, 'ʼ')
}
