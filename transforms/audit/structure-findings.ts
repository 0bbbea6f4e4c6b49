import { matrixSize, type PublishedTable, type TableShape } from '../../schemas/cell.ts'
import type { AuditFinding } from './audit-report.ts'
import { codeOf, tableGeometry } from './table-geometry.ts'

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
    let isInPlace = coordinates.length === codes.length
    for (let d = 0; isInPlace && d < codes.length; d++)
      isInPlace = coordinates[d] === codes[d]![codeOf(geometry, r, d)]
    const at = isInPlace ? coordinates : codes.map((list, d) => list[codeOf(geometry, r, d)]!)
    const add = (measure: string, clause: string) => findings.push(finding(shape, at, measure, clause))
    if (!isInPlace) {
      add('', 'rows are in the order of the code lists')
      return findings
    }
    if (figures.length !== names.length) {
      add('', 'a row has a figure for each measure')
      continue
    }
    const status = figures[0]!.status
    if (status !== 'A' && status !== 'c') add(names[0]!, 'a base measure is published or confidential')
    figures.forEach((figure, m) => {
      if ((figure.value === null) !== (figure.status !== 'A'))
        add(names[m]!, 'a value stands exactly where the status is A')
      if (figure.value !== null && !(Number.isSafeInteger(figure.value) && figure.value >= 0)) {
        add(names[m]!, 'a value is a whole number, 0 or more')
      }
      if (m < base && figure.status !== status) add(names[m]!, 'the base measures of a row share one status')
      if (m >= base && status === 'c' && figure.status !== 'c') {
        add(names[m]!, 'a derived measure is confidential where its row is')
      }
    })
  }
  return findings
}
