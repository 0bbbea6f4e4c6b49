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
 * @param most figures that are combined at once
 */
export function* nestedDifferences(
  figures: readonly Figure[],
  most = Number.POSITIVE_INFINITY,
): Generator<Difference> {
  const kinds = figures[0]?.counts.length ?? 0
  const sum = new Int32Array(kinds)
  const chosen: string[] = []
  let value = 0
  const add = ({ counts, value: own, name }: Figure, sign: number): void => {
    for (let kind = 0; kind < kinds; kind++) sum[kind]! += sign * counts[kind]!
    value += sign * own
    chosen.push(`${sign < 0 ? '-' : '+'}${name}`)
  }
  const undo = (figure: Figure, sign: number): void => {
    add(figure, -sign)
    chosen.length -= 2
  }
  function* extend(at: number): Generator<Difference> {
    if (at === figures.length || chosen.length === most) {
      if (sum.every((count) => count >= 0) && sum.some((count) => count > 0))
        yield { names: [...chosen], value, counts: [...sum] }
      return
    }
    yield* extend(at + 1)
    for (const sign of [1, -1]) {
      add(figures[at]!, sign)
      yield* extend(at + 1)
      undo(figures[at]!, sign)
    }
  }
  yield* extend(0)
}
