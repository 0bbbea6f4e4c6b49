/** A JSON value is not what it must be. */
export class ShapeError extends Error {}

function refuse(path: string, clause: string): never {
  throw new ShapeError(`${path === '' ? 'the whole' : path} must be ${clause}`)
}

export type Fields = ReadonlyMap<string, unknown>

/** An object with these fields and no others; fields that end in `?` may be absent. */
export function readFields(value: unknown, path: string, names: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(path, 'an object')
  const fields = new Map<string, unknown>(Object.entries(value))
  const known = new Set(names.map((name) => name.replace('?', '')))
  for (const name of fields.keys()) if (!known.has(name)) refuse(`${path}.${name}`, 'absent')
  for (const name of names) if (!name.endsWith('?') && !fields.has(name)) refuse(`${path}.${name}`, 'present')
  return fields
}

export function readText(value: unknown, path: string): string {
  return typeof value === 'string' ? value : refuse(path, 'text')
}

export function readTextOrNull(value: unknown, path: string): string | null {
  return value === null ? null : readText(value, path)
}

export function readPattern(value: unknown, path: string, pattern: RegExp): string {
  const text = readText(value, path)
  return pattern.test(text) ? text : refuse(path, `like ${pattern.source}`)
}

export function readChoice<T extends string>(value: unknown, path: string, choices: readonly T[]): T {
  return choices.find((choice) => choice === value) ?? refuse(path, choices.join(' or '))
}

/** A whole number, 0 or more. */
export function readCount(value: unknown, path: string): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : refuse(path, 'a whole number')
}

export function readFlag(value: unknown, path: string): boolean {
  return typeof value === 'boolean' ? value : refuse(path, 'true or false')
}

export function readList<T>(
  value: unknown,
  path: string,
  read: (one: unknown, path: string) => T,
): readonly T[] {
  return Array.isArray(value)
    ? value.map((one: unknown, i) => read(one, `${path}.${i}`))
    : refuse(path, 'a list')
}
