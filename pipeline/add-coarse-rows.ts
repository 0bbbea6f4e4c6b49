import { matrixSize, type TableShape } from '../schemas/cell.ts'
import type { FreshRows } from './hold-back.ts'
import type { TableRow } from './hold-back-others.ts'
import { depthOf, levelsOf } from './row-depth.ts'

/**
 * Adds rows to nothing, as long as nothing may be seen: those with the coarsest codes first, all of one level together or,
 * where that shows something, one by one. What holding back starts from, all rows at once, may show so much in a long series that
 * nothing is left of it, totals neither. Where no total can be shown, the attempt ends.
 *
 * @param mayBe by table and row: 1 where it may be shown as it stands now
 * @param isOutOfSight whether nothing is seen by such rows; `asks` if linear programs may tell
 */
export async function addCoarseRows(
  shapes: readonly TableShape[],
  mayBe: FreshRows,
  isOutOfSight: (rows: FreshRows, asks: boolean) => Promise<boolean>,
): Promise<FreshRows> {
  let fresh = mayBe.map((rows) => new Uint8Array(rows.length))
  const tryWith = async (added: readonly TableRow[], asks: boolean): Promise<boolean> => {
    const more = fresh.map((rows) => rows.slice())
    for (const { table, row } of added) more[table]![row] = 1
    const isFine = await isOutOfSight(more, asks)
    if (isFine) fresh = more
    return isFine
  }
  for (const { depth, places } of byLevel(shapes)) {
    if (depth > 0 && !fresh.some((rows) => rows.includes(1))) break
    const rows = places.filter(({ table, row }) => mayBe[table]![row] === 1)
    if (rows.length === 0 || (await tryWith(rows, true)) || rows.length === 1) continue
    for (const row of rows) await tryWith([row], false)
  }
  return fresh
}

interface Level {
  /** Steps from the total, of all dimensions together. */
  readonly depth: number
  readonly places: readonly TableRow[]
}

/** Rows of all tables by the levels of their codes, the coarsest first. */
function byLevel(shapes: readonly TableShape[]): readonly Level[] {
  const groups = new Map<string, Level & { readonly places: TableRow[] }>()
  for (const [table, { dimensions }] of shapes.entries())
    for (let row = 0; row < matrixSize(dimensions); row++) {
      const levels = levelsOf(dimensions, row)
      const key = [table, ...levels].join(' ')
      const group = groups.get(key) ?? { depth: depthOf(dimensions, row), places: [] }
      group.places.push({ table, row })
      groups.set(key, group)
    }
  return [...groups.values()].toSorted((a, b) => a.depth - b.depth)
}
