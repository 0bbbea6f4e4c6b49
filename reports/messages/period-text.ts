import { lastDayOf, type Period } from '../../schemas/period.ts'
import type { ReportLanguage } from '../../schemas/report-language.ts'

/** A day as people who speak a language write it. */
export function dayText(day: string, language: ReportLanguage): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(day))
}

/** A period: a month by its name, a year by its number, all others from their first to their last day. */
export function periodText(period: Period, language: ReportLanguage): string {
  if (period.grain === 'year') return period.id
  if (period.grain === 'day') return dayText(period.start, language)
  if (period.grain === 'month') {
    const format = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' })
    return format.format(Date.parse(period.start))
  }
  return `${period.id} (${dayText(period.start, language)} – ${dayText(lastDayOf(period), language)})`
}
