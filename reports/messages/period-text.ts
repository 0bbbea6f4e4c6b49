import { lastDayOf, type Period } from '../../schemas/period.ts'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { inCyrillic } from './cyrillic.ts'
import { dateFormat } from './date-format.ts'

/** A day as people who speak a language write it. */
export function dayText(day: string, language: ReportLanguage): string {
  if (isUzbek(language)) return uzbek(day, language, true)
  return dateFormat(language, { dateStyle: 'long' }).format(Date.parse(day))
}

/** A period: a month by its name, a year by its number, all others from their first to their last day. */
export function periodText(period: Period, language: ReportLanguage): string {
  const [first, last] = datesOf(period, language)
  if (last !== undefined) return `${period.id} (${first} – ${last})`
  return first ?? period.id
}

/** The dates in a period's text: those parts of it that are as locale data have them. */
export function datesOf(period: Period, language: ReportLanguage): readonly string[] {
  switch (period.grain) {
    case 'year':
      return []
    case 'month':
      return [monthText(period.start, language)]
    case 'day':
      return [dayText(period.start, language)]
    case 'week':
    case 'quarter':
      return [dayText(period.start, language), dayText(lastDayOf(period), language)]
  }
}

function monthText(day: string, language: ReportLanguage): string {
  if (isUzbek(language)) return uzbek(day, language, false)
  return dateFormat(language, { month: 'long', year: 'numeric' }).format(Date.parse(day))
}

type Uzbek = Extract<ReportLanguage, 'uz' | 'uz-Cyrl'>

function isUzbek(language: ReportLanguage): language is Uzbek {
  return language === 'uz' || language === 'uz-Cyrl'
}

/** As laws and offices date: `2026-yil 30-iyun`, in Cyrillic `2026 йил 30 июнь`. What CLDR has is the form of programs. */
function uzbek(day: string, language: Uzbek, hasDay: boolean): string {
  const format = dateFormat('uz', { day: 'numeric', month: 'long' })
  const parts = format.formatToParts(Date.parse(day))
  const [number, month] = ['day', 'month'].map((name) => parts.find(({ type }) => type === name)!.value)
  const latin = `${day.slice(0, 4)}-yil ${hasDay ? `${number}-` : ''}${month!.toLowerCase()}`
  return language === 'uz' ? latin : inCyrillic(latin).replaceAll('-', ' ')
}
