import type { Dimension } from '../schemas/cell.ts'

/** Compares as `memcmp` does on UTF-8, which is how DuckDB and Parquet order plain text. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/**
 * The order of a table's rows in every file: sorted by the dimension columns as plain text, so that row order
 * tells nothing but the codes.
 *
 * @param dimensions with unique codes
 * @returns for each row of the file its number in the order of `matrixCoordinates`
 */
export function sortedRowNumbers(dimensions: readonly Dimension[]): readonly number[] {
  return dimensions.reduce<readonly number[]>(
    (numbers, { codes }) => {
      const order = codes.map((_, i) => i).sort((a, b) => compareBytes(codes[a]!.code, codes[b]!.code))
      return numbers.flatMap((number) => order.map((i) => number * codes.length + i))
    },
    [0],
  )
}
