/** The same value with the keys of every object sorted. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, entry]) => [key, sortKeys(entry)]))
}

/** JSON with sorted keys and no white space, so that equal values hash alike (RFC 8785, JCS). */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sortKeys(value))
}
