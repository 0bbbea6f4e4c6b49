import { basename, resolve } from 'node:path'
import type { TabulatedTable } from '../schemas/cell.ts'
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

/** All rows of a stock on one day, by coordinates. */
export interface StatesOfDay {
  /** `YYYY-MM-DD` that the counts are of. */
  readonly day: string
  readonly states: ReadonlyMap<string, CellState>
}

const statuses: readonly UpdateStatus[] = ['fresh', 'standing', 'hidden']

/**
 * Reads what `writeCellStates` wrote, by coordinates.
 *
 * @throws {SourceError} if the file does not hold that for these dimensions
 */
export async function readCellStates(file: string, dimensions: readonly string[]): Promise<StatesOfDay> {
  const shown = basename(file)
  const columns = [...dimensions, 'count', 'status', 'value', 'as_of', 'day']
  const days = new Set<string>()
  const states = new Map<string, CellState>()
  for (const record of await readCsvText('before', resolve(file), columns, shown)) {
    const [count, status, value, asOf, day] = record.slice(dimensions.length)
    const known = statuses.find((one) => one === status)
    const isValue = value == null || /^\d+$/.test(value)
    if (known === undefined || !/^\d+$/.test(count ?? '') || !isValue)
      throw new SourceError('before', `${shown} must be what an update wrote, row by row`)
    days.add(day ?? '')
    states.set(coordinatesKey(record.slice(0, dimensions.length).map((code) => code ?? '')), {
      count: Number(count),
      status: known,
      value: value == null ? null : Number(value),
      asOf: asOf ?? '',
    })
  }
  const [day] = days
  if (day === undefined || days.size > 1 || !isDay(day))
    throw new SourceError('before', `${shown} must hold one day`)
  return { day, states }
}

/** Whether a text is `YYYY-MM-DD`, of a day that exists. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

export function coordinatesKey(coordinates: readonly string[]): string {
  return JSON.stringify(coordinates)
}

/** Writes states for later updates; restricted, since the file holds every count. */
export async function writeCellStates(
  file: string,
  { shape, cells }: TabulatedTable,
  day: string,
  states: readonly CellState[],
): Promise<void> {
  const header = [...shape.dimensions.map(({ name }) => name), 'count', 'status', 'value', 'as_of', 'day']
  const lines = cells.map(({ coordinates }, row) => {
    const { count, status, value, asOf } = states[row]!
    return [...coordinates, String(count), status, String(value ?? ''), asOf, day]
  })
  await writeRestrictedCsv(file, [header, ...lines])
}
