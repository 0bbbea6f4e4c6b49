const formats = new Map<string, Intl.DateTimeFormat>()

/** How a language writes dates, in UTC. Kept, since one takes as long to make as hundreds of dates to write. */
export function dateFormat(
  language: string,
  options: Omit<Intl.DateTimeFormatOptions, 'timeZone'>,
): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options])
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
  formats.set(key, format)
  return format
}
