import { RequiredRowError, WithheldError } from '../../schemas/failure.ts'
import type { Policy } from '../../schemas/policy.ts'
import { attest } from '../../transforms/attest.ts'
import type { TablePreferences } from '../../transforms/disclosure/row-preferences.ts'
import { protect } from '../5-protect.ts'
import type { SolverThreads } from '../solver-threads.ts'
import type { WiderStock } from './wider-stock.ts'

/**
 * What a reader is granted of wider stocks: all rows that can be, or those of them that are the stock itself; or of these
 * such as were shown as of their own day.
 */
export type Grant = 'wider' | 'same' | 'fresh'

/** First what asks for more; what no flow is beyond, only once. */
export function grantsOf(stocks: readonly WiderStock[]): readonly Grant[] {
  return stocks.some(({ same }) => same.includes(0)) ? ['wider', 'same'] : ['wider']
}

/** Rows that are granted, by stock and row. */
export function withGrant(
  stocks: readonly WiderStock[],
  granted: readonly Uint8Array[],
  grant: Grant,
): readonly Uint8Array[] {
  if (grant === 'wider') return granted
  return granted.map((rows, s) => {
    const { same, fresh } = stocks[s]!
    return rows.map((one, row) => one & same[row]! & (grant === 'same' ? 1 : fresh[row]!))
  })
}

/**
 * Rows of wider stocks of one day that a reader is granted: those that were ever shown, for yesterday's figure of a row
 * nearly is today's. Where these disclose by themselves (one counts fewer than k by now), they and what hides
 * them are not granted, but whatever is shown as of its own day is.
 *
 * @returns by stock and row: 1 where it is granted
 * @throws {WithheldError} if not even that can be
 */
export async function grantedRows(
  stocks: readonly WiderStock[],
  policy: Policy,
  tieBreakKey: string,
  threads: SolverThreads | undefined,
): Promise<readonly Uint8Array[]> {
  const tables = attest(
    'tabulated',
    stocks.map(({ table }) => table),
  )
  for (const required of [stocks.map(({ shown }) => shown), stocks.map(({ fresh }) => fresh)]) {
    const preferences = stocks.map(
      ({ shown }, s): TablePreferences => ({
        required: required[s]!,
        weights: new Float64Array(shown.length).fill(1),
        staysHidden: shown.map((one) => 1 - one),
      }),
    )
    try {
      const { released } = await protect(
        tables,
        policy,
        preferences,
        tieBreakKey,
        threads,
        undefined,
        required,
      )
      if (released !== null)
        return released.map(({ rows }) =>
          Uint8Array.from(rows, ({ figures }) => (figures[0]!.status === 'A' ? 1 : 0)),
        )
    } catch (error) {
      if (!(error instanceof RequiredRowError)) throw error
    }
  }
  throw new WithheldError(
    `what stocks show must be safe to know beside flows of the same days. Provided value: ${stocks.map(({ table }) => table.shape.id).join(', ')}`,
  )
}
