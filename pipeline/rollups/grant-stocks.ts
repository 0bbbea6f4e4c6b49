import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Period } from '../../schemas/period.ts'
import type { Policy } from '../../schemas/policy.ts'
import type { PeriodStock } from '../../transforms/audit/longer-period.ts'
import { grantedRows, grantsOf, withGrant } from '../stocks/granted-rows.ts'
import { idleRows } from '../stocks/idle-rows.ts'
import type { WiderStock } from '../stocks/wider-stock.ts'
import type { LongerProtection } from './protect-longer.ts'

/** What a reader is taken to know of stocks beside the flows of several periods. */
export interface GrantedStocks {
  /** Whether it is for a row only that a release within shows, and could not beside all that is granted. */
  readonly isWeakest: boolean
  readonly granted: readonly PeriodStock[]
  /** By row of a flow of a period: 1 where it is not shown, for it would tell who is idle; null where nothing is. */
  readonly heldBack: (period: Period, flow: TabulatedTable) => Uint8Array | null
}

/** Stands for what is known of a stock where only that it is one matters. */
const noHistory = { moments: [], lastFigures: [] }

/**
 * Grants a reader the stocks of each period, as far as they can be: first wider ones, and then, in case that their
 * bounds are too narrow for what is hidden, such rows as are the stock itself. A release within may have shown a row to a
 * reader who had no more than was shown as of the same day; so that is granted last.
 */
export async function grantStocks({
  stocks,
  policy,
  tieBreakKey,
  threads,
}: Pick<LongerProtection, 'stocks' | 'policy' | 'tieBreakKey' | 'threads'>): Promise<
  readonly GrantedStocks[]
> {
  const known: { readonly stock: WiderStock; readonly rows: Uint8Array }[] = []
  for (const id of new Set(stocks.map(({ period }) => period.id))) {
    const own = stocks.filter(({ period }) => period.id === id)
    const rows = await grantedRows(own, policy, tieBreakKey, threads)
    own.forEach((stock, s) => {
      known.push({ stock, rows: rows[s]! })
    })
  }
  const all = known.map(({ stock }) => stock)
  const most = known.map((one) => one.rows)
  const choices = grantsOf(all).map((grant) => ({ rows: withGrant(all, most, grant), isWeakest: false }))
  // Margins may be too much for releases that are out: then rows of flows are hidden where they tell of few, all of them.
  const isUnsure = ({ uncertain }: WiderStock) => uncertain.some((learners) => learners > 0)
  if (all.some(isUnsure)) {
    const unsure = new Set(all.filter(isUnsure).map(({ period }) => period.id))
    const rows = all.map(({ period, uncertain }, s) =>
      unsure.has(period.id) ? new Uint8Array(uncertain.length) : most[s]!,
    )
    choices.push({ rows, isWeakest: false })
  }
  if (stocks.length > 0) choices.push({ rows: withGrant(all, most, 'fresh'), isWeakest: true })
  return choices.map(({ rows, isWeakest }) => {
    const granted = all.map(
      ({ period, table, shown, uncertain }, s): PeriodStock => ({
        ...{ period, truth: table, granted: rows[s]! },
        ...{ shown, uncertain },
      }),
    )
    return {
      isWeakest,
      granted,
      heldBack: (period, flow) => heldBackBeside(granted, period, flow, policy),
    }
  })
}

function heldBackBeside(
  granted: readonly PeriodStock[],
  period: Period,
  flow: TabulatedTable,
  policy: Pick<Policy, 'minimumContributors'>,
): Uint8Array | null {
  const own = granted.filter((one) => one.period.id === period.id)
  const [rows = null] = idleRows(
    [flow, ...own.map(({ truth }) => truth)],
    [null, ...own.map(() => noHistory)],
    [null, ...own.map(({ shown }) => shown)],
    [null, ...own.map((one) => one.granted)],
    policy,
    [null, ...own.map((one) => one.uncertain)],
  )
  return rows
}
