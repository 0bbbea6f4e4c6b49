import { z } from 'zod'
import { type AttributeBlocks, attributeBlocks } from '../../schemas/attribute-blocks.ts'
import { matrixCoordinates, type TabulatedTable } from '../../schemas/cell.ts'
import type { LeafChange, MixedChange, RevisedFigure } from '../../schemas/change.ts'
import {
  additiveFamilies,
  type FigureExpression,
  figureExpressions,
} from '../../transforms/contributions/figure-expressions.ts'
import {
  departedContributions,
  expressionChanges,
  findChangedValues,
  mixedChanges,
} from '../../transforms/contributions/revision-changes.ts'
import { leafSeparator } from '../../transforms/tabulate/stock-members.ts'
import { type Database, wholeNumber } from '../database.ts'
import { DepartedFigures } from './departed-figures.ts'
import { GrowingChange } from './growing-change.ts'

/** What changed in one table since each of several days. */
export interface TableChanges {
  /** Figures of which anything changed since any of the days. */
  readonly figures: readonly RevisedFigure[]
  readonly mixed: MixedChange
}

const changeSchema = z.object({
  expression: wholeNumber,
  leaf: z.string(),
  change: wholeNumber,
  learners: wholeNumber,
})
const departedSchema = z.object({
  leaf: z.string(),
  figure: z.string(),
  amount: wholeNumber,
  learners: wholeNumber,
})
const mixedSchema = z.object({ leaf: z.string(), learners: wholeNumber })

/**
 * Who contributes more, and who less, than on each of several days, from the contributions to a series.
 *
 * @param position of the table in its release
 * @param table as it is counted now
 * @param days earlier days, `YYYY-MM-DD`
 * @param largest how many single changes are told
 */
export async function readChanges(
  database: Database,
  series: string,
  position: number,
  table: TabulatedTable,
  days: readonly string[],
  largest: number,
): Promise<TableChanges> {
  const { shape } = table
  const blocks = attributeBlocks(shape)
  const leaves = leafPositions(
    blocks,
    shape.dimensions.some(({ kind }) => kind === 'attribute'),
  )
  const leafAt = (text: string): number => {
    const found = leaves.get(text)
    if (found === undefined) throw new Error('contributions must be to rows of their table')
    return found
  }
  const expressions = figureExpressions(shape)
  const families = additiveFamilies(shape)
  const byDay: ReadonlyMap<number, readonly LeafChange[]>[] = []
  const mixed: MixedChange['learners'][number][] = []
  for (const day of days) {
    await database.run(findChangedValues(series, day))
    const growing = new Map<number, Map<number, GrowingChange>>()
    const at = (expression: number, leaf: string): GrowingChange => {
      const own = growing.get(expression) ?? new Map<number, GrowingChange>()
      const change = own.get(leafAt(leaf)) ?? new GrowingChange(largest)
      growing.set(expression, own.set(leafAt(leaf), change))
      return change
    }
    for (const row of await database.select(expressionChanges(expressions), changeSchema))
      at(row.expression, row.leaf).add(row.change, row.learners)
    const gone = await database.select(departedContributions(series, day), departedSchema)
    if (gone.length > 0) {
      const departed = new DepartedFigures(gone)
      for (const [e, expression] of expressions.entries())
        for (const leaf of departed.leaves) {
          const lost = departed.of(expression, leaf, largest)
          if (lost !== null) at(e, leaf).addGone(lost)
        }
    }
    byDay.push(
      new Map(
        [...growing].map(([expression, own]) => [
          expression,
          [...own].map(([leaf, change]) => ({ leaf, ...change.total() })).toSorted((a, b) => a.leaf - b.leaf),
        ]),
      ),
    )
    const rows = families.length === 0 ? [] : await database.select(mixedChanges(families), mixedSchema)
    mixed.push(rows.map(({ leaf, learners }) => ({ leaf: leafAt(leaf), learners })))
  }
  const changed = expressions.flatMap((expression, e) =>
    byDay.some((one) => one.has(e)) ? [{ expression, changes: byDay.map((one) => one.get(e) ?? []) }] : [],
  )
  const countedOf = contributorsBy(table, blocks)
  const figures = changed.map(({ expression, changes }) => ({
    table: position,
    key: expression.key,
    type: expression.type,
    counted: countedOf(expression),
    changes,
  }))
  return { figures, mixed: { table: position, learners: mixed } }
}

function leafPositions({ dimensions }: AttributeBlocks, hasAttributes: boolean): ReadonlyMap<string, number> {
  if (!hasAttributes) return new Map([['', 0]])
  return new Map([...matrixCoordinates(dimensions)].map((codes, block) => [codes.join(leafSeparator), block]))
}

/** How many contribute to an expression now, by block; where amounts are compared, how many contribute to the whole. */
function contributorsBy(
  { shape, cells }: TabulatedTable,
  { size, blockOf }: AttributeBlocks,
): (expression: FigureExpression) => Float64Array {
  const positions = shape.dimensions.map(({ codes }) => new Map(codes.map(({ code }, i) => [code, i])))
  const rowAt = new Map<string, number>()
  cells.forEach(({ coordinates }, row) => {
    const events = coordinates.flatMap((code, d) =>
      shape.dimensions[d]!.kind === 'attribute' ? [] : [positions[d]!.get(code)!],
    )
    rowAt.set([blockOf[row], ...events].join(' '), row)
  })
  return ({ kind, type, terms }) => {
    const counted = terms.filter((_, i) => i === 0 || kind === 'overlap' || type === 'learners')
    return Float64Array.from({ length: size }, (_, block) =>
      counted.reduce((sum, { coefficient, measure, events }) => {
        const row = rowAt.get([block, ...events].join(' '))!
        return sum + coefficient * cells[row]!.measures[measure]!.contributors
      }, 0),
    )
  }
}
