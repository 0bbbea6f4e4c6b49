const day = 86_400
const zero = Date.UTC(2015, 0, 1) / 1000

/** Seconds from the start of 2015 to local midnight of a day. */
function midnight(year: number, month: number): number {
  return Date.UTC(year, month, 1) / 1000 - zero
}

/** What happens at the school happens in these 18 months, whatever today is: seconds since the start of 2015. */
export const opening = midnight(2025, 0)
/** The first moment after them. */
export const closing = midnight(2026, 6)

export interface Month {
  readonly id: string
  readonly start: number
  readonly end: number
}

/** The months from `opening` to `closing`. */
export const months: readonly Month[] = Array.from({ length: 18 }, (_, i) => {
  const year = 2025 + Math.floor(i / 12)
  const month = i % 12
  return {
    id: `${year}-${String(month + 1).padStart(2, '0')}`,
    start: midnight(year, month),
    end: midnight(year, month + 1),
  }
})

export const days = (count: number): number => Math.round(count * day)

/**
 * SQL for the local TIMESTAMP of a moment that was drawn evenly over the clock.
 *
 * People learn in the evening: the drawn hours of a day are stretched so that 5 % lie before 6:00, 25 %
 * before noon, 30 % before 18:00 and 40 % after. The order of moments and their dates stay as drawn.
 */
export function moment(seconds: string): string {
  const drawn = `((${seconds}) % ${day})`
  const stretched = `CASE
    WHEN ${drawn} < 4320 THEN ${drawn} * 5
    WHEN ${drawn} < 25920 THEN 21600 + (${drawn} - 4320)
    WHEN ${drawn} < 51840 THEN 43200 + (${drawn} - 25920) * 5 // 6
    ELSE 64800 + (${drawn} - 51840) * 5 // 8 END`
  return `make_timestamp((${zero} + (${seconds}) - ${drawn} + ${stretched}) * 1000000)`
}
