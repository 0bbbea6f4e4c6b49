/** What a reader has done to one table. */
export interface TableState {
  /** Code by name of a dimension. */
  readonly filters: Readonly<Record<string, string>>
  readonly sort: { readonly column: string; readonly direction: 'asc' | 'desc' } | null
  /** Counts from 1. */
  readonly page: number
}

/** What the fragment of an address says. */
export interface PageState {
  /** Id of the element that was gone to; null for none. */
  readonly at: string | null
  /** By id; tables that stand as they were written are not in it. */
  readonly tables: ReadonlyMap<string, TableState>
}

export const untouched: TableState = { filters: {}, sort: null, page: 1 }

/** `t=table&f.dimension=code&s=column:desc&p=2`, for each table anew; `at=id` before all. */
export function fragmentOf({ at, tables }: PageState): string {
  const touched = [...tables].filter(([, state]) => !isUntouched(state))
  const pairs = [
    ...(at === null ? [] : [pair('at', at)]),
    ...touched.flatMap(([id, { filters, sort, page }]) => [
      pair('t', id),
      ...Object.entries(filters).map(([name, code]) => pair(`f.${name}`, code)),
      ...(sort === null ? [] : [`${pair('s', sort.column)}:${sort.direction}`]),
      ...(page === 1 ? [] : [pair('p', String(page))]),
    ]),
  ]
  return pairs.join('&')
}

/** Reads what `fragmentOf` writes, and makes the best of anything else: an address may come from anywhere. */
export function parseFragment(fragment: string): PageState {
  let at: string | null = null
  let table: string | null = null
  const tables = new Map<string, TableState>()
  for (const part of fragment.replace(/^#/, '').split('&')) {
    const [, key, value] = /^([^=]*)=(.*)$/.exec(part) ?? []
    if (key === undefined || value === undefined) continue
    const text = decoded(value)
    if (key === 'at') at = text
    if (key === 't') table = text
    if (table !== null) tables.set(table, withPair(tables.get(table) ?? untouched, decoded(key), text))
  }
  return { at, tables }
}

function withPair(state: TableState, key: string, value: string): TableState {
  if (key.startsWith('f.')) return { ...state, filters: { ...state.filters, [key.slice(2)]: value } }
  if (key === 'p') return { ...state, page: /^[1-9]\d{0,8}$/.test(value) ? Number(value) : 1 }
  const [, column, direction] = (key === 's' && /^(.+):(asc|desc)$/s.exec(value)) || []
  if (column === undefined) return state
  return { ...state, sort: { column, direction: direction === 'desc' ? 'desc' : 'asc' } }
}

function isUntouched({ filters, sort, page }: TableState): boolean {
  return Object.keys(filters).length === 0 && sort === null && page === 1
}

function pair(key: string, value: string): string {
  return `${encodeURIComponent(key)}=${encodeURIComponent(value)}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
