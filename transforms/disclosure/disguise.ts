import { keyedTie } from './tie-break.ts'

/**
 * Hides the order of sizes from who replays the choice of what to hide. The smallest row that will do is hidden,
 * and a reader who knows that learns that no published row beside it is smaller. So that choice sees sizes that
 * are off by a secret, stable factor.
 */
export interface Disguise {
  /** Secret and stable. */
  readonly key: string
  /** Largest factor, and its reciprocal the smallest. */
  readonly most: number
}

/** Numbers of contributors as the choice sees them. */
export function disguisedSizes({
  key,
  most,
}: Disguise): (
  counts: string,
  coordinates: readonly (readonly [dimension: string, code: string])[],
  contributors: number,
) => number {
  const draw = keyedTie(`disguise ${key}`)
  return (counts, coordinates, contributors) =>
    contributors * most ** ((2 * draw(counts, coordinates)) / 2 ** 53 - 1)
}
