import { describe, expect, it } from 'vitest'
import { languageOf } from '../../reports/messages/check/check-language.ts'
import { en } from '../../reports/messages/check/en.ts'
import { printable } from '../../reports/messages/check/printable.ts'
import { ru } from '../../reports/messages/check/ru.ts'
import { sayCheckIn } from '../../reports/messages/check/say-check.ts'
import { uz } from '../../reports/messages/check/uz.ts'

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted()

describe('what a check says', () => {
  it.each([
    { language: 'ru', catalogue: new Map(Object.entries(ru)) },
    { language: 'uz', catalogue: new Map(Object.entries(uz)) },
  ])('is said in $language as well, key by key, with the same values', ({ catalogue }) => {
    for (const [key, text] of Object.entries(en))
      expect([key, placeholders(catalogue.get(key) ?? '')]).toEqual([key, placeholders(text)])
    expect([...catalogue.keys()].toSorted()).toEqual(Object.keys(en).toSorted())
  })

  it('is spelt in Cyrillic by rule, but for what is put in and names of files', () => {
    const say = sayCheckIn('uz-Cyrl')
    expect(say('fileChanged', { file: 'tables/a.csv' })).toMatch(/^tables\/a\.csv файли ўзгартирилган/)
    expect(say('signatureFine', { key: 'AB12' })).toBe('Имзо сиз берган калитга тегишли (AB12).')
    expect(say('limitsAlone', { formats: 'Parquet' })).toContain('(Parquet)')
    const files = /SHA256SUMS|manifest\.json/g
    for (const key of Object.keys(uz))
      expect([key, sayCheckIn('uz-Cyrl')(key as keyof typeof en).replaceAll(files, '')]).not.toEqual([
        key,
        expect.stringMatching(/(?!undefined)\b[a-z]{3,}/),
      ])
  })
})

describe('the language of who asks', () => {
  it.each([
    [{ LANG: 'uz_UZ.UTF-8' }, 'uz'],
    [{ LANG: 'uz_UZ@cyrillic' }, 'uz-Cyrl'],
    [{ LANG: 'uz_UZ.UTF-8@cyrillic' }, 'uz-Cyrl'],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'ru_RU.UTF-8' }, 'ru'],
    [{ LANG: 'ru', LC_MESSAGES: 'uz', LC_ALL: '' }, 'uz'],
    [{ LANG: 'fr_FR.UTF-8' }, 'en'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{}, 'en'],
  ] as const)('%j: %s', (environment, language) => {
    expect(languageOf(environment)).toBe(language)
  })
})

it('prints nothing that moves the cursor, colours or turns lines around', () => {
  expect(printable('a\u001b[31m\r\n\u202eb\u2028')).toBe('a\\u{1b}[31m\\u{d}\\u{a}\\u{202e}b\\u{2028}')
  expect(printable('Fargʻona, Тошкент, 中')).toBe('Fargʻona, Тошкент, 中')
})
