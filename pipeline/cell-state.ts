import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { z } from 'zod'
import type { TableShape, TabulatedTable } from '../schemas/cell.ts'
import type { UpdateStatus } from '../schemas/change.ts'
import { SourceError } from '../schemas/failure.ts'
import { readCsvText } from './csv-text.ts'
import { writeRestrictedCsv } from './write-restricted-csv.ts'

/** One row of a stock on one day: what was counted, and what a reader has. Restricted. */
export interface CellState {
  readonly count: number
  readonly status: UpdateStatus
  /** What is published, of whatever day; null where nothing ever was. */
  readonly value: number | null
  /** `YYYY-MM-DD` that the value is of; empty where there is none. */
  readonly asOf: string
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const daySchema = z.string().refine(isDay)

/** What stands beside the rows, in a file of its own: what makes a later update sure that nothing is missing. */
const seriesSchema = z.strictObject({
  format: z.literal('kohort-update/1'),
  day: daySchema,
  minimumContributors: z.int(),
  intervalWidth: z.int(),
  zeros: z.enum(['publish', 'protect']),
  /** For each dimension, in their order: each code's parent. */
  dimensions: z.array(
    z.strictObject({ name: z.string(), parents: z.record(z.string(), z.string().nullable()) }),
  ),
  /** Of the rows. */
  sha256,
  /** All earlier days, with the hash of their rows, earliest first. */
  earlier: z.array(z.strictObject({ day: daySchema, sha256 })),
})
export type UpdateSeries = z.infer<typeof seriesSchema>

/** All rows of a stock on one day, by coordinates, and the series that they belong to. */
export interface StatesOfDay {
  readonly series: UpdateSeries
  readonly states: ReadonlyMap<string, CellState>
}

const statuses: readonly UpdateStatus[] = ['fresh', 'standing', 'hidden']

/** Where the series of a file of rows stands. */
const seriesPath = (file: string) => `${file}.json`

/** Codes with their parents, as a series names them. */
export function dimensionsOf({ dimensions }: TableShape): UpdateSeries['dimensions'] {
  return dimensions.map(({ name, codes }) => ({
    name,
    parents: Object.fromEntries(codes.map(({ code, parent }) => [code, parent])),
  }))
}

/**
 * Reads what `writeCellStates` wrote.
 *
 * @throws {SourceError} if the files are not, byte by byte, what an update wrote
 */
export async function readCellStates(file: string): Promise<StatesOfDay> {
  const shown = basename(file)
  const refuse = (cause?: unknown) =>
    new SourceError(
      'before',
      `${shown} and ${seriesPath(shown)} must be what an update wrote, unchanged`,
      cause,
    )
  let series: UpdateSeries
  try {
    series = seriesSchema.parse(JSON.parse(await readFile(seriesPath(file), 'utf8')))
    if (
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex') !== series.sha256
    )
      throw refuse()
  } catch (error) {
    throw error instanceof SourceError ? error : refuse(error)
  }
  const names = series.dimensions.map(({ name }) => name)
  const columns = [...names, 'count', 'status', 'value', 'as_of']
  const states = new Map<string, CellState>()
  for (const record of await readCsvText('before', resolve(file), columns, shown)) {
    const [count, status, value, asOf] = record.slice(names.length)
    const known = statuses.find((one) => one === status)
    if (known === undefined) throw refuse()
    states.set(coordinatesKey(record.slice(0, names.length).map((code) => code ?? '')), {
      count: Number(count),
      status: known,
      value: value == null ? null : Number(value),
      asOf: asOf ?? '',
    })
  }
  return { series, states }
}

/** Whether a text is `YYYY-MM-DD`, of a day that exists. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

export function coordinatesKey(coordinates: readonly string[]): string {
  return JSON.stringify(coordinates)
}

/** Writes states for later updates; restricted, since the file holds every count. The series is written last. */
export async function writeCellStates(
  file: string,
  { shape, cells }: TabulatedTable,
  series: Omit<UpdateSeries, 'format' | 'sha256'>,
  states: readonly CellState[],
): Promise<void> {
  const header = [...shape.dimensions.map(({ name }) => name), 'count', 'status', 'value', 'as_of']
  const lines = cells.map(({ coordinates }, row) => {
    const { count, status, value, asOf } = states[row]!
    return [...coordinates, String(count), status, String(value ?? ''), asOf]
  })
  await writeRestrictedCsv(file, [header, ...lines])
  const rows = createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
  const whole: UpdateSeries = { format: 'kohort-update/1', ...series, sha256: rows }
  await writeFile(seriesPath(file), `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 })
}
