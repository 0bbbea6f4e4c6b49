import { describe, expect, it } from 'vitest'
import { inCyrillic } from '../../../reports/messages/cyrillic.ts'
import { en } from '../../../reports/messages/en.ts'
import { ru } from '../../../reports/messages/ru.ts'
import { uz } from '../../../reports/messages/uz.ts'
import { rankingWord } from '../../../reports/wording/ranking-words.ts'
import { type Wording, wordingFaults } from '../../../reports/wording/wording-faults.ts'
import type { ReportLanguage } from '../../../schemas/report-language.ts'

const about: Wording = { language: 'en', hasWithheld: true, base: null }
const rules = (text: string, wording: Partial<Wording> = {}) =>
  wordingFaults(text, { ...about, ...wording }).map(({ rule }) => rule)

describe('ranking', () => {
  it.each<{ language: ReportLanguage; text: string; found: string | null }>([
    { language: 'en', text: 'Regions with the most learners', found: 'most' },
    { language: 'en', text: 'Top ten courses', found: 'Top' },
    { language: 'en', text: 'Ranking of regions', found: 'Rank' },
    { language: 'en', text: 'at least 10 learners, at most 20', found: null },
    { language: 'en', text: 'Highest education, highest level of qualification', found: null },
    { language: 'en', text: 'Desktop users, almost all', found: null },
    { language: 'ru', text: 'Рейтинг регионов', found: 'Рейтинг' },
    { language: 'ru', text: 'Самые активные регионы', found: 'Самые' },
    { language: 'ru', text: 'Больше всего учащихся', found: 'Больше всего' },
    { language: 'ru', text: 'не меньше 20; всего: 5', found: null },
    { language: 'ru', text: 'Самарканд, топонимика', found: null },
    { language: 'uz', text: "Eng ko'p o'quvchi bor hududlar", found: 'Eng koʻp' },
    { language: 'uz', text: 'Hududlar reytingi', found: 'reyting' },
    { language: 'uz', text: 'Tengqurlar koʻpi', found: null },
    { language: 'uz-Cyrl', text: 'Энг кўп ўқувчи бор ҳудудлар', found: 'Энг кўп' },
    { language: 'uz-Cyrl', text: 'Ҳудудлар рейтинги', found: 'рейтинг' },
  ])('$language: $text', ({ language, text, found }) => {
    expect(rankingWord(text, language)).toBe(found)
    expect(rules(text, { language })).toEqual(found === null ? [] : ['ranking'])
  })

  it('is no fault where nothing is withheld', () => {
    expect(rules('The largest region', { hasWithheld: false })).toEqual([])
  })
})

describe('a percentage', () => {
  it.each([
    { text: 'Pass rate, %', base: null, faults: ['percentage-without-base'] },
    { text: '40 per cent of all', base: null, faults: ['percentage-without-base'] },
    { text: 'Доля сдавших в процентах', base: null, faults: ['percentage-without-base'] },
    { text: 'in per cent of “Assessed” (40)', base: 'Assessed', faults: [] },
    { text: 'in per cent of “Enrolled” (40)', base: 'Assessed', faults: ['percentage-without-base'] },
    { text: 'the 90th percentile', base: null, faults: [] },
  ])('$text', ({ text, base, faults }) => {
    expect(rules(text, { base })).toEqual(faults)
  })
})

describe('not stated and withheld', () => {
  it.each<{ language: ReportLanguage; text: string; faults: readonly string[] }>([
    { language: 'en', text: 'Region not stated (withheld)', faults: [] },
    { language: 'en', text: 'Unknown or withheld', faults: ['not-stated-and-withheld'] },
    { language: 'ru', text: 'Не указано или скрыто', faults: ['not-stated-and-withheld'] },
    { language: 'uz', text: "Ko'rsatilmagan yoki yashirilgan", faults: ['not-stated-and-withheld'] },
    { language: 'uz-Cyrl', text: 'Кўрсатилмаган ёки яширилган', faults: ['not-stated-and-withheld'] },
    { language: 'en', text: '2 figures are withheld; “Not stated” is a category', faults: [] },
  ])('$language: $text', ({ language, text, faults }) => {
    expect(rules(text, { language })).toEqual(faults)
  })
})

/** How each catalogue names a percentage's base: by a value that is put in, or as what can be reached. */
const reachable = { en: 'what can be reached', ru: 'от возможного', uz: 'mumkin boʻlgan' }
const catalogues = [
  { language: 'en', texts: en, score: reachable.en },
  { language: 'ru', texts: ru, score: reachable.ru },
  { language: 'uz', texts: uz, score: reachable.uz },
  {
    language: 'uz-Cyrl',
    texts: Object.fromEntries(Object.entries(uz).map(([key, text]) => [key, inCyrillic(text)])),
    score: inCyrillic(reachable.uz),
  },
] as const

/** Whether a text puts in of what a percentage is one, or from how many on percentages are shown. */
const namesBase = (text: string) =>
  ['{denominator}', '{base}'].some((name) => text.includes(name) || text.includes(inCyrillic(name)))

it.each(catalogues)('the catalogue of $language breaks no rule', ({ language, texts, score }) => {
  for (const [key, text] of Object.entries(texts)) {
    const base = namesBase(text) ? null : score
    const faults = wordingFaults(text, { language, hasWithheld: true, base })
    const wrong = faults.filter(({ rule }) => base !== null || rule !== 'percentage-without-base')
    expect([key, wrong]).toEqual([key, []])
  }
})
