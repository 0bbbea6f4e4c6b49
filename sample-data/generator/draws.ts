import { createHash } from 'node:crypto'

/**
 * SQL for pseudo-random numbers that depend on a row's number, a purpose and the seed, and on nothing else:
 * not on the order of rows, on threads or on time.
 *
 * `n` is always SQL for a whole number of at least 0.
 */
export interface Draws {
  /** 64 bits, as UBIGINT. */
  bits(n: string, purpose: string): string
  /** A whole number of at least 0 and below `limit` (SQL or a number, at most 2³²), as BIGINT. */
  below(n: string, purpose: string, limit: number | string): string
  /** A DOUBLE of at least 0 and below 1. */
  unit(n: string, purpose: string): string
  /** True in the given share of rows. */
  chance(n: string, purpose: string, share: number | string): string
}

/**
 * The seed enters as a 64-bit salt for each purpose, exclusive-or'ed to the row number before mixing:
 * DuckDB's two-argument hash of a number and a purpose would correlate from purpose to purpose.
 */
export function draws(seed: number): Draws {
  const bits = (n: string, purpose: string) => `hash(xor((${n})::UBIGINT, ${salt(seed, purpose)}::UBIGINT))`
  const unit = (n: string, purpose: string) => `((${bits(n, purpose)} >> 11) * ${2 ** -53})`
  return {
    bits,
    unit,
    below: (n, purpose, limit) => `((${bits(n, purpose)} >> 16) % (${limit})::UBIGINT)::BIGINT`,
    chance: (n, purpose, share) => `(${unit(n, purpose)} < ${share})`,
  }
}

/** A constant of 63 bits for a purpose under a seed. */
export function salt(seed: number, purpose: string): bigint {
  return createHash('sha256').update(`${seed}/${purpose}`).digest().readBigUInt64BE() >> 1n
}
