/**
 * SQL of the n largest values of a column, descending, as a list: the only aggregate here that not every
 * engine has under this name.
 */
export function largestValues(column: string, n: number): string {
  return `max(${column}, ${n})`
}
