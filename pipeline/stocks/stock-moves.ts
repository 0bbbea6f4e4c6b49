import { z } from 'zod'
import { matrixCoordinates, type TableShape } from '../../schemas/cell.ts'
import type { Move } from '../../schemas/change.ts'
import { contributionMoves, currentCounts } from '../../transforms/contributions/moves.ts'
import { leafSeparator } from '../../transforms/tabulate/stock-members.ts'
import { type Database, wholeNumber } from '../database.ts'

const place = z.string().nullable()

/**
 * Who moved between leaf rows of a stock since each of several days: from the contributions, which know where each
 * learner was counted then and is counted now.
 *
 * @param days earlier days, `YYYY-MM-DD`
 * @returns moves since each of the days, in their order
 * @throws if more are counted in a row since then than are in it
 */
export async function readStockMoves(
  database: Database,
  shape: TableShape,
  days: readonly string[],
): Promise<readonly (readonly Move[])[]> {
  const rowOf = new Map(
    [...matrixCoordinates(shape.dimensions)].map((codes, row) => [codes.join(leafSeparator), row]),
  )
  const row = (leaf: string | null): number => {
    if (leaf === null) return -1
    const found = rowOf.get(leaf)
    if (found === undefined) throw new Error('contributions must be to rows of their table')
    return found
  }
  const spells = await database.select(
    contributionMoves(shape.id),
    z.object({ before: place, now: place, since: place, until: place, learners: wholeNumber }),
  )
  const current = await database.select(
    currentCounts(shape.id),
    z.object({ place: z.string(), learners: wholeNumber }),
  )
  return days.map((day) => {
    const joined = new Map(current.map((one) => [row(one.place), one.learners]))
    const moved = new Map<string, Move>()
    const add = (from: number, to: number, learners: number): void => {
      const key = `${from} ${to}`
      moved.set(key, { from, to, learners: learners + (moved.get(key)?.learners ?? 0) })
    }
    for (const { before, now, since, until, learners } of spells) {
      if (since === null || since > day || (until !== null && until <= day)) continue
      const [from, to] = [row(before), row(now)]
      if (to >= 0) joined.set(to, (joined.get(to) ?? 0) - learners)
      if (from !== to) add(from, to, learners)
    }
    for (const [to, learners] of joined) {
      if (learners < 0) throw new Error('contributions must count each learner once')
      if (learners > 0) add(-1, to, learners)
    }
    return [...moved.values()].toSorted((a, b) => a.from - b.from || a.to - b.to)
  })
}
