/** A published figure: how often it counts a learner of each kind that there may be. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly counts: readonly number[]
}

/** A combination of published figures that counts no kind of learner less than 0 times. */
export interface Difference {
  readonly names: readonly string[]
  readonly value: number
  /** By kind of learner: how often it is counted. */
  readonly counts: readonly number[]
}

/**
 * Forms every combination of published figures with coefficients −1, 0 and 1 that, whoever the learners are,
 * counts nobody less than 0 times and somebody: nested differences, unions of what is left, overlaps. The
 * attacker knows which kinds of learners there can be and the figures, nothing else.
 *
 * @param tells whether a combination is worth keeping
 * @param most figures that are combined at once
 */
export function nestedDifferences(
  figures: readonly Figure[],
  tells: (value: number, counts: Int32Array) => boolean,
  most = Number.POSITIVE_INFINITY,
): readonly Difference[] {
  const sum = new Int32Array(figures[0]?.counts.length ?? 0)
  const chosen: string[] = []
  const found: Difference[] = []
  let value = 0
  const add = ({ counts, value: own }: Figure, sign: number): void => {
    for (let kind = 0; kind < sum.length; kind++) sum[kind]! += sign * counts[kind]!
    value += sign * own
  }
  const extend = (at: number): void => {
    if (at === figures.length || chosen.length === most) {
      if (sum.every((count) => count >= 0) && sum.some((count) => count > 0) && tells(value, sum))
        found.push({ names: [...chosen], value, counts: [...sum] })
      return
    }
    const figure = figures[at]!
    extend(at + 1)
    for (const sign of [1, -1]) {
      add(figure, sign)
      chosen.push(`${sign < 0 ? '-' : '+'}${figure.name}`)
      extend(at + 1)
      chosen.pop()
      add(figure, -sign)
    }
  }
  extend(0)
  return found
}
