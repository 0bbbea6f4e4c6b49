import { type Cell, type Code, type Dimension, matrixSize, type TabulatedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import { attest } from '../transforms/attest.ts'

/** A dimension of a table of counts: the columns of its hierarchy, coarse to fine. */
export interface CellDimension {
  readonly columns: readonly string[]
}

/** One row of leaf counts: for each dimension the codes from coarse to fine. */
export interface LeafCount {
  readonly path: readonly (readonly string[])[]
  readonly count: number
}

export const totalCode = '_T'

const nothing: readonly number[] = []
const noOutcomes: Cell['outcomes'] = {}
const noScores: Cell['scores'] = {}

/**
 * Builds a table with all margins from leaf counts. Rows of the same leaf cell are summed, so that a file may
 * have more columns than the table has dimensions; combinations that do not occur count nobody.
 *
 * @returns codes in the order of their spelling, so that the order of the rows does not matter
 * @throws {ConfigurationError} if a code is `_T`, lies under two parents, or occurs on two levels
 */
export function buildCellTable(
  dimensions: readonly CellDimension[],
  leaves: readonly LeafCount[],
  zeros: 'protect' | 'publish',
): Held<'tabulated', TabulatedTable> {
  const shapes = dimensions.map((dimension, d) => codeList(dimension.columns, leaves, d))
  const positions = shapes.map(({ codes }) => new Map(codes.map(({ code }, i) => [code, i])))
  const size = matrixSize(shapes)
  const counts = new Float64Array(size)
  const rows: number[] = []
  for (const { path, count } of leaves) {
    rows.length = 0
    rows.push(0)
    for (let d = 0; d < path.length; d++) {
      const position = positions[d]!
      const codes = path[d]!
      const before = rows.length
      for (let i = 0; i < before; i++) rows[i]! *= position.size
      for (let c = 0; c < codes.length; c++) {
        const step = position.get(codes[c]!)!
        for (let i = 0; i < before; i++) rows.push(rows[i]! + step)
      }
    }
    for (let i = 0; i < rows.length; i++) counts[rows[i]!]! += count
  }
  const measuresOf = sharedMeasures()
  const cells: Cell[] = []
  const codes = shapes.map((shape) => shape.codes.map(({ code }) => code))
  const place = codes.map(() => 0)
  const at = codes.map(([total]) => total!)
  for (let row = 0; row < size; row++) {
    const contributors = counts[row]!
    const measures = measuresOf(contributors)
    cells.push({ coordinates: at.slice(), contributors, measures, outcomes: noOutcomes, scores: noScores })
    for (let d = codes.length - 1; d >= 0; d--) {
      place[d] = (place[d]! + 1) % codes[d]!.length
      at[d] = codes[d]![place[d]!]!
      if (place[d] !== 0) break
    }
  }
  const shape = {
    id: 'cells',
    title: { en: 'Cells' },
    fact: 'cells',
    period: '',
    dimensions: shapes,
    baseMeasures: [
      {
        name: 'count',
        title: { en: 'Count' },
        type: 'learners' as const,
        counts: 'count',
        overEvents: 'additive' as const,
        atMost: [],
        within: null,
        where: null,
        quantity: null,
        part: null,
      },
    ],
    derivedMeasures: [],
    zeros,
    cellBudget: size,
  }
  return attest('tabulated', { shape, cells })
}

/** What a cell of so many learners holds: one list for all cells of as many, since most cells are small. */
function sharedMeasures(): (count: number) => Cell['measures'] {
  const known = new Map<number, Cell['measures']>()
  return (count) => {
    const found = known.get(count)
    if (found !== undefined) return found
    const made = [{ value: count, contributors: count, largest: nothing }]
    known.set(count, made)
    return made
  }
}

function codeList(columns: readonly string[], leaves: readonly LeafCount[], dimension: number): Dimension {
  const parents = new Map<string, { readonly parent: string; readonly level: number }>()
  const name = columns.at(-1)!
  for (const { path } of leaves) {
    let parent = totalCode
    let level = 0
    for (const code of path[dimension]!) {
      level++
      const known = parents.get(code)
      if (known === undefined) {
        if (code === totalCode)
          throw new ConfigurationError(`${totalCode} must stand for totals alone`, columns[level - 1]!)
        parents.set(code, { parent, level })
      } else if (known.level !== level) {
        throw new ConfigurationError('a code must occur on one level of its hierarchy', code)
      } else if (known.parent !== parent) {
        throw new ConfigurationError('a code must have one parent', code)
      }
      parent = code
    }
  }
  const codes: Code[] = [{ code: totalCode, parent: null, level: 0, labels: { en: 'Total' } }]
  const children = new Map<string, string[]>()
  for (const code of [...parents.keys()].sort()) {
    const { parent } = parents.get(code)!
    children.set(parent, [...(children.get(parent) ?? []), code])
  }
  const append = (parent: string): void => {
    for (const code of children.get(parent) ?? []) {
      codes.push({ code, parent, level: parents.get(code)!.level, labels: { en: code } })
      append(code)
    }
  }
  append(totalCode)
  return { name, title: { en: name }, kind: 'attribute', sensitive: false, codes }
}
