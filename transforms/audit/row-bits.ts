/** Rows as bits, 32 to a word: whether two of many sets have one in common is asked far more often than they change. */
export type RowBits = Int32Array

/** @param size number of rows */
export function rowBits(size: number, has: (row: number) => boolean): RowBits {
  const bits = new Int32Array((size + 31) >> 5)
  for (let row = 0; row < size; row++) if (has(row)) bits[row >> 5]! |= 1 << (row & 31)
  return bits
}

export function haveCommonRow(one: RowBits, other: RowBits): boolean {
  for (let word = 0; word < one.length; word++) if ((one[word]! & other[word]!) !== 0) return true
  return false
}
