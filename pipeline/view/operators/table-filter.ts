import type { TableShape } from '../../../schemas/cell.ts'
import { ConfigurationError } from '../../../schemas/failure.ts'
import { queriedCodes } from './addresses.ts'
import { isHidden, type OperatorRow } from './operator-rows.ts'

/** Which rows of a table are wanted. */
export interface TableFilter {
  /** Code by dimension; all codes of one that is not named. */
  readonly codes: ReadonlyMap<string, string>
  readonly hiddenOnly: boolean
  /** From 1; one beyond the last is the last. */
  readonly page: number
}

/** @throws {ConfigurationError} if it names what the table does not have */
export function readFilter({ dimensions }: TableShape, query: URLSearchParams): TableFilter {
  const codes = queriedCodes(query)
  for (const [name, code] of codes) {
    const dimension = dimensions.find((one) => one.name === name)
    if (dimension?.codes.some((one) => one.code === code) !== true)
      throw new ConfigurationError('a filter must name dimensions and codes of the table', `${name}=${code}`)
  }
  const page = Number(query.get('page') ?? 1)
  return {
    codes,
    hiddenOnly: query.get('hidden') === '1',
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
  }
}

/** Rows that a filter lets through, in their order. */
export function filteredRows(
  { dimensions }: TableShape,
  rows: readonly OperatorRow[],
  { codes, hiddenOnly }: TableFilter,
): readonly OperatorRow[] {
  const wanted = dimensions.map(({ name }) => codes.get(name))
  return rows.filter(
    (row) =>
      (!hiddenOnly || isHidden(row)) &&
      wanted.every((code, d) => code === undefined || row.coordinates[d] === code),
  )
}
