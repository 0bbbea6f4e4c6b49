import type { BaseMeasure } from '../../schemas/cell.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import type { TableDefinition } from '../../schemas/table.ts'
import type { PlannedDimension } from './table-plan.ts'

/**
 * Refuses a stock that is not of learners by attributes that nobody need hide. That its fact happens to each of them once,
 * the night sees to.
 *
 * Who joins or leaves a stock must number k, but may all share an attribute: so none of them may be sensitive. A row that
 * waits may be empty meanwhile: so a hidden count says nothing about zeros, and none are published.
 *
 * @throws {ConfigurationError} naming the table
 */
export function refuseOtherStocks(
  { id, zeros, publish }: TableDefinition,
  dimensions: readonly PlannedDimension[],
  measures: readonly BaseMeasure[],
): void {
  const [measure] = measures
  const checks: readonly (readonly [boolean, string, string])[] = [
    [
      measures.length !== 1 || measure?.type !== 'learners' || measure.where !== null,
      `the stock ${id} must count learners, and nothing else`,
      measures.map(({ name }) => name).join(', '),
    ],
    [
      dimensions.some(({ kind, dimension }) => kind !== 'attribute' || dimension.sensitive),
      `the stock ${id} must be by attributes that are not sensitive`,
      dimensions.map(({ dimension }) => dimension.name).join(', '),
    ],
    [
      publish.always.length > 0,
      `the stock ${id} may not have rows that are always published`,
      'publish.always',
    ],
    [zeros !== undefined, `the stock ${id} may not publish empty cells`, 'zeros'],
  ]
  const broken = checks.find(([is]) => is)
  if (broken !== undefined) throw new ConfigurationError(broken[1], broken[2])
}
