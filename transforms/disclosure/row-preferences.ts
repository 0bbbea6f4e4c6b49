import type { TableShape } from '../../schemas/cell.ts'
import { matrixCoordinates } from '../../schemas/cell.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import type { Policy } from '../../schemas/policy.ts'
import type { RowPattern } from '../../schemas/table.ts'

/** What to publish rather than to hide in one table, row by row. */
export interface TablePreferences {
  /** 1 where hiding the row is no way out. */
  readonly required: Uint8Array
  /** How much dearer the row is to hide than another one with as many contributors. */
  readonly weights: Float64Array
  /** 1 where the row may not be shown as it stands now, whatever it holds; none where absent. */
  readonly heldBack?: Uint8Array
  /**
   * 1 where the row is hidden for the number of learners that it tells, since others are idle beside it: what it counts
   * besides, events of a longer period, may follow from elsewhere. None where absent.
   */
  readonly idle?: Uint8Array
  /** 1 where a release that is out hides the row, so that it stays hidden, wide or not; none where absent. */
  readonly staysHidden?: Uint8Array
  /** 1 where no release has the row: each of its figures is hidden, but where another table shows it. None where absent. */
  readonly untold?: Uint8Array
  /** 1 where there was nothing to count yet, as everybody knows: not judged. None where absent. */
  readonly notYet?: Uint8Array
  /** Of a stock: how many of the row's learners may be counted twice; nobody where absent. */
  readonly doubtful?: Float64Array
}

/** Rows that were hidden the period before, as JSON of their coordinates. */
export type LastHidden = ReadonlySet<string>

/** A preferred row is hidden only where that saves this many others. */
const preferredWeight = 50
/** Small against the difference that a learner or a row makes: decides between patterns that are as good. */
const lastHiddenWeight = 0.5

/**
 * Resolves what a table's definition, the policy's loss and the last pattern say about each row.
 *
 * @param last rows that were hidden the last time, whether primary then or not; null where there is no last time
 * @throws {ConfigurationError} if a row is named by a dimension or code that the table does not have
 */
export function rowPreferences(
  shape: TableShape,
  publish: { readonly always: readonly RowPattern[]; readonly prefer: readonly RowPattern[] },
  loss: Policy['loss'],
  last: LastHidden | null,
): TablePreferences {
  const always = publish.always.map((pattern) => matcher(shape, pattern))
  const prefer = publish.prefer.map((pattern) => matcher(shape, pattern))
  const rows = [...matrixCoordinates(shape.dimensions)]
  const weigh = weigher(shape, loss)
  return {
    required: Uint8Array.from(rows, (coordinates) =>
      always.some((matches) => matches(coordinates)) ? 1 : 0,
    ),
    weights: Float64Array.from(
      rows,
      (coordinates) =>
        weigh(coordinates) *
        (prefer.some((matches) => matches(coordinates)) ? preferredWeight : 1) *
        (last?.has(JSON.stringify(coordinates)) === true ? lastHiddenWeight : 1),
    ),
  }
}

function weigher(shape: TableShape, loss: Policy['loss']): (coordinates: readonly string[]) => number {
  if (typeof loss === 'string') return () => 1
  const ofTable = loss.weights[shape.id] ?? 1
  const atTotal = shape.dimensions.map(({ name }) => loss.weights[name] ?? 1)
  const totals = shape.dimensions.map(({ codes }) => codes[0]!.code)
  return (coordinates) =>
    coordinates.reduce((weight, code, d) => (code === totals[d] ? weight * atTotal[d]! : weight), ofTable)
}

function matcher(shape: TableShape, pattern: RowPattern): (coordinates: readonly string[]) => boolean {
  for (const [name, code] of Object.entries(pattern)) {
    const dimension = shape.dimensions.find((known) => known.name === name)
    if (dimension === undefined)
      throw new ConfigurationError(`publish of ${shape.id} must name dimensions of the table`, name)
    if (code !== '*' && dimension.codes.every((known) => known.code !== code))
      throw new ConfigurationError(`publish of ${shape.id} must name codes of ${name}`, code)
  }
  const wanted = shape.dimensions.map(({ name, codes }) => pattern[name] ?? codes[0]!.code)
  return (coordinates) => wanted.every((code, d) => code === '*' || code === coordinates[d])
}
