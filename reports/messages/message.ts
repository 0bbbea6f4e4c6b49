import { IntlMessageFormat } from 'intl-messageformat'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { inCyrillic } from './cyrillic.ts'
import { type Catalogue, en, type MessageKey } from './en.ts'
import { ru } from './ru.ts'
import { uz } from './uz.ts'

export type MessageValues = Readonly<Record<string, string | number>>

/** Says a text of the catalogue in a language, with values put in. */
export type Say = (key: MessageKey, values?: MessageValues) => string

const catalogues: Readonly<Record<ReportLanguage, Catalogue>> = { en, ru, uz, 'uz-Cyrl': uz }

type Part = ReturnType<IntlMessageFormat['getAst']>[number]

/** Texts in one language; numbers as people who speak it write them. */
export function sayIn(language: ReportLanguage): Say {
  const formats = new Map<MessageKey, IntlMessageFormat>()
  return (key, values = {}) => {
    const format = formats.get(key) ?? formatOf(language, key)
    formats.set(key, format)
    return String(format.format(values))
  }
}

function formatOf(language: ReportLanguage, key: MessageKey): IntlMessageFormat {
  const format = new IntlMessageFormat(catalogues[language][key], language)
  if (language !== 'uz-Cyrl') return format
  return new IntlMessageFormat(format.getAst().map(partInCyrillic), language)
}

/** What is put in is not ours to spell: names of files, titles that are spelt already. */
function partInCyrillic(part: Part): Part {
  if (part.type === 0) return { ...part, value: inCyrillic(part.value) }
  if (part.type !== 5 && part.type !== 6) return part
  const options = Object.entries(part.options).map(
    ([name, option]) => [name, { ...option, value: option.value.map(partInCyrillic) }] as const,
  )
  return { ...part, options: Object.fromEntries(options) }
}
