import type { TabulatedTable } from '../../schemas/cell.ts'
import { anyScore, type ScoreRange, scoreRanges } from '../../schemas/score-band.ts'
import { identifyCodes } from './cell-identity.ts'
import type { LinkedTables, Quantity, StatusUnit } from './linked-tables.ts'
import { rowQuantities } from './row-quantities.ts'
import type { Equation, Inequality } from './table-equations.ts'

/** A system that knows the sums of the scores behind means, each a quantity in a unit of its own. */
export interface ScoredTables {
  readonly system: LinkedTables
  /** Quantities of the system that are sums of scores. */
  readonly sums: readonly number[]
  /** For each table and row: its sum; −1 where it has none. */
  readonly sumOfRow: readonly Int32Array[]
}

/**
 * Adds the sums of scores to a system: they add up as the counts of their learners do, and lie between the least
 * and the most that these can have, by band where tables show bands.
 *
 * @param fact of the tables that count these learners
 */
export function addScoreSums(
  tables: readonly TabulatedTable[],
  { quantities, units, equations, families, inequalities, unitOfRow, quantitiesOfRow }: LinkedTables,
  fact: string,
  score: string,
): ScoredTables {
  const identity = identifyCodes(tables)
  const numbers = new Map(quantities.map(({ key }, q) => [key, q]))
  const rangeOf = outcomeRanges(tables)
  const allQuantities: Quantity[] = [...quantities]
  const allUnits: StatusUnit[] = [...units]
  const bounds: Inequality[] = []
  /** By quantity: the sum of its learners' scores. */
  const sums = new Map<number, number>()
  const addSum = (of: number, value: number): number => {
    const sum = allQuantities.length
    const { contributors, coordinates } = quantities[of]!
    const key = `${quantities[of]!.key} ${score}`
    allUnits.push({
      key,
      quantities: [sum],
      contributors,
      size: contributors,
      reasons: [],
      required: false,
      weight: 1,
    })
    allQuantities.push({
      key,
      counts: key,
      coordinates,
      value,
      contributors,
      primary: false,
      protection: 0,
      unit: allUnits.length - 1,
      lower: 0,
      follows: null,
      isVirtual: false,
      doubtful: 0,
      sameLearners: [],
    })
    sums.set(of, sum)
    return sum
  }
  const bound = (sum: number, groups: readonly (readonly [quantity: number, range: ScoreRange])[]): void => {
    bounds.push(
      inequality(
        sum,
        -1,
        groups.map(([q, [, to]]) => [q, to]),
      ),
    )
    const least = groups.filter(([, [from]]) => from > 0)
    if (least.length > 0)
      bounds.push(
        inequality(
          sum,
          1,
          least.map(([q, [from]]) => [q, -from]),
        ),
      )
  }
  const sumOfRow = tables.map((table) => {
    const { shape, cells } = table
    const ofRow = new Int32Array(cells.length).fill(-1)
    const m = shape.baseMeasures.findIndex(({ type, where }) => type === 'learners' && where === null)
    if (shape.fact !== fact || m < 0) return ofRow
    const quantitiesOf = rowQuantities(table, identity)
    cells.forEach(({ coordinates, scores }, row) => {
      const own = quantitiesOf(row).map(({ key }) => numbers.get(key)!)
      const histogram = scores[score] ?? []
      const value = histogram.reduce((sum, learners, percent) => sum + learners * percent, 0)
      const sum = sums.get(own[m]!) ?? addSum(own[m]!, value)
      ofRow[row] = sum
      const range = shape.dimensions.reduce<ScoreRange>(([least, most], { name, kind }, d) => {
        const [low, high] = kind === 'outcome' ? rangeOf(name, coordinates[d]!) : anyScore
        return [Math.max(least, low), Math.min(most, high)]
      }, anyScore)
      bound(sum, [[own[m]!, range]])
      const splits = shape.baseMeasures.filter(({ within }) => within !== null)
      splits.forEach(({ part, name }, i) => {
        if (part === null) return
        const p = shape.baseMeasures.findIndex((measure) => measure.name === name)
        bound(sum, [
          [own[p]!, rangeOf(part.dimension, part.code)],
          [own[shape.baseMeasures.length + i]!, rangeOf(part.dimension, part.rest)],
        ])
      })
    })
    return ofRow
  })
  const added = equations.flatMap(({ kind, quantities: terms, coefficients }): Equation[] => {
    const twins = terms.flatMap((q) => sums.get(q) ?? [])
    return twins.length === terms.length && kind !== 'virtual'
      ? [{ kind, quantities: twins, coefficients }]
      : []
  })
  return {
    system: {
      quantities: allQuantities,
      units: allUnits,
      equations: [...equations, ...added],
      families: [...families, ...added.map((_, i) => [equations.length + i])],
      inequalities: [...inequalities, ...bounds],
      unitOfRow,
      quantitiesOfRow,
    },
    sums: [...sums.values()],
    sumOfRow,
  }
}

function inequality(
  sum: number,
  sign: 1 | -1,
  counts: readonly (readonly [quantity: number, coefficient: number])[],
): Inequality {
  return {
    quantities: [...counts.map(([q]) => q), sum],
    coefficients: [...counts.map(([, coefficient]) => coefficient), sign],
  }
}

function outcomeRanges(tables: readonly TabulatedTable[]): (dimension: string, code: string) => ScoreRange {
  const outcomes = tables.flatMap(({ shape }) => shape.dimensions.filter(({ kind }) => kind === 'outcome'))
  const ranges = new Map(
    outcomes.map(({ name }) => [
      name,
      scoreRanges(outcomes.flatMap((other) => (other.name === name ? [other.codes] : []))),
    ]),
  )
  return (dimension, code) => ranges.get(dimension)?.get(code) ?? anyScore
}
