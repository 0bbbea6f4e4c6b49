import { ConfigurationError } from '../schemas/failure.ts'
import type { Period, PeriodGrain } from '../schemas/period.ts'

const dayMs = 86_400_000

function iso(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** First day of the week that belongs to an ISO week-year's week 1. */
function firstMonday(year: number): number {
  const fourth = Date.UTC(year, 0, 4)
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * dayMs
}

/** The period of a grain that a day (`YYYY-MM-DD`) lies in. */
export function periodOf(day: string, grain: PeriodGrain): Period {
  const date = new Date(`${day}T00:00:00Z`)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  const span = (id: string, start: number, end: number): Period => ({
    id,
    grain,
    start: iso(start),
    end: iso(end),
  })
  switch (grain) {
    case 'day':
      return span(iso(date.getTime()), date.getTime(), date.getTime() + dayMs)
    case 'week': {
      const monday = date.getTime() - ((date.getUTCDay() + 6) % 7) * dayMs
      const weekYear = new Date(monday + 3 * dayMs).getUTCFullYear()
      const week = Math.round((monday - firstMonday(weekYear)) / (7 * dayMs)) + 1
      return span(`${weekYear}-W${String(week).padStart(2, '0')}`, monday, monday + 7 * dayMs)
    }
    case 'month':
      return span(iso(date.getTime()).slice(0, 7), Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1))
    case 'quarter': {
      const quarter = Math.floor(month / 3)
      return span(
        `${year}-Q${quarter + 1}`,
        Date.UTC(year, quarter * 3, 1),
        Date.UTC(year, quarter * 3 + 3, 1),
      )
    }
    case 'year':
      return span(String(year), Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1))
  }
}

/** Reads a period's name as its release folder is called. */
export function parsePeriod(id: string): Period {
  const patterns: readonly [RegExp, PeriodGrain, (parts: RegExpExecArray) => string][] = [
    [/^\d{4}-\d{2}-\d{2}$/, 'day', (parts) => parts[0]],
    [
      /^(\d{4})-W(\d{2})$/,
      'week',
      (parts) => iso(firstMonday(Number(parts[1])) + (Number(parts[2]) - 1) * 7 * dayMs),
    ],
    [/^\d{4}-\d{2}$/, 'month', (parts) => `${parts[0]}-01`],
    [
      /^(\d{4})-Q([1-4])$/,
      'quarter',
      (parts) => `${parts[1]}-${String(Number(parts[2]) * 3 - 2).padStart(2, '0')}-01`,
    ],
    [/^\d{4}$/, 'year', (parts) => `${parts[0]}-01-01`],
  ]
  for (const [pattern, grain, firstDay] of patterns) {
    const parts = pattern.exec(id)
    if (parts === null) continue
    const day = firstDay(parts)
    if (!Number.isNaN(Date.parse(day))) {
      const period = periodOf(day, grain)
      if (period.id === id) return period
    }
  }
  throw new ConfigurationError('a period is a day, ISO week, month, quarter or year such as 2026-10', id)
}

export function nextPeriod(period: Period): Period {
  return periodOf(period.end, period.grain)
}

/** First day after the embargo of a period; it is closed when the as-of day has reached it. */
export function isClosed(period: Period, asOf: string, embargoDays: number): boolean {
  return Date.parse(asOf) + dayMs >= Date.parse(period.end) + embargoDays * dayMs
}

/** The day after an as-of day: the first that does not count. */
export function dayAfter(day: string): string {
  return iso(Date.parse(day) + dayMs)
}

/** The day before a day. */
export function dayBefore(day: string): string {
  return iso(Date.parse(day) - dayMs)
}

/** @param day `YYYY-MM-DD` */
export function daysBefore(day: string, days: number): string {
  return iso(Date.parse(day) - days * dayMs)
}

/** Today in a time zone, `YYYY-MM-DD`. */
export function todayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now)
}

/** A moment as clocks in a time zone show it, `YYYY-MM-DDTHH:MM`. */
export function localMoment(timeZone: string, moment: Date): string {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(moment)
  return `${todayIn(timeZone, moment)}T${clock}`
}
