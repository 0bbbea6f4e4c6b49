import { SourceError, WithheldError } from '../schemas/failure.ts'
import { isOutOfSpace } from './disk-space.ts'

/** Files of one shape whose columns are known and whose rows nobody has read yet. */
export interface OpenFiles {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Reads the wanted columns and no other. */
  readonly load: (wanted: ReadonlySet<string>) => Promise<LoadedFiles>
}

/** Rows of files: a relation with the wanted columns, `__file` and `__position`. */
export interface LoadedFiles {
  /** SQL for FROM. */
  readonly from: string
  /** Columns of `from`, in order, without `__file` and `__position`. */
  readonly columns: readonly string[]
  /** Records in the files, counted apart from `from`: good rows and rejected ones. */
  readonly records: number
  /** SQL for FROM with `file`, `position`, `rule` of rows that could not even be split into columns; null for none. */
  readonly rejected: string | null
  readonly rejectedRows: number
}

/** Names that are no value: only such are shown. */
const plainName = /^[A-Za-z_][A-Za-z0-9_ ]{0,49}$/

/** Refuses columns that nobody declared: they may hold anything, and where no column is known, so may their names. */
export function refuseUndeclared(name: string, open: OpenFiles, declared: ReadonlySet<string>): void {
  const place = open.columns.findIndex((column) => !declared.has(column.name))
  if (place < 0) return
  const known = open.columns.some((column) => declared.has(column.name))
  const shown = known ? shownColumn(open.columns[place]!.name, place) : `column number ${place + 1}`
  throw new WithheldError(`${name} has a column without a role. Provided value: ${shown}`)
}

/** A column as an error may call it: by its name, unless that looks like a value. */
export function shownColumn(name: string, place: number): string {
  return plainName.test(name) ? name : `column number ${place + 1}`
}

/** @throws {SourceError} if two columns differ in nothing but case, which SQL does not see */
export function refuseTwins(source: string, shown: string, columns: readonly string[]): void {
  if (new Set(columns.map((column) => column.toLowerCase())).size !== columns.length)
    throw new SourceError(source, `${shown} must not have two columns whose names differ only in case`)
}

/** @throws {SourceError} unless every record of a file became a row or was rejected */
export function refuseLoss(source: string, shown: string, records: number, accounted: number): void {
  if (records !== accounted)
    throw new SourceError(source, `${shown} has ${records} records, of which ${accounted} could be read`)
}

/** A path as DuckDB reads it: its glob characters stand for themselves. */
export function exactPath(path: string): string {
  return path.replaceAll(/[[*?]/g, '[$&]')
}

/** DuckDB's own messages may quote a row: they never reach a log. */
export async function readable<T>(name: string, rule: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw new SourceError(
      name,
      isOutOfSpace(error) ? 'no space left on the disk of the workspace' : rule,
      error,
    )
  }
}
