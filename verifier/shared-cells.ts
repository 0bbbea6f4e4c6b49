import { type Figures, valueAt } from './figures.ts'
import type { Finding } from './finding.ts'
import { codesOf } from './grid.ts'
import type { BaseMeasure } from './release.ts'

/** One cell of several tables is shown with one value, and hidden in all of them or in none. */
export function sharedCellFindings(tables: readonly Figures[]): readonly Finding[] {
  const findings: Finding[] = []
  const seen = new Map<string, number>()
  for (const figures of tables) {
    const { table, grid, base, days } = figures
    table.baseMeasures.forEach((measure, m) => {
      for (let row = 0; row < grid.size; row++) {
        const codes = codesOf(grid, row)
        const key = keyOf(measure, figures, codes, days[row] ?? null)
        const value = valueAt(base[m], row)
        const before = seen.get(key)
        seen.set(key, value)
        if (before === undefined || Object.is(before, value)) continue
        const isHidden = Number.isNaN(before) || Number.isNaN(value)
        // Rows with days may be hidden in one table since nobody has shown them yet.
        if (isHidden && table.asOf !== null) continue
        findings.push({
          rule: isHidden ? 'hidden' : 'sums',
          where: table.id,
          clause: `a figure is the same in all tables, or hidden in all (${[...codes, measure.name].join(', ')})`,
        })
      }
    })
  }
  return findings
}

/** What is counted, of whom, and as of when; totals say nothing. */
function keyOf(
  { counts, part }: BaseMeasure,
  { table }: Figures,
  codes: readonly string[],
  day: string | null,
): string {
  const terms = codes.flatMap((code, d) => (code === '_T' ? [] : [[table.dimensions[d]?.name, code]]))
  if (part !== null) terms.push([part.dimension, part.code])
  return JSON.stringify([counts, day, table.asOf === null, ...terms.map((term) => term.join('=')).toSorted()])
}
