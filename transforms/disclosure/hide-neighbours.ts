import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { IntervalProtection } from './interval-protection.ts'
import { type LinkedTables, linkTables } from './linked-tables.ts'
import { patternsOf } from './patterns-of.ts'
import { type ProtectionLimits, type ProtectionResult, solverWork } from './protect-tables.ts'
import { regionRunner } from './region-runner.ts'
import { requiredWidth } from './required-width.ts'
import { loadSolver } from './solver.ts'
import { withheldMeans } from './withheld-means.ts'

/** A row of a table. */
export interface RowPlace {
  readonly table: string
  /** A code for each dimension; empty where the whole table is meant. */
  readonly coordinates: readonly string[]
}

/**
 * Hides further rows beside some whose protection was not established: what is cheapest to hide so that the intervals
 * of their primaries get some times as wide as they need be. Nothing is published that was hidden, so that whatever
 * was protected stays so.
 *
 * @param rows that are to be protected better; a whole table stands for its hidden rows
 * @param times how much wider than needed
 * @returns null where nothing more is hidden
 */
export async function hideNeighbours(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  limits: ProtectionLimits,
  before: ProtectionResult,
  rows: readonly RowPlace[],
  times: number,
): Promise<ProtectionResult | null> {
  if (limits.intervalWidth <= 1) return null
  const highs = await loadSolver()
  const system = linkTables(tables, limits)
  const hidden = hiddenUnits(system, before)
  const widthOf = (q: number) => requiredWidth(system.quantities[q]!, limits)
  const units = unitsOf(tables, system, rows)
  const wider = new Map(
    system.quantities.flatMap(({ primary, unit, isVirtual, follows }, q): (readonly [number, number])[] => {
      const isBeside =
        isVirtual && follows!.quantities.some((term) => units.has(system.quantities[term]!.unit))
      return primary && (isBeside || units.has(unit)) ? [[q, times * widthOf(q)]] : []
    }),
  )
  const work = solverWork[limits.effort]
  const intervals = new IntervalProtection(regionRunner(highs, limits.threads), system, hidden, {
    ...limits,
    wider,
    work,
  })
  await intervals.protect()
  if (intervals.hidden.every((isHidden, unit) => isHidden === hidden[unit])) return null
  const patterns = patternsOf(tables, system, intervals.hidden)
  return {
    ...before,
    patterns,
    withheld: withheldMeans(highs, tables, system, patterns, intervals.hidden, widthOf),
    linearPrograms: before.linearPrograms + intervals.linearPrograms,
  }
}

/** For each unit 1 if the patterns hide it; units without a row are always hidden. */
function hiddenUnits({ units, unitOfRow }: LinkedTables, { patterns }: ProtectionResult): Uint8Array {
  const hidden = new Uint8Array(units.length).fill(1)
  patterns.forEach(({ rows }, t) => {
    rows.forEach(({ status }, row) => {
      if (status === 'published') hidden[unitOfRow[t]![row]!] = 0
    })
  })
  return hidden
}

function unitsOf(
  tables: readonly TabulatedTable[],
  { unitOfRow }: LinkedTables,
  places: readonly RowPlace[],
): ReadonlySet<number> {
  const keys = new Set(places.map(({ table, coordinates }) => [table, ...coordinates].join('\n')))
  return new Set(
    tables.flatMap(({ shape, cells }, t) =>
      cells.flatMap(({ coordinates }, row) =>
        keys.has(shape.id) || keys.has([shape.id, ...coordinates].join('\n')) ? [unitOfRow[t]![row]!] : [],
      ),
    ),
  )
}
