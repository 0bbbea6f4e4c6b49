import { join } from 'node:path'
import { matrixCoordinates, type TableShape } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import { MoveSums, type RowChanges } from '../../transforms/disclosure/row-changes.ts'
import { writeWhole } from '../run-record.ts'
import { lastDay, statusOf } from './compose-stocks.ts'

/** A row that stands although it has changed since. Restricted. */
export interface WaitingRow {
  readonly coordinates: readonly string[]
  /** Day that it stands as of. */
  readonly since: string
  /** Learners who entered and left it since then. */
  readonly entered: number
  readonly left: number
}

/** How far a stock is behind in a release. Restricted: a reader must not learn which rows changed. */
export interface StockSummary {
  readonly table: string
  /** Rows shown as they stand now, as last published, and not at all. */
  readonly fresh: number
  readonly standing: number
  readonly hidden: number
  /** Rows that stand although they have changed. */
  readonly waiting: number
  /** Day that the one which waits longest stands as of; null where none waits. */
  readonly waitingSince: string | null
  /** Changes that have pooled in finest rows that wait: entered and left. */
  readonly pooled: number
  /** No update of the release's stocks passed the audit of changes within its rounds: all stands as it was. */
  readonly gaveUp: boolean
}

/** What waits in one stock. */
export interface StockWaits {
  readonly summary: StockSummary
  readonly rows: readonly WaitingRow[]
}

/**
 * @param fresh by row: 1 where the release shows it as it stands now
 * @param gaveUp whether no update was found at all
 */
export function waitsOf(
  shape: TableShape,
  history: TableHistory,
  fresh: Uint8Array,
  gaveUp: boolean,
): StockWaits {
  const sums = new MoveSums(shape.dimensions)
  const changes = new Map<string, RowChanges>()
  const changesSince = (day: string): RowChanges | undefined => {
    const moment = history.moments.find(({ asOf }) => asOf === day)
    if (moment !== undefined && !changes.has(day)) changes.set(day, sums.of(moment.moves))
    return changes.get(day)
  }
  const parents = shape.dimensions.map(({ codes }) => new Set(codes.map(({ parent }) => parent)))
  const counts = { fresh: 0, standing: 0, hidden: 0 }
  const rows: WaitingRow[] = []
  let pooled = 0
  for (const [row, coordinates] of [...matrixCoordinates(shape.dimensions)].entries()) {
    const status = statusOf(history, fresh, row)
    counts[status]++
    const since = status === 'standing' ? lastDay(history, row) : null
    const changed = since === null ? undefined : changesSince(since)
    if (since === null || changed === undefined) continue
    const [entered, left] = [changed.rose[row]!, changed.fell[row]!]
    if (entered + left === 0) continue
    rows.push({ coordinates, since, entered, left })
    if (coordinates.every((code, d) => !parents[d]!.has(code))) pooled += entered + left
  }
  const [waitingSince = null] = rows.map(({ since }) => since).toSorted()
  return { summary: { table: shape.id, ...counts, waiting: rows.length, waitingSince, pooled, gaveUp }, rows }
}

/** Which rows wait, in the restricted folder of a run. */
export async function writeWaits(
  folder: string,
  period: string,
  waits: readonly StockWaits[],
): Promise<void> {
  const tables = waits.map(({ summary: { table, gaveUp }, rows }) => ({ table, gaveUp, rows }))
  await writeWhole(waitsPath(folder, period), `${JSON.stringify(tables)}\n`)
}

export function waitsPath(folder: string, period: string): string {
  return join(folder, `stocks-${period}.json`)
}
