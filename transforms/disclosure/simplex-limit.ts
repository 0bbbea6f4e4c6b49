/** Steps that no program of a solver that works well has been seen to need, for each row and column. */
const stepsForEach = 100
const steps = 1000

/**
 * Steps after which the simplex method gives up on one program: a method that cycles, as it may where much is
 * degenerate, would never end. A count, so that every machine gives up alike; a program without an answer proves nothing.
 */
export function simplexLimit(rows: number, columns: number): number {
  return steps + stepsForEach * (rows + columns)
}
