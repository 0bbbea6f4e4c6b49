import type { Figure, PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditBudget, AuditFinding } from './audit-report.ts'
import { countedTwice, type DoubtfulStock } from './counted-twice.ts'
import { fewThatFollow } from './few-that-follow.ts'
import { placeOf } from './published-system.ts'

/**
 * A stock beside flows that count learners who are not in it: the stock and those learners together, which contains the
 * flows. A reader has the stock, which is the same wherever there is nobody of that kind.
 */
export interface KnownStock extends DoubtfulStock {
  /** By row: 1 where the reader is granted it in the attack on the whole; fresh rows of the stock always are. */
  readonly granted: Uint8Array
  /** By row: 1 where the stock was ever shown. */
  readonly shown: Uint8Array
}

/** The table that a reader has who knows some of its rows. */
export function knownTable({ shape, cells }: TabulatedTable, rows: Uint8Array): PublishedTable {
  return {
    shape,
    rows: cells.map(({ coordinates, measures }, row) => ({
      coordinates,
      figures: measures.map(
        ({ value }): Figure => (rows[row] === 1 ? { value, status: 'A' } : { value: null, status: 'c' }),
      ),
    })),
  }
}

/**
 * Groups of few learners who are in a stock and not in a flow beside it that follow by equations, for a reader who has
 * every row of the stock that was ever shown.
 *
 * @param known tables as the reader knows them
 * @param before the same without what is proposed: what followed already cannot be taken back; nothing where null
 * @param truth the same tables as counted
 * @param stocks those among them
 */
export function widerStockFindings(
  known: readonly PublishedTable[],
  before: readonly PublishedTable[] | null,
  truth: readonly TabulatedTable[],
  stocks: readonly DoubtfulStock[],
  parameters: AuditParameters,
  budget: AuditBudget,
): readonly AuditFinding[] {
  const twice = countedTwice(stocks)
  const { system, findings, follows, open } = fewThatFollow(known, truth, twice, parameters, budget)
  const followed = before === null ? null : fewThatFollow(before, truth, twice, parameters, budget).follows
  const found = [...findings]
  for (let variable = 0; variable < system.size; variable++) {
    const isNew = follows[variable] === 1 && followed?.[variable] !== 1
    if (!isNew && open[variable] === 0) continue
    const clause = 'who follows from a stock less a flow beside it number 0 or minimumContributors'
    found.push({ rule: isNew ? 'seen-idle' : 'unproven', ...placeOf(system, variable), clause })
  }
  return found
}
