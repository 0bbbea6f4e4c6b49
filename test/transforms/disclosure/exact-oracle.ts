import type { SuppressionPattern, TabulatedTable } from '../../../schemas/cell.ts'

interface Fraction {
  readonly n: bigint
  readonly d: bigint
}
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))
function fraction(n: bigint, d: bigint): Fraction {
  const common = gcd(n, d) * (d < 0n ? -1n : 1n)
  return { n: n / common, d: d / common }
}

/**
 * Coordinates of the hidden cells that a reader can compute exactly: rational Gaussian elimination of all
 * additive equations of single-measure tables, hidden cells unknown. Shares nothing with the code under test.
 *
 * @returns keys `dimension=code …` without totals
 */
export function recoverable(
  tables: readonly TabulatedTable[],
  patterns: readonly SuppressionPattern[],
): ReadonlySet<string> {
  const key = (table: TabulatedTable, coordinates: readonly string[]) =>
    table.shape.dimensions
      .flatMap(({ name }, d) => (coordinates[d] === '_T' ? [] : [`${name}=${coordinates[d]}`]))
      .sort()
      .join(' ')
  const hidden = new Map<string, number>()
  tables.forEach((table, t) => {
    table.cells.forEach(({ coordinates }, row) => {
      const name = key(table, coordinates)
      if (patterns[t]!.rows[row]!.status !== 'published' && !hidden.has(name)) hidden.set(name, hidden.size)
    })
  })
  let rows: Fraction[][] = []
  for (const table of tables) {
    table.shape.dimensions.forEach(({ codes }, d) => {
      for (const { code } of codes) {
        const children = codes.filter(({ parent }) => parent === code)
        if (children.length === 0) continue
        for (const { coordinates } of table.cells.filter((cell) => cell.coordinates[d] === code)) {
          const row = Array.from({ length: hidden.size }, () => fraction(0n, 1n))
          const set = (coded: string, value: bigint) => {
            const column = hidden.get(key(table, coordinates.with(d, coded)))
            if (column !== undefined) row[column] = fraction(row[column]!.n + value, 1n)
          }
          for (const child of children) set(child.code, 1n)
          set(code, -1n)
          rows.push(row)
        }
      }
    })
  }
  const reduced: { pivot: number; row: Fraction[] }[] = []
  for (let column = 0; column < hidden.size; column++) {
    const pivot = rows.find((row) => row[column]!.n !== 0n)
    if (pivot === undefined) continue
    const unit = pivot.map(({ n, d }) => fraction(n * pivot[column]!.d, d * pivot[column]!.n))
    const eliminate = (row: Fraction[]) =>
      row[column]!.n === 0n ? row : row.map((x, i) => minus(x, times(row[column]!, unit[i]!)))
    rows = rows.filter((row) => row !== pivot).map(eliminate)
    for (const one of reduced) one.row = eliminate(one.row)
    reduced.push({ pivot: column, row: unit })
  }
  const exact = new Set(
    reduced.filter(({ row }) => row.filter(({ n }) => n !== 0n).length === 1).map(({ pivot }) => pivot),
  )
  return new Set([...hidden].filter(([, column]) => exact.has(column)).map(([name]) => name))
}

const times = (a: Fraction, b: Fraction) => fraction(a.n * b.n, a.d * b.d)
const minus = (a: Fraction, b: Fraction) => fraction(a.n * b.d - b.n * a.d, a.d * b.d)
