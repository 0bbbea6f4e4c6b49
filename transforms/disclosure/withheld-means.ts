import type { Highs } from 'highs'
import type { SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import { type DeviationPolytope, deviationPolytope, indexRelations } from './deviation-polytope.ts'
import { hiddenComponents } from './hidden-components.ts'
import type { LinkedTables } from './linked-tables.ts'
import { RepairModel } from './repair-model.ts'
import { narrowsHiddenOutcome } from './score-narrowing.ts'
import { addScoreSums, type ScoredTables } from './score-sums.ts'
import { WidthModel } from './width-model.ts'

/** For each table and row: 1 where its means and medians stay hidden though the row is published. */
export type WithheldMeans = readonly Uint8Array[]

/** Figures beyond which means are withheld without a linear program. */
const largestSystem = 8000
/** How much dearer the mean of everybody is to withhold than that of a small group. */
const dearest = 9

/**
 * Decides which means and medians of published rows tell too much of what is hidden.
 *
 * Those of groups with a hidden outcome go first. Those that remain tell sums of scores, exactly, as is assumed
 * here; where a primary that is wide without them is narrow with them, the fewest that keep it wide are withheld.
 *
 * @param hidden for each unit 1 if hidden
 * @param widthOf least width of a primary's feasibility interval; null where widths are not judged
 */
export function withheldMeans(
  highs: Highs | null,
  tables: readonly TabulatedTable[],
  system: LinkedTables,
  patterns: readonly SuppressionPattern[],
  hidden: Uint8Array,
  widthOf: (quantity: number) => number,
): WithheldMeans {
  const narrows = narrowsHiddenOutcome(tables, patterns)
  const withheld = tables.map(({ shape, cells }, t) =>
    shape.derivedMeasures.every(({ type }) => type === 'ratio')
      ? new Uint8Array(cells.length)
      : Uint8Array.from(cells, (_, row) => (narrows(t, row) ? 1 : 0)),
  )
  if (highs === null) return withheld
  for (const [fact, score] of factsWithMeans(tables)) {
    const scored = addScoreSums(tables, system, fact, score)
    const isHidden = initialPattern(tables, scored, patterns, hidden, withheld, score)
    keepWide(highs, scored, isHidden, widthOf)
    tables.forEach(({ shape }, t) => {
      if (shape.fact !== fact) return
      scored.sumOfRow[t]!.forEach((sum, row) => {
        if (sum >= 0 && isHidden[scored.system.quantities[sum]!.unit] === 1) withheld[t]![row] = 1
      })
    })
  }
  return withheld
}

function factsWithMeans(tables: readonly TabulatedTable[]): readonly (readonly [string, string])[] {
  const found = tables.flatMap(({ shape }) =>
    shape.derivedMeasures.flatMap((measure) =>
      measure.type === 'mean' ? [[shape.fact, measure.score] as const] : [],
    ),
  )
  return [...new Map(found.map((one) => [one.join(' '), one])).values()].sort()
}

/** For each unit of the scored system: 0 for the sums that some published mean tells. */
function initialPattern(
  tables: readonly TabulatedTable[],
  { system, sumOfRow }: ScoredTables,
  patterns: readonly SuppressionPattern[],
  hidden: Uint8Array,
  withheld: WithheldMeans,
  score: string,
): Uint8Array {
  const isHidden = new Uint8Array(system.units.length).fill(1)
  isHidden.set(hidden)
  tables.forEach(({ shape }, t) => {
    if (!shape.derivedMeasures.some((measure) => measure.type === 'mean' && measure.score === score)) return
    sumOfRow[t]!.forEach((sum, row) => {
      if (sum >= 0 && patterns[t]!.rows[row]!.status === 'published' && withheld[t]![row] === 0)
        isHidden[system.quantities[sum]!.unit] = 0
    })
  })
  return isHidden
}

/** Withholds sums, in place, until every primary that is wide without any of them is wide with the rest. */
function keepWide(
  highs: Highs,
  { system, sums }: ScoredTables,
  hidden: Uint8Array,
  widthOf: (quantity: number) => number,
): void {
  const unitOf = (q: number) => system.quantities[q]!.unit
  const published = sums.filter((sum) => hidden[unitOf(sum)] === 0)
  const withholdAll = () => {
    for (const sum of published) hidden[unitOf(sum)] = 1
  }
  if (published.length === 0) return
  const isSum = new Set(sums)
  const touched = hiddenComponents(system, hidden).filter((component) => component.some((q) => isSum.has(q)))
  const members = [...new Set([...touched.flat(), ...sums])]
  const primaries = members.filter((q) => system.quantities[q]!.primary).sort((a, b) => a - b)
  if (primaries.length === 0) return
  if (members.length > largestSystem) {
    withholdAll()
    return
  }
  const polytope = deviationPolytope(system, indexRelations(system), members)
  const free = new WidthModel(highs, polytope, (q) => hidden[unitOf(q)] === 1 || isSum.has(q))
  const wide = primaries.filter((q) => free.prove(polytope.columnOf[q]!, widthOf(q)))
  free.dispose()
  const widths = new WidthModel(highs, polytope, (q) => hidden[unitOf(q)] === 1)
  const isNarrow = (q: number) => !widths.prove(polytope.columnOf[q]!, widthOf(q))
  const costs = costsOf(system, polytope, hidden)
  let repairs: RepairModel | null = null
  for (const q of wide.filter(isNarrow)) {
    if (!isNarrow(q)) continue
    repairs ??= new RepairModel(highs, polytope, (one) => costs[polytope.columnOf[one]!]!)
    const column = polytope.columnOf[q]!
    const point = repairs.cheapest(column, widths.least[column]! + widthOf(q))
    point?.forEach((deviation, at) => {
      const unit = unitOf(polytope.columns[at]!)
      if (deviation === 0 || hidden[unit] === 1) return
      hidden[unit] = 1
      widths.setOpen(at, true)
      repairs!.setFree(at)
    })
  }
  const remaining = wide.filter(isNarrow)
  widths.dispose()
  repairs?.dispose()
  if (remaining.length > 0) withholdAll()
}

/** By column: what a point of deviation costs; 0 where it is hidden already. */
function costsOf(
  { quantities, units }: LinkedTables,
  { columns }: DeviationPolytope,
  hidden: Uint8Array,
): readonly number[] {
  const most = units.reduce((largest, { contributors }) => Math.max(largest, contributors), 1)
  return Array.from(columns, (q) => {
    const { unit } = quantities[q]!
    return hidden[unit] === 1 ? 0 : 1 + (dearest * units[unit]!.contributors) / most
  })
}
