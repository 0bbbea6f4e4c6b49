import type { ReportLanguage } from '../../schemas/report-language.ts'
import { inCyrillic } from '../messages/cyrillic.ts'
import { rankingWord, withLetters } from './ranking-words.ts'

/** What a text is about. */
export interface Wording {
  readonly language: ReportLanguage
  /** Whether any figure that it is about is withheld. */
  readonly hasWithheld: boolean
  /** What the percentages in it are ones of, in its language; null where it has none to name. */
  readonly base: string | null
}

/**
 * - `ranking`: a word compares categories although one of them is withheld, whose place would tell about it.
 * - `percentage-without-base`: nothing says of what a percentage is one.
 * - `not-stated-and-withheld`: one clause says both; the first is an answer that learners gave, the second a decision.
 */
export type WordingRule = 'ranking' | 'percentage-without-base' | 'not-stated-and-withheld'

export interface WordingFault {
  readonly rule: WordingRule
  /** What in the text breaks it. */
  readonly found: string
}

const percentage = /%|per\s?cent(?!i)|процент|foiz|фоиз/iu

const withheldUz = ['yashiril', 'maxfiy', 'berkitil']
const notStatedUz = ['koʻrsatilmagan', 'nomaʼlum', 'aytilmagan']
const withheldWords = stems({
  en: ['withheld', 'hidden', 'suppressed', 'confidential', String.raw`\[c\]`],
  ru: ['скрыт', 'конфиденциальн', 'засекреч', String.raw`\[c\]`],
  uz: [...withheldUz, String.raw`\[c\]`],
  'uz-Cyrl': [...withheldUz.map(inCyrillic), String.raw`\[c\]`],
})
const notStatedWords = stems({
  en: ['not stated', 'unknown', 'no answer', 'not given'],
  ru: ['не указан', 'неизвестн', 'нет ответа'],
  uz: notStatedUz,
  'uz-Cyrl': notStatedUz.map(inCyrillic),
})

/** Everything in a text that a statistics office must not say; empty where all is well. */
export function wordingFaults(
  text: string,
  { language, hasWithheld, base }: Wording,
): readonly WordingFault[] {
  const ranking = hasWithheld ? rankingWord(text, language) : null
  const share = percentage.exec(text)?.[0]
  const mixed = withLetters(text)
    .split(/[;.:]\s|[()]/u)
    .find((clause) => isWithheldWord(clause, language) && isNotStatedWord(clause, language))
  return [
    ...(ranking === null ? [] : [{ rule: 'ranking' as const, found: ranking }]),
    ...(share === undefined || (base !== null && text.includes(base))
      ? []
      : [{ rule: 'percentage-without-base' as const, found: share }]),
    ...(mixed === undefined ? [] : [{ rule: 'not-stated-and-withheld' as const, found: mixed.trim() }]),
  ]
}

/** Whether a text says that something is withheld. */
export function isWithheldWord(text: string, language: ReportLanguage): boolean {
  return withheldWords[language].test(withLetters(text))
}

/** Whether a text says that learners did not state something. */
export function isNotStatedWord(text: string, language: ReportLanguage): boolean {
  return notStatedWords[language].test(withLetters(text))
}

type ByLanguage<T> = Readonly<Record<ReportLanguage, T>>

function stems(words: ByLanguage<readonly string[]>): ByLanguage<RegExp> {
  const pattern = (list: readonly string[]) => new RegExp(list.join('|'), 'iu')
  return {
    en: pattern(words.en),
    ru: pattern(words.ru),
    uz: pattern(words.uz),
    'uz-Cyrl': pattern(words['uz-Cyrl']),
  }
}
