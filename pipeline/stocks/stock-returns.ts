import { z } from 'zod'
import type { TableShape } from '../../schemas/cell.ts'
import type { LeafLearners, Move, Returns } from '../../schemas/change.ts'
import { lateComers, notedReturns } from '../../transforms/contributions/returns.ts'
import { type Database, wholeNumber } from '../database.ts'
import { leafRowOf } from './leaf-row-of.ts'

const notedRow = z.object({ since: z.string(), until: z.string(), learners: wholeNumber })
const lateRow = z.object({ place: z.string(), due: z.string(), entered: z.string(), learners: wholeNumber })

const nobody: Returns = { most: 0, joined: [], departed: [] }

/**
 * Who may have been counted in a stock on each of several days, was forgotten since and came back: pairs of somebody who was
 * refused and somebody who came late, as far as their days do not exclude it. Who came back was counted no earlier than they
 * were due, and entered again no earlier than they were forgotten. Where they were before is not kept: anybody who departed may
 * be one of them.
 *
 * @param counted all days on which the stock was counted, `YYYY-MM-DD`
 * @param days those that are asked about
 * @param moves since each of these
 * @param today the day that the stock is counted on
 * @returns by day that is asked about
 */
export async function readStockReturns(
  database: Database,
  shape: TableShape,
  counted: readonly string[],
  days: readonly string[],
  moves: readonly (readonly Move[])[],
  today: string,
): Promise<readonly Returns[]> {
  const refused = await database.select(notedReturns(), notedRow)
  if (refused.length === 0) return days.map(() => nobody)
  const row = leafRowOf(shape)
  const late = await database.select(lateComers(shape.id, counted, today), lateRow)
  const pairs = late.map(({ place, due, entered, learners }) => ({
    joined: { row: row(place), learners },
    departed: refused.filter(({ since, until }) => due <= since && until <= entered),
  }))
  return days.map((day, d) => {
    const now: LeafLearners[] = []
    const then = new Set<(typeof refused)[number]>()
    for (const { joined, departed } of pairs) {
      const own = departed.filter(({ since, until }) => since <= day && day < until)
      if (own.length > 0) now.push(joined)
      for (const one of own) then.add(one)
    }
    const most = Math.min(total(now), total([...then]))
    if (most === 0) return nobody
    const gone = moves[d]!.filter(({ from, to }) => from >= 0 && to < 0)
    return {
      most,
      joined: now,
      departed: gone.map(({ from, learners }) => ({ row: from, learners: Math.min(learners, most) })),
    }
  })
}

function total(learners: readonly { readonly learners: number }[]): number {
  return learners.reduce((sum, one) => sum + one.learners, 0)
}
