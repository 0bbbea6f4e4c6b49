import type { TabulatedTable } from '../../../schemas/cell.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { countTable, dimension, flat, held, limits } from './tables.ts'

/** Leaf counts of a table with one or two dimensions, by rows. */
export type SmallTable = readonly (readonly number[])[]

/** What replaying the suppression leaves of the primaries' intervals in one table. */
export interface Replayed {
  readonly primaries: number
  /** Primaries of which a single value reproduces the pattern. */
  readonly exact: number
  /** Primaries whose values that reproduce the pattern span fewer than the interval width. */
  readonly narrowed: number
  /** The same without replay: by the published figures alone. */
  readonly narrowAnyway: number
}

const width = 10

/**
 * An attacker who knows the suppression's code and policy: tries every table that agrees with the published
 * figures, suppresses it, and keeps those that give the very same pattern.
 *
 * @param keys that the attacker tries; the true one alone if it is known
 */
export async function replay(
  table: SmallTable,
  secretKey: string,
  keys: readonly string[],
): Promise<Replayed> {
  const truth = await suppress(table, secretKey)
  const accepted: SmallTable[] = []
  const feasible = feasibleTables(table, truth)
  for (const candidate of feasible) {
    for (const key of keys) {
      if ((await suppress(candidate, key)).seen !== truth.seen) continue
      accepted.push(candidate)
      break
    }
  }
  const primaries = table.flatMap((row, r) =>
    row.flatMap((count, c) => (count > 0 && count < limits.minimumContributors ? [[r, c] as const] : [])),
  )
  /** Infinite where the attacker would be wrong. */
  const span = (tables: readonly SmallTable[], [r, c]: readonly [number, number]) => {
    const values = tables.map((one) => one[r]![c]!)
    const [least, most] = [Math.min(...values), Math.max(...values)]
    const truth = table[r]![c]!
    return least <= truth && truth <= most ? most - least : Number.POSITIVE_INFINITY
  }
  return {
    primaries: primaries.length,
    exact: primaries.filter((at) => span(accepted, at) === 0).length,
    narrowed: primaries.filter((at) => span(accepted, at) < width).length,
    narrowAnyway: primaries.filter((at) => span(feasible, at) < width).length,
  }
}

interface Suppressed {
  /** The release as a reader sees it. */
  readonly seen: string
  /** By row and column of the matrix with margins (these first): its figure, null where hidden. */
  readonly figures: readonly (readonly (number | null)[])[]
}

const suppressions = new Map<string, Promise<Suppressed>>()

function suppress(table: SmallTable, key: string): Promise<Suppressed> {
  const name = JSON.stringify([table, key])
  const known = suppressions.get(name) ?? suppressOnce(table, key)
  suppressions.set(name, known)
  return known
}

async function suppressOnce(table: SmallTable, key: string): Promise<Suppressed> {
  const tabulated = tabulatedTable(table)
  const { patterns } = await protectTables(held(tabulated), {
    ...limits,
    intervalWidth: width,
    singletons: true,
    tieBreakKey: key,
    disguise: { key, most: 2 },
  })
  const columns = 1 + table[0]!.length
  const flatFigures = tabulated.cells.map(({ contributors }, i) =>
    patterns[0]!.rows[i]!.status === 'published' ? contributors : null,
  )
  const figures = Array.from({ length: flatFigures.length / columns }, (_, r) =>
    flatFigures.slice(r * columns, (r + 1) * columns),
  )
  return { seen: JSON.stringify(figures), figures }
}

function tabulatedTable(table: SmallTable): TabulatedTable {
  const columns = dimension('column', flat(...table[0]!.map((_, c) => `c${c}`)))
  if (table.length === 1) {
    return countTable([columns], Object.fromEntries(table[0]!.map((count, c) => [`c${c}`, count])))
  }
  const rows = dimension('row', flat(...table.map((_, r) => `r${r}`)))
  const leaves = table.flatMap((row, r) => row.map((count, c) => [`r${r} c${c}`, count] as const))
  return countTable([rows, columns], Object.fromEntries(leaves))
}

/** All tables of whole, non-negative leaf counts that agree with every published figure. */
function feasibleTables(table: SmallTable, { figures }: Suppressed): readonly SmallTable[] {
  const oneRow = table.length === 1
  const margin = (r: number, c: number) => figures[oneRow ? 0 : r]?.[c] ?? null
  const total = table.flat().reduce((sum, count) => sum + count, 0)
  const found: SmallTable[] = []
  const working = table.map((row) => [...row])
  const rowSum = (r: number) => working[r]!.reduce((sum, count) => sum + count, 0)
  const columnSum = (c: number) => working.reduce((sum, row) => sum + row[c]!, 0)
  const rowTotal = (r: number) => (oneRow ? margin(0, 0) : margin(r + 1, 0))
  const fill = (at: number): void => {
    const [r, c] = [Math.floor(at / table[0]!.length), at % table[0]!.length]
    if (r === table.length) {
      const columnsAgree =
        oneRow || table[0]!.every((_, at) => [null, columnSum(at)].includes(margin(0, at + 1)))
      const all = working.flat().reduce((sum, count) => sum + count, 0)
      if (columnsAgree && [null, all].includes(margin(0, 0))) found.push(working.map((row) => [...row]))
      return
    }
    const published = figures[oneRow ? 0 : r + 1]![c + 1]!
    const least = published ?? 0
    const most = published ?? Math.min(total + width, remaining(r, c))
    for (let count = least; count <= most; count++) {
      working[r]![c] = count
      const rowDone = c === table[0]!.length - 1
      if (rowDone && ![null, rowSum(r)].includes(rowTotal(r))) continue
      fill(at + 1)
    }
    working[r]![c] = 0
  }
  const remaining = (r: number, c: number): number => {
    const before = (list: readonly number[], end: number) =>
      list.slice(0, end).reduce((sum, count) => sum + count, 0)
    const ofRow = rowTotal(r)
    const ofColumn = oneRow ? null : margin(0, c + 1)
    return Math.min(
      ofRow === null ? Number.POSITIVE_INFINITY : ofRow - before(working[r]!, c),
      ofColumn === null
        ? Number.POSITIVE_INFINITY
        : ofColumn -
            before(
              working.map((row) => row[c]!),
              r,
            ),
    )
  }
  for (const row of working) row.fill(0)
  fill(0)
  return found
}
