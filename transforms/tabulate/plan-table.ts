import { matrixSize, type TableShape } from '../../schemas/cell.ts'
import { type Fact, facts } from '../../schemas/fact.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import { stockOf } from '../../schemas/nested-populations.ts'
import { lastDayOf } from '../../schemas/period.ts'
import type { TableDefinition } from '../../schemas/table.ts'
import { refuseColumnClash } from './plan-columns.ts'
import { planDimension } from './plan-dimension.ts'
import { planMeasures } from './plan-measures.ts'
import { refuseOtherStocks } from './refuse-other-stocks.ts'
import type { TableContext, TablePlan } from './table-plan.ts'

/**
 * Resolves a table for one period.
 *
 * @throws {ConfigurationError} if it names an unknown dimension, level or measure, two columns of one name, or
 *   exceeds its cell budget
 */
export function planTable(definition: TableDefinition, context: TableContext): TablePlan {
  const fact: Fact = facts[definition.from]
  const dimensions = Object.entries(definition.dimensions).map(([name, { level, title }]) =>
    planDimension(definition, name, level, title, context),
  )
  refuseColumnClash(definition)
  const { baseMeasures, derivedMeasures } = planMeasures(definition, fact, dimensions)
  const isStock = definition.period.type === 'stock'
  if (isStock && fact.once) refuseOtherStocks(definition, dimensions, baseMeasures)
  const zerosPublished = !isStock && (definition.zeros !== undefined || context.policy.zeros !== 'protect')
  const shape: TableShape = {
    id: definition.id,
    title: definition.title,
    fact: definition.from,
    period: context.period.id,
    ...(isStock ? { asOf: lastDayOf(context.period) } : {}),
    dimensions: dimensions.map(({ dimension }) => dimension),
    baseMeasures: isStock
      ? baseMeasures.map((measure) => ({ ...measure, counts: stockOf(definition.from) }))
      : baseMeasures,
    derivedMeasures,
    zeros: zerosPublished ? 'publish' : 'protect',
    cellBudget: definition.cellBudget,
  }
  const size = matrixSize(shape.dimensions)
  if (size > definition.cellBudget)
    throw new ConfigurationError(
      `table ${definition.id} may have ${definition.cellBudget} cells`,
      String(size),
    )
  return { fact: definition.from, shape, dimensions }
}
