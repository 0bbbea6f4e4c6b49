import type { ReportLanguage } from '../../schemas/report-language.ts'
import { dateFormat } from '../messages/date-format.ts'

const formats = new Map<string, Intl.NumberFormat>()

/**
 * A figure as people who speak a language write it.
 *
 * @param scaled a whole number of 10^-decimals
 * @param unit `%`, or empty
 */
export function numberText(scaled: number, decimals: number, unit: string, language: ReportLanguage): string {
  const key = `${language} ${decimals}`
  const format =
    formats.get(key) ??
    new Intl.NumberFormat(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  formats.set(key, format)
  const number = format.format(scaled / 10 ** decimals)
  return unit === '%' ? `${number}\u00a0%` : number
}

/** A day without its year; any other period by its code. */
export function shortPeriodText(code: string, language: ReportLanguage): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(code)) return code
  return dateFormat(language, { day: 'numeric', month: 'short' }).format(Date.parse(code))
}
