/** A fraction in lowest terms with a positive denominator. */
interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))
function fraction(over: bigint, under: bigint): Fraction {
  const common = gcd(over, under) * (under < 0n ? -1n : 1n)
  return { over: over / common, under: under / common }
}

/**
 * Which columns the row space determines, by Gauss–Jordan elimination over the rationals: a column is determined
 * exactly when its reduced pivot row has no other entry.
 */
export function determinedColumns(
  matrix: readonly (readonly number[])[],
  columns: number,
): readonly number[] {
  const rows = matrix.map((row) => row.map((value) => fraction(BigInt(value), 1n)))
  let rank = 0
  for (let column = 0; column < columns; column++) {
    const at = rows.findIndex((row, r) => r >= rank && row[column]!.over !== 0n)
    if (at < 0) continue
    const pivot = rows[at]!
    rows[at] = rows[rank]!
    const { over, under } = pivot[column]!
    const scaled = pivot.map((value) => fraction(value.over * under, value.under * over))
    rows[rank] = scaled
    rows.forEach((row, r) => {
      const factor = row[column]!
      if (r === rank || factor.over === 0n) return
      rows[r] = row.map((value, c) => {
        const less = fraction(factor.over * scaled[c]!.over, factor.under * scaled[c]!.under)
        return fraction(value.over * less.under - less.over * value.under, value.under * less.under)
      })
    })
    rank++
  }
  return rows.slice(0, rank).flatMap((row) => {
    const entries = row.flatMap((value, column) => (value.over === 0n ? [] : [column]))
    return entries.length === 1 ? entries : []
  })
}
