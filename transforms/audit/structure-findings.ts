import {
  type Figure,
  matrixSize,
  type PublishedTable,
  type Status,
  type TableShape,
} from '../../schemas/cell.ts'
import type { AuditFinding } from './audit-report.ts'
import { codeOf, type TableGeometry, tableGeometry } from './table-geometry.ts'

/**
 * Finds where tables are not what the format says: a complete matrix in order, values exactly where the status
 * is `A`, one status for the base measures of a row, derived measures published only beside them.
 *
 * @returns no findings exactly when the other checks can read the tables
 */
export function structureFindings(tables: readonly PublishedTable[]): readonly AuditFinding[] {
  const ids = tables.map(({ shape }) => shape.id)
  return tables.flatMap((table, t) => {
    const problem = ids.indexOf(table.shape.id) === t ? shapeProblem(table.shape) : 'two tables share an id'
    if (problem !== null) return [finding(table.shape, [], '', problem)]
    if (table.rows.length !== matrixSize(table.shape.dimensions)) {
      return [finding(table.shape, [], '', 'a table has one row for each combination of its codes')]
    }
    return rowFindings(table)
  })
}

function finding(
  shape: TableShape,
  coordinates: readonly string[],
  measure: string,
  clause: string,
): AuditFinding {
  return { rule: 'structure', table: shape.id, coordinates, measure, clause }
}

function shapeProblem({ dimensions, baseMeasures, derivedMeasures }: TableShape): string | null {
  const repeats = (names: readonly string[]) => new Set(names).size < names.length
  if (repeats(dimensions.map(({ name }) => name))) return 'the dimensions of a table have different names'
  if (repeats([...baseMeasures, ...derivedMeasures].map(({ name }) => name))) {
    return 'the measures of a table have different names'
  }
  if (baseMeasures.length === 0) return 'a table has a base measure'
  for (const { codes } of dimensions) {
    const seen = new Set<string>()
    for (const [i, { code, parent }] of codes.entries()) {
      if (seen.has(code)) return 'a code occurs once in its dimension'
      if (i === 0 ? parent !== null : parent === null || !seen.has(parent)) {
        return 'a code list starts with its only total and has every parent before its children'
      }
      seen.add(code)
    }
    if (seen.size === 0) return 'a dimension has a total'
  }
  const learners = new Set(baseMeasures.filter(({ type }) => type === 'learners').map(({ name }) => name))
  for (const { name, atMost, within } of baseMeasures) {
    if (atMost.some((other) => other === name || !baseMeasures.some((base) => base.name === other))) {
      return 'a measure is bounded by other base measures of its table'
    }
    if (within !== null && (within === name || !learners.has(within) || !learners.has(name))) {
      return 'a measure lies within another one that counts learners, as it does itself'
    }
  }
  for (const measure of derivedMeasures) {
    if (measure.type !== 'ratio') continue
    if (!learners.has(measure.numerator) || !learners.has(measure.denominator)) {
      return 'a ratio is of two base measures that count learners'
    }
  }
  return null
}

function rowFindings({ shape, rows }: PublishedTable): readonly AuditFinding[] {
  const findings: AuditFinding[] = []
  const base = shape.baseMeasures.length
  const names = [...shape.baseMeasures, ...shape.derivedMeasures].map(({ name }) => name)
  const geometry = tableGeometry(shape.dimensions)
  const codes = shape.dimensions.map((dimension) => dimension.codes.map(({ code }) => code))
  for (let r = 0; r < rows.length; r++) {
    const { coordinates, figures } = rows[r]!
    if (!isInPlace(coordinates, codes, geometry, r)) {
      const at = codes.map((list, d) => list[codeOf(geometry, r, d)]!)
      findings.push(finding(shape, at, '', 'rows are in the order of the code lists'))
      return findings
    }
    if (figures.length !== names.length) {
      findings.push(finding(shape, coordinates, '', 'a row has a figure for each measure'))
      continue
    }
    const { status } = figures[0]!
    if (status !== 'A' && status !== 'c') {
      const clause = 'a base measure is published or confidential'
      findings.push(finding(shape, coordinates, names[0]!, clause))
    }
    for (let m = 0; m < figures.length; m++) {
      for (const clause of figureProblems(figures[m]!, m < base, status))
        findings.push(finding(shape, coordinates, names[m]!, clause))
    }
  }
  return findings
}

function isInPlace(
  coordinates: readonly string[],
  codes: readonly (readonly string[])[],
  geometry: TableGeometry,
  row: number,
): boolean {
  if (coordinates.length !== codes.length) return false
  for (let d = 0; d < codes.length; d++)
    if (coordinates[d] !== codes[d]![codeOf(geometry, row, d)]) return false
  return true
}

/** @param ofRow status of the row's first figure */
function figureProblems({ value, status }: Figure, isBase: boolean, ofRow: Status): readonly string[] {
  const problems: string[] = []
  if ((value === null) !== (status !== 'A')) problems.push('a value stands exactly where the status is A')
  if (value !== null && !(Number.isSafeInteger(value) && value >= 0))
    problems.push('a value is a whole number, 0 or more')
  if (isBase && status !== ofRow) problems.push('the base measures of a row share one status')
  if (!isBase && ofRow === 'c' && status !== 'c')
    problems.push('a derived measure is confidential where its row is')
  return problems
}
