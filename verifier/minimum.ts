import { type Figures, valueAt } from './figures.ts'
import type { Finding } from './finding.ts'
import { codesOf, placeOn, rowOfTotal } from './grid.ts'
import type { BaseMeasure, Limits } from './release.ts'
import { rangeOf } from './rounded.ts'

/** Figures that show fewer learners than promised, or what all of a group have in common. */
export function minimumFindings(figures: Figures, limits: Limits): readonly Finding[] {
  const { table, grid, shown, base } = figures
  const findings: Finding[] = []
  shown.forEach((isShown, row) => {
    if (!isShown) return
    table.baseMeasures.forEach((measure, m) => {
      const value = valueAt(base[m], row)
      for (const clause of [
        ...few(value, measure, figures, limits),
        ...subtracted(value, row, measure, figures, limits),
        ...shared(value, row, m, measure, figures, limits),
      ])
        findings.push({
          rule: 'minimum',
          where: table.id,
          clause: `${clause} (${[...codesOf(grid, row), measure.name].join(', ')})`,
        })
    })
  })
  return findings
}

function few(value: number, { type }: BaseMeasure, { table }: Figures, limits: Limits): readonly string[] {
  if (type === 'sum') return []
  if (value === 0) return table.zeros === 'protect' ? ['zeros are not shown in this table'] : []
  return rangeOf(value, true, limits).most < limits.minimumContributors
    ? ['a figure shown rests on the least number of learners']
    : []
}

/** Learners of a wider measure who are not in this one: assessed, but not passed. */
function subtracted(
  value: number,
  row: number,
  { within }: BaseMeasure,
  { table, base }: Figures,
  { minimumContributors, rounding }: Limits,
): readonly string[] {
  if (within === null || rounding !== null) return []
  const of = valueAt(base[table.baseMeasures.findIndex(({ name }) => name === within)], row)
  const rest = of - value
  if (of > 0 && (rest === 0 || value === 0)) return ['no group is shown to agree in what a measure counts']
  return rest >= 1 && rest < minimumContributors
    ? ['learners who follow by subtraction are none, or the least number']
    : []
}

/** Outcomes that nobody of a group has, or nearly everybody. */
function shared(
  value: number,
  row: number,
  m: number,
  { type }: BaseMeasure,
  { table, grid, base }: Figures,
  limits: Limits,
): readonly string[] {
  if (type === 'sum') return []
  return table.dimensions.flatMap(({ sensitive, codes }, d): readonly string[] => {
    const axis = grid.axes[d]
    if (!sensitive || axis === undefined || placeOn(axis, row) === axis.total) return []
    const total = valueAt(base[m], rowOfTotal(axis, row))
    if (!(total > 0)) return []
    if (value === 0) return ['no outcome is shown to be missing from a group']
    const isLeaf = axis.children[placeOn(axis, row)]?.length === 0
    const outside = rangeOf(total, true, limits).most - rangeOf(value, true, limits).least
    return type === 'learners' && isLeaf && codes.length > 2 && outside < limits.outcomeDiversity
      ? ['some of a group differ from its largest outcome']
      : []
  })
}
