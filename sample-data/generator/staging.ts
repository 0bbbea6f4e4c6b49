import type { DuckDBConnection } from '@duckdb/node-api'

export type Scalar = string | number | null

/** SQL for a constant. */
export function literal(scalar: Scalar): string {
  if (scalar === null) return 'NULL'
  return typeof scalar === 'number' ? String(scalar) : `'${scalar.replaceAll("'", "''")}'`
}

/** Makes a temporary table of a short list; `columns` maps names to SQL types, in the order of each row. */
export async function stage(
  connection: DuckDBConnection,
  table: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly (readonly Scalar[])[],
): Promise<void> {
  const names = Object.keys(columns).join(', ')
  const typed = Object.entries(columns).map(([name, type]) => `${name}::${type} AS ${name}`)
  const values = rows.map((row) => `(${row.map(literal).join(', ')})`)
  await connection.run(
    `CREATE TEMP TABLE ${table} AS SELECT ${typed.join(', ')} FROM (VALUES ${values.join(', ')}) AS rows(${names})`,
  )
}

/**
 * Shares `count` slots out in proportion to weights, so that an even draw of a slot is a weighted draw.
 *
 * @returns for each slot the index of its item, ascending
 */
export function slots(weights: readonly number[], count: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const owners: number[] = []
  let sum = 0
  weights.forEach((weight, item) => {
    sum += weight
    while (owners.length < Math.round((sum / total) * count)) owners.push(item)
  })
  return owners
}
