import { inCyrillic } from '../cyrillic.ts'
import type { CheckLanguage } from './check-language.ts'
import { type CheckCatalogue, type CheckKey, en } from './en.ts'
import { printable } from './printable.ts'
import { ru } from './ru.ts'
import { uz } from './uz.ts'

export type CheckValues = Readonly<Record<string, string | number>>

/** Says a text of a check in a language, with values put in, which stay as they are spelt. */
export type SayCheck = (key: CheckKey, values?: CheckValues) => string

const catalogues: Readonly<Record<CheckLanguage, CheckCatalogue>> = { en, ru, uz, 'uz-Cyrl': uz }

export function sayCheckIn(language: CheckLanguage): SayCheck {
  const spell = language === 'uz-Cyrl' ? inCyrillic : (text: string) => text
  return (key, values = {}) =>
    catalogues[language][key]
      .split(/(\{\w+\})/)
      .map((part) => {
        const name = /^\{(\w+)\}$/.exec(part)?.[1]
        return name === undefined ? spell(part) : printable(String(values[name]))
      })
      .join('')
}
