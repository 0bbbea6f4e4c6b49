import { type Figures, valueAt } from './figures.ts'
import type { Finding } from './finding.ts'
import { codesOf, rowsBelow } from './grid.ts'
import type { BaseMeasure, Limits, TableDescription } from './release.ts'

export interface SumsCheck {
  readonly findings: readonly Finding[]
  /** Hidden figures that follow from one sum, and show nothing of few learners: hidden with their row for another measure's sake. */
  readonly computable: number
}

/**
 * Holds every total to its parts, one sum at a time. Where all are shown they must agree; where one alone is hidden, it
 * follows, and must be of enough learners; where several parts are, what remains for them must be.
 *
 * A sum holds between rows of one day, along a dimension over which the measure adds up, or where there is one part.
 */
export function checkSums(figures: Figures, limits: Limits): SumsCheck {
  if (limits.rounding?.method === 'conventional') return { findings: [], computable: 0 }
  const { table, grid, shown, days, base } = figures
  const findings: Finding[] = []
  const computable = new Set<string>()
  for (const [d, axis] of grid.axes.entries()) {
    for (let row = 0; row < grid.size; row++) {
      const parts = rowsBelow(axis, row)
      const known = [row, ...parts].filter((one) => shown[one] === true)
      if (parts.length === 0 || new Set(known.map((one) => days[one])).size > 1) continue
      table.baseMeasures.forEach((measure, m) => {
        const isAdditive = table.dimensions[d]?.kind !== 'event' || measure.overEvents === 'additive'
        if (!isAdditive && parts.length > 1) return
        const values = parts.map((part) => valueAt(base[m], part))
        const verdict = judge(valueAt(base[m], row), values, measure, table, limits)
        if (verdict === 'computable') {
          const hidden = [row, ...parts].find((one) => shown[one] !== true)
          computable.add(`${hidden} ${m}`)
        } else if (verdict !== null) {
          const place = [...codesOf(grid, row), measure.name].join(', ')
          findings.push({ rule: verdict.rule, where: table.id, clause: `${verdict.clause} (${place})` })
        }
      })
    }
  }
  return { findings, computable: computable.size }
}

function judge(
  total: number,
  parts: readonly number[],
  { type }: BaseMeasure,
  { zeros }: TableDescription,
  { rounding, minimumContributors }: Limits,
): Pick<Finding, 'rule' | 'clause'> | 'computable' | null {
  const sum = parts.reduce((all, value) => all + (Number.isNaN(value) ? 0 : value), 0)
  const isTotalHidden = Number.isNaN(total)
  const hidden = parts.filter(Number.isNaN).length + (isTotalHidden ? 1 : 0)
  const rest = total - sum
  if (hidden === 0) return rest === 0 ? null : { rule: 'sums', clause: 'a total is the sum of its parts' }
  if (rounding !== null) return null
  if (rest < 0) return { rule: 'sums', clause: 'parts are not more than their total' }
  const left = isTotalHidden ? (hidden === 1 ? sum : Number.NaN) : rest
  const isEmpty = left === 0 && zeros === 'publish'
  if (type !== 'sum' && left < minimumContributors && !isEmpty)
    return { rule: 'hidden', clause: 'what a sum leaves for hidden figures is the least number of learners' }
  return hidden === 1 ? 'computable' : null
}
