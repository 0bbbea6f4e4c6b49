import { ConfigurationError } from '../../schemas/failure.ts'
import { sdmxColumns } from '../../schemas/sdmx-columns.ts'
import type { TableDefinition } from '../../schemas/table.ts'

/**
 * Refuses a table of which two columns would be published under one name: its dimensions, `time_period`, in a stock
 * `as_of`, and for each measure the value and `<measure>_status`. A dimension has a column in SDMX-CSV, too, in capitals.
 *
 * @throws {ConfigurationError} naming the column
 */
export function refuseColumnClash({ id, period, dimensions, measures }: TableDefinition): void {
  const columns = [
    ...Object.keys(dimensions),
    'time_period',
    ...(period.type === 'stock' ? ['as_of'] : []),
    ...Object.keys(measures).flatMap((measure) => [measure, `${measure}_status`]),
  ]
  const twice = columns.find((column, i) => columns.indexOf(column) !== i)
  if (twice !== undefined)
    throw new ConfigurationError(`table ${id} needs a name of its own for every column`, twice)
  const ofSdmx = Object.keys(dimensions).find((name) => sdmxNames.has(name.toUpperCase()))
  if (ofSdmx !== undefined)
    throw new ConfigurationError(
      `table ${id} needs dimensions that are named as no column of SDMX-CSV is`,
      ofSdmx,
    )
}

const sdmxNames: ReadonlySet<string> = new Set(sdmxColumns)
