import { describe, expect, it } from 'vitest'
import { inCyrillic } from '../../reports/messages/cyrillic.ts'
import { en } from '../../reports/messages/en.ts'
import { labelIn, languagesOf } from '../../reports/messages/label.ts'
import { sayIn } from '../../reports/messages/message.ts'
import { dayText, periodText } from '../../reports/messages/period-text.ts'
import { ru } from '../../reports/messages/ru.ts'
import { uz } from '../../reports/messages/uz.ts'

describe('Uzbek in Cyrillic', () => {
  it.each([
    ['Toshkent shahri', 'Тошкент шаҳри'],
    ['Toshkent viloyati', 'Тошкент вилояти'],
    ['Fargʻona, Qoraqalpogʻiston Respublikasi', 'Фарғона, Қорақалпоғистон Республикаси'],
    ["Farg'ona, Qo‘qon, Mo`ynoq", 'Фарғона, Қўқон, Мўйноқ'],
    ['Yoʻl, yozilish, yurt, yashil, yer', 'Йўл, ёзилиш, юрт, яшил, ер'],
    ['Eshik, poema, aeroport, kecha', 'Эшик, поэма, аэропорт, кеча'],
    ['maʼlumot, qatʼi', 'маълумот, қатъи'],
    ['Isʼhoq', 'Исҳоқ'],
    ['SHahar, Shahar, CHorsu', 'Шаҳар, Шаҳар, Чорсу'],
    ['rayoni, Kompyuter, sentabrda', 'райони, Компьютер, сентябрьда'],
    ['CSV, SHA256SUMS, tables/a.csv, 10-jadval', 'CSV, SHA256SUMS, tables/a.csv, 10-жадвал'],
    ['Toshkent Тошкент 12 %', 'Тошкент Тошкент 12 %'],
  ])('%s', (latin, cyrillic) => {
    expect(inCyrillic(latin)).toBe(cyrillic)
  })
})

describe('the catalogues', () => {
  const placeholders = (text: string) => new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name))

  it.each([
    { language: 'ru', catalogue: ru },
    { language: 'uz', catalogue: uz },
  ])('say everything in $language, with the same values', ({ catalogue }) => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort())
    for (const [key, text] of Object.entries(en))
      expect([key, placeholders(catalogue[key as keyof typeof en])]).toEqual([key, placeholders(text)])
  })

  it('count as people do', () => {
    const tables = (language: 'en' | 'ru' | 'uz' | 'uz-Cyrl', n: number) =>
      sayIn(language)('contentsIntro', { tables: n })
    expect(tables('en', 1)).toContain('one table')
    expect([1, 2, 5, 21].map((n) => /\d+ [а-я]+/u.exec(tables('ru', n))?.[0])).toEqual([
      '1 таблица',
      '2 таблицы',
      '5 таблиц',
      '21 таблица',
    ])
    expect(tables('uz', 3)).toContain('3 ta jadval')
    expect(tables('uz-Cyrl', 3)).toContain('3 та жадвал')
  })

  it('have one kind of quotation marks in a language', () => {
    const marks = (catalogue: object) =>
      new Set(
        Object.values(catalogue)
          .join('')
          .match(/[«»„“”"]/g),
      )
    expect(marks(uz)).toEqual(new Set(['“', '”']))
    expect(marks(ru)).toEqual(new Set(['«', '»']))
    expect(marks(en)).toEqual(new Set(['“', '”']))
  })

  it('spell nothing anew that is put in', () => {
    expect(sayIn('uz-Cyrl')('verifyHow', { checksums: 'sums', signature: 'sig' })).toMatch(
      /^sums файлида .* sig файлида/,
    )
  })
})

const month = { id: '2026-09', grain: 'month', start: '2026-09-01', end: '2026-10-01' } as const
const year = { id: '2026', grain: 'year', start: '2026-01-01', end: '2027-01-01' } as const
const week = { id: '2026-W40', grain: 'week', start: '2026-09-28', end: '2026-10-05' } as const

it('writes periods by locale', () => {
  expect(periodText(month, 'en')).toBe('September 2026')
  expect(periodText(month, 'uz')).toBe('2026-yil sentabr')
  expect(periodText(month, 'uz-Cyrl')).toBe('2026 йил сентябрь')
  expect(dayText('2026-06-30', 'uz')).toBe('2026-yil 30-iyun')
  expect(dayText('2026-06-01', 'uz-Cyrl')).toBe('2026 йил 1 июнь')
  expect(periodText(month, 'ru')).toBe('сентябрь 2026 г.')
  expect(periodText(week, 'en')).toBe('2026-W40 (September 28, 2026 – October 4, 2026)')
  expect(periodText({ ...week, id: '2026', grain: 'year' }, 'uz')).toBe('2026')
})

it.each([month, year, week])('ends Russian sentences about the $grain $id with one full stop', (period) => {
  const say = sayIn('ru')
  const values = {
    ...{ period: periodText(period, 'ru'), asOf: dayText('2026-10-01', 'ru'), title: 'Школа', version: 1 },
    ...{ grain: 'год', measures: 'Учащиеся', dimensions: 'Пол', previous: '' },
  }
  for (const key of ['citation', 'byDimensions', 'serviceabilityPeriod', 'serviceabilityTimes'] as const)
    expect(say(key, values)).toMatch(/(?<!\.)\.$/)
  expect(say('serviceabilityPeriod', values)).toContain(`период «${values.period}»; `)
})

it('takes names in the language, or in English', () => {
  const labels = { en: 'Andijan', uz: 'Andijon' }
  expect((['uz', 'uz-Cyrl', 'ru', 'en'] as const).map((one) => labelIn(labels, one))).toEqual([
    'Andijon',
    'Андижон',
    'Andijan',
    'Andijan',
  ])
  expect(languagesOf(labels)).toEqual(['uz', 'uz-Cyrl', 'en'])
  expect(languagesOf({ en: 'x' })).toEqual(['en'])
})
