import type { Figure, PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import type { AppliedRounding, Rounding } from '../../schemas/rounding.ts'
import { identifyCodes } from './cell-identity.ts'
import { roundTogether } from './controlled-rounding.ts'
import { type LinkLimits, linkTables } from './linked-tables.ts'
import { percentage } from './percentage.ts'
import { rowQuantities } from './row-quantities.ts'

export interface RoundedTables {
  readonly tables: readonly PublishedTable[]
  /** Null where figures are as counted. */
  readonly rounding: AppliedRounding | null
}

/**
 * Rounds the base measures that suppression left published, and computes ratios anew from what they became, so
 * that a percentage does not give the count away that was rounded. Means and medians stay: they rest on learners
 * whose number is rounded beside them.
 *
 * Suppression has judged the counts before; who knows the release unrounded could do all of this, so rounding only
 * takes knowledge away.
 *
 * @param candidate what suppression left of the tables, in their order
 * @returns null where no additive rounding is found
 */
export async function roundFigures(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  candidate: readonly PublishedTable[],
  rounding: Rounding,
  limits: LinkLimits & { readonly percentageBase: number },
): Promise<RoundedTables | null> {
  if (rounding === 'none') return { tables: candidate, rounding: null }
  const { base, method } = rounding
  const rule =
    method === 'conventional'
      ? { round: (value: number) => nearestMultiple(value, base), within: 1 as const }
      : await additively(tables, candidate, base, limits)
  if (rule === null) return null
  const { round, within } = rule
  const rounded = candidate.map(({ shape, rows }, t) => ({
    shape,
    rows: rows.map(({ coordinates, figures }, r) => {
      const bases = figures
        .slice(0, shape.baseMeasures.length)
        .map(
          (figure, m): Figure =>
            figure.value === null ? figure : { ...figure, value: round(figure.value, t, r, m) },
        )
      const countOf = (name: string) =>
        bases[shape.baseMeasures.findIndex((base) => base.name === name)]!.value!
      const derived = shape.derivedMeasures.map((measure, i): Figure => {
        const figure = figures[shape.baseMeasures.length + i]!
        return measure.type === 'ratio' && figure.status === 'A'
          ? percentage(countOf(measure.numerator), countOf(measure.denominator), limits.percentageBase)
          : figure
      })
      return { coordinates, figures: [...bases, ...derived] }
    }),
  }))
  return { tables: rounded, rounding: { base, method, within } }
}

/** Half up; ties occur with even bases alone. */
function nearestMultiple(value: number, base: number): number {
  return base * Math.floor((2 * value + base) / (2 * base))
}

async function additively(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  candidate: readonly PublishedTable[],
  base: AppliedRounding['base'],
  limits: LinkLimits,
) {
  const system = linkTables(tables, limits)
  const hidden = new Uint8Array(system.units.length)
  candidate.forEach(({ rows }, t) => {
    rows.forEach(({ figures }, r) => {
      if (figures[0]!.status !== 'A') hidden[system.unitOfRow[t]![r]!] = 1
    })
  })
  const found = await roundTogether(tables, system, hidden, base)
  if (found === null) return null
  const { values, within } = found
  const index = new Map(system.quantities.map(({ key }, q) => [key, q]))
  const identity = identifyCodes(tables)
  const quantitiesOf = tables.map((table) => rowQuantities(table, identity))
  const round = (_: number, t: number, r: number, m: number) =>
    values[index.get(quantitiesOf[t]!(r)[m]!.key)!]!
  return { round, within }
}
