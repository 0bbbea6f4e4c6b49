/**
 * Mean of whole percentages, scaled by 10^decimals and rounded half up.
 *
 * @param histogram learners by per cent, 0 first; not all 0
 */
export function meanOf(histogram: readonly number[], decimals: number): number {
  let learners = 0
  let sum = 0
  histogram.forEach((count, score) => {
    learners += count
    sum += count * score
  })
  return Math.floor((2 * sum * 10 ** decimals + learners) / (2 * learners))
}

/** Lower bound of the ten-point band with the ⌈n/2⌉-th lowest score; 100 belongs to the band of 90. */
export function medianBandOf(histogram: readonly number[]): number {
  const middle = Math.ceil(histogram.reduce((sum, count) => sum + count, 0) / 2)
  let below = 0
  const median = histogram.findIndex((count) => {
    below += count
    return below >= middle
  })
  return Math.min(90, Math.floor(median / 10) * 10)
}
