import { type ScreenCheck, type Screened, unlessAny } from './screen-check.ts'

const longest = 50
const reserved: ReadonlySet<string> = new Set(['time_period', 'as_of'])

/** `table.column` for each dimension and measure. */
function columnsOf({ manifest }: Screened): readonly { readonly table: string; readonly name: string }[] {
  return manifest.tables.flatMap(({ id, dimensions, base_measures, derived_measures }) =>
    [...dimensions, ...base_measures, ...derived_measures].map(({ name }) => ({ table: id, name })),
  )
}

const named = ({ table, name }: { readonly table: string; readonly name: string }) => `${table}.${name}`

/** Names of tables and columns, as they go into a database or a spreadsheet. */
export const nameChecks: readonly ScreenCheck[] = [
  {
    id: 'names/tables',
    what: 'table names are lower-case words joined by hyphens, at most 50 characters',
    run: ({ manifest }) =>
      unlessAny(
        manifest.tables
          .map(({ id }) => id)
          .filter((id) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > longest),
        'warn',
        { passed: 'all table names fit', guidance: 'Rename the tables in the publisher’s project.' },
      ),
  },
  {
    id: 'names/columns',
    what: 'column names are lower-case words joined by underscores, at most 50 characters with their status column',
    run: (screened) =>
      unlessAny(
        columnsOf(screened)
          .filter(({ name }) => !/^[a-z][a-z0-9_]*$/.test(name) || `${name}_status`.length > longest)
          .map(named),
        'warn',
        { passed: 'all column names fit', guidance: 'Rename the columns in the publisher’s project.' },
      ),
  },
  {
    id: 'names/unique',
    what: 'no two columns of a table have one name, capitals aside, and none has a name that the file uses itself',
    run: (screened) => {
      const seen = new Set<string>()
      const wrong = columnsOf(screened).filter(({ table, name }) => {
        const key = `${table}.${name.toLowerCase()}`
        const isRepeated = seen.has(key)
        seen.add(key)
        return isRepeated || reserved.has(name.toLowerCase())
      })
      return unlessAny(wrong.map(named), 'fail', {
        passed: 'all column names are different',
        guidance: 'Such columns cannot be told apart in most databases: ask for other names.',
      })
    },
  },
]
