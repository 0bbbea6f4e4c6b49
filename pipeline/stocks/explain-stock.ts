import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Cell, PublishedRow, PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { UpdateStatus } from '../../schemas/change.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import { type NamedRow, nameOfRow } from '../../transforms/disclosure/named-figures.ts'
import type { ReleaseRecord } from '../release-record.ts'
import { waitsPath } from './stock-summary.ts'

/** Why a row of a stock is shown as it is. Restricted: it holds what is counted today, and who moved. */
export interface StockExplanation extends NamedRow {
  readonly restricted: true
  readonly release: string
  readonly limits: { readonly minimumContributors: number }
  readonly stock: {
    readonly status: UpdateStatus
    /** Day that it is shown as of; null where it is hidden. */
    readonly since: string | null
    readonly shown: number | null
    /** On the day of the release. */
    readonly counted: number
    /** Learners who came into it and left it since the day that it stands as of. */
    readonly waiting: { readonly entered: number; readonly left: number }
  }
  readonly why: string
}

const waitsSchema = z.array(
  z.object({
    table: z.string(),
    gaveUp: z.boolean().default(false),
    rows: z.array(
      z.object({ coordinates: z.array(z.string()), since: z.string(), entered: z.int(), left: z.int() }),
    ),
  }),
)

/**
 * Explains a row of a stock from the release and what its run recorded of rows that wait. Reads only.
 *
 * @param published the tables of the release
 * @param at positions of its table and of its cell
 * @throws {ConfigurationError} if the release or the record lacks the table
 */
export async function explainStock(
  published: readonly PublishedTable[],
  record: ReleaseRecord,
  at: { readonly table: number; readonly row: number },
): Promise<StockExplanation> {
  const table = record.tables[at.table]!
  const cell = table.cells[at.row]!
  const { asOf, figures } = publishedRow(published, table, cell)
  const waits = await readWaits(record, table.shape.id)
  if (waits === null)
    throw new ConfigurationError(
      "the run's record must hold what waits in its stocks",
      waitsPath(record.run, record.manifest.period.id),
    )
  const { gaveUp, rows } = waits
  const status: UpdateStatus = asOf == null ? 'hidden' : asOf === table.shape.asOf ? 'fresh' : 'standing'
  const found = rows.find(({ coordinates }) => isAt(coordinates, cell))
  const waiting = { entered: found?.entered ?? 0, left: found?.left ?? 0 }
  const { minimumContributors } = record.policy
  return {
    restricted: true,
    release: record.manifest.id,
    ...nameOfRow(table, cell),
    limits: { minimumContributors },
    stock: {
      status,
      since: asOf ?? null,
      shown: figures[0]!.value,
      counted: cell.contributors,
      waiting,
    },
    why:
      status === 'standing'
        ? whyStanding(waiting, cell.contributors, minimumContributors, gaveUp)
        : status === 'fresh'
          ? 'no change of fewer learners than the threshold shows by it, nor by it and other rows'
          : whyHidden(record.statuses[at.table]![at.row]! === 'primary'),
  }
}

function whyStanding(
  { entered, left }: StockExplanation['stock']['waiting'],
  counted: number,
  k: number,
  gaveUp: boolean,
): string {
  if (entered + left === 0) return 'nobody entered or left it since then: there is nothing to update'
  if (gaveUp) return 'no update of the release’s stocks passed the audit of changes: every row stands'
  if (counted < k) return `fewer than ${k} learners are in it by now`
  const isFew = (learners: number) => learners > 0 && learners < k
  if (isFew(entered) || isFew(left))
    return `fewer than ${k} learners entered or left it since then: the difference would tell of them`
  return `as many as ${k} moved, but with it, and what else is shown, a change of fewer in other rows would show; or some of them may have been refused and be back, and fewer moved`
}

function whyHidden(isPrimary: boolean): string {
  return isPrimary
    ? 'it was never shown, and discloses on its own'
    : 'it was never shown, and would tell of rows or changes that must not show'
}

function publishedRow(
  published: readonly PublishedTable[],
  { shape }: TabulatedTable,
  cell: Cell,
): PublishedRow {
  const table = published.find((one) => one.shape.id === shape.id)
  const row = table?.rows.find(({ coordinates }) => isAt(coordinates, cell))
  if (row === undefined) throw new ConfigurationError('the table of the release must be readable', shape.id)
  return row
}

/** What the run recorded of rows of a stock that wait; null where it recorded nothing of the table. */
export async function readWaits(
  { run, manifest }: Pick<ReleaseRecord, 'run' | 'manifest'>,
  id: string,
): Promise<z.output<typeof waitsSchema>[number] | null> {
  const text = await readFile(waitsPath(run, manifest.period.id), 'utf8').catch(() => '[]')
  return waitsSchema.safeParse(JSON.parse(text)).data?.find(({ table }) => table === id) ?? null
}

function isAt(coordinates: readonly string[], cell: Cell): boolean {
  return coordinates.every((code, d) => cell.coordinates[d] === code)
}
