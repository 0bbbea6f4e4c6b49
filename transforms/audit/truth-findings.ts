import type { BaseMeasure, DerivedMeasure, PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditFinding } from './audit-report.ts'
import { derivedFigure } from './derived-figures.ts'
import { scoresToWithhold } from './hidden-outcomes.ts'
import { type PublishedSystem, placeOf } from './published-system.ts'

/** Tables that are not those that were counted; the other checks compare them row by row. */
export function pairingFindings(
  candidate: readonly PublishedTable[],
  truth: readonly TabulatedTable[],
): readonly AuditFinding[] {
  const wrong = (table: string, clause: string): AuditFinding => ({
    rule: 'structure',
    table,
    coordinates: [],
    measure: '',
    clause,
  })
  return [
    ...candidate.flatMap(({ shape, rows }, t) => {
      const counted = truth[t]
      const same = counted !== undefined && JSON.stringify(shape) === JSON.stringify(counted.shape)
      if (!same) return [wrong(shape.id, 'a table is published as it was counted, in the same place')]
      return rows.length === counted.cells.length
        ? []
        : [wrong(shape.id, 'every cell that was counted has a row')]
    }),
    ...truth
      .slice(candidate.length)
      .map(({ shape }) => wrong(shape.id, 'every table that was counted is judged')),
  ]
}

/** Published figures that are not what was counted. */
export function figureFindings(
  candidate: readonly PublishedTable[],
  truth: readonly TabulatedTable[],
  parameters: AuditParameters,
): readonly AuditFinding[] {
  const withheld = scoresToWithhold(candidate)
  const findings: AuditFinding[] = []
  candidate.forEach(({ shape, rows }, t) => {
    const width = shape.baseMeasures.length
    const add = (row: number, { name }: BaseMeasure | DerivedMeasure) => {
      const clause = 'a published figure is the one that was counted'
      const { coordinates } = rows[row]!
      findings.push({ rule: 'figure-not-as-counted', table: shape.id, coordinates, measure: name, clause })
    }
    for (let r = 0; r < rows.length; r++) {
      const { figures } = rows[r]!
      if (figures[0]!.status !== 'A') continue
      const cell = truth[t]!.cells[r]!
      for (let m = 0; m < width; m++) {
        if (figures[m]!.status !== 'A' || figures[m]!.value !== cell.measures[m]!.value)
          add(r, shape.baseMeasures[m]!)
      }
      for (let i = 0; i < shape.derivedMeasures.length; i++) {
        const measure = shape.derivedMeasures[i]!
        const { value, status } = figures[width + i]!
        const right = derivedFigure(measure, shape, cell, parameters)
        // A mean or median may be kept back for what it tells of others; hidden ones say nothing untrue.
        if (measure.type !== 'ratio' && status === 'c') continue
        const isNarrowing = measure.type !== 'ratio' && withheld[t]![r] === 1
        if (isNarrowing || right.value !== value || right.status !== status) add(r, measure)
      }
    }
  })
  return findings
}

function sameCodes(counted: readonly string[], shown: readonly string[]): boolean {
  if (counted === shown) return true
  for (let d = 0; d < counted.length; d++) if (counted[d] !== shown[d]) return false
  return true
}

/**
 * The count of every variable, and where the counts break what the system assumes about them: without that, its
 * intervals would mean nothing.
 */
export function countedValues(
  system: PublishedSystem,
  truth: readonly TabulatedTable[],
): { readonly values: Float64Array; readonly findings: readonly AuditFinding[] } {
  const values = new Float64Array(system.size).fill(Number.NaN)
  const broken = new Set<number>()
  const note = (variable: number, value: number) => {
    if (Number.isNaN(values[variable]!)) values[variable] = value
    else if (values[variable] !== value) broken.add(variable)
  }
  truth.forEach(({ shape, cells }, t) => {
    const width = shape.baseMeasures.length
    const supersets = shape.baseMeasures.map(({ within }) =>
      shape.baseMeasures.findIndex(({ name }) => name === within),
    )
    for (let r = 0; r < cells.length; r++) {
      const { coordinates, measures } = cells[r]!
      const isSame = sameCodes(coordinates, system.tables[t]!.rows[r]!.coordinates)
      for (let m = 0; m < measures.length; m++) {
        const { value } = measures[m]!
        const variable = system.figures[t]![r * width + m]!
        note(variable, value)
        if (!isSame) broken.add(variable)
        const superset = supersets[m]!
        if (superset >= 0) note(system.complements[t]![r * width + m]!, measures[superset]!.value - value)
      }
    }
  })
  const { equations, inequalities, lower, upper, known, virtual, scores } = system
  scores.places.forEach(({ table, row, score }, i) => {
    const histogram = truth[table]!.cells[row]!.scores[score] ?? []
    values[scores.start + i] = histogram.reduce((sum, learners, percent) => sum + learners * percent, 0)
  })
  for (let r = 0; r < equations.count; r++) {
    const about = equations.about[r]!
    if (about < virtual.start || about >= scores.start) continue
    values[about] = 0
    values[about] = equations.at(r, values)
  }
  for (let r = 0; r < equations.count; r++) {
    if (equations.at(r, values) !== 0) broken.add(equations.about[r]!)
  }
  for (let r = 0; r < inequalities.count; r++) {
    if (!(inequalities.at(r, values) >= inequalities.right[r]!)) broken.add(inequalities.about[r]!)
  }
  for (let v = 0; v < system.size; v++) {
    if (!Number.isNaN(known[v]!)) continue
    if (!(values[v]! >= lower[v]! && values[v]! <= upper[v]!)) broken.add(v)
  }
  const clause = 'the counts satisfy the sums and bounds that a reader assumes'
  const findings = [...broken].map(
    (variable): AuditFinding => ({
      rule: 'model-contradicts-count',
      ...placeOf(system, variable),
      clause,
    }),
  )
  return { values, findings }
}
