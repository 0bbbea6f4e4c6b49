/** Leaf counts to invent: sizes of the dimensions, the first of which is a hierarchy of districts in regions. */
export interface CubeShape {
  readonly learners: number
  readonly regions: number
  readonly districts: number
  /** Codes of each further dimension, by its name. */
  readonly further: Readonly<Record<string, number>>
  /** How much rarer each next code is than the first: its weight is 1 / position^skew. */
  readonly skew: number
  readonly seed: number
}

/**
 * Invents learners one by one and counts them: regions, districts and codes are of very different sizes, and how
 * common a code is depends on the region and on the code before, so that many cells are small and some are empty.
 *
 * @returns CSV with a header; combinations that do not occur are left out
 */
export function skewedCube({ learners, regions, districts, further, skew, seed }: CubeShape): string {
  const random = uniform(seed)
  const regionDraw = cumulative(regions, skew, random)
  const inRegion = Array.from({ length: regions }, (_, region) =>
    Array.from({ length: Math.ceil((districts - region) / regions) }, (_, i) => region + i * regions),
  )
  const districtDraws = inRegion.map((list) => cumulative(list.length, skew, random))
  const sizes = Object.values(further)
  /** By dimension, region and code of the dimension before; the first one has none before. */
  const draws = sizes.map((size, d) =>
    Array.from({ length: regions }, () =>
      Array.from({ length: d === 0 ? 1 : sizes[d - 1]! }, () => cumulative(size, skew, random)),
    ),
  )
  const counts = new Map<number, number>()
  for (let learner = 0; learner < learners; learner++) {
    const region = pick(regionDraw, random())
    let cell = inRegion[region]![pick(districtDraws[region]!, random())]!
    let before = 0
    for (let d = 0; d < sizes.length; d++) {
      before = pick(draws[d]![region]![before]!, random())
      cell = cell * sizes[d]! + before
    }
    counts.set(cell, (counts.get(cell) ?? 0) + 1)
  }
  const lines = [['region', 'district', ...Object.keys(further), 'freq'].join(',')]
  for (const [cell, count] of [...counts].sort(([a], [b]) => a - b)) {
    const codes: string[] = []
    let rest = cell
    for (let d = sizes.length - 1; d >= 0; d--) {
      codes.unshift(String(rest % sizes[d]!))
      rest = Math.floor(rest / sizes[d]!)
    }
    lines.push([`R${rest % regions}`, `D${rest}`, ...codes, count].join(','))
  }
  return `${lines.join('\n')}\n`
}

/** Cumulative shares of codes, the first the most common as a rule: each is up to three times rarer than its position says. */
function cumulative(length: number, skew: number, random: () => number): Float64Array {
  const weights = Float64Array.from(
    { length },
    (_, position) => (1 + 2 * random()) / 3 / (position + 1) ** skew,
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let below = 0
  return weights.map((weight) => {
    below += weight / total
    return below
  })
}

function pick(shares: Float64Array, share: number): number {
  let code = 0
  while (code < shares.length - 1 && shares[code]! < share) code++
  return code
}

/** Numbers from 0 to below 1, the same for the same seed (the finalizer of MurmurHash3 over a counter; Appleby 2011). */
function uniform(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b9)
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
  }
}
