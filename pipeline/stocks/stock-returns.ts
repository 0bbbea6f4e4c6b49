import { z } from 'zod'
import type { TableShape } from '../../schemas/cell.ts'
import { type LeafLearners, type Move, noReturns, type Returns } from '../../schemas/change.ts'
import { lateComers, notedReturns } from '../../transforms/contributions/returns.ts'
import { type Database, wholeNumber } from '../database.ts'
import { leafRowOf } from './leaf-row-of.ts'

const notedRow = z.object({
  stock: z.string(),
  place: z.string(),
  since: z.string(),
  until: z.string(),
  learners: wholeNumber,
})
const lateRow = z.object({ place: z.string(), due: z.string(), entered: z.string(), learners: wholeNumber })

/** Days on which a stock was counted, `YYYY-MM-DD`. */
export interface CountedDays {
  /** All on which any stock of the project was, earliest first. */
  readonly all: readonly string[]
  /** The first one of this stock; of those who were forgotten before, other stocks tell. */
  readonly first: string
  readonly today: string
}

/** Learners who were refused, of one leaf and spell in it. */
interface Refused {
  /** Null where the stock has no such leaf: anywhere. */
  readonly row: number | null
  readonly since: string
  readonly until: string
  readonly learners: number
}

/**
 * Who may have been counted in a stock on each of several days, was forgotten since and came back: pairs of somebody who was
 * refused and somebody who came late, as far as their days do not exclude it. Who came back was counted no earlier than they
 * were due, and entered again no earlier than they were forgotten.
 *
 * @param days earlier days
 * @param moves since each of these
 * @returns by day
 */
export async function readStockReturns(
  database: Database,
  shape: TableShape,
  counted: CountedDays,
  days: readonly string[],
  moves: readonly (readonly Move[])[],
): Promise<readonly Returns[]> {
  const noted = await database.select(notedReturns(), notedRow)
  if (noted.length === 0) return days.map(() => noReturns)
  const rowOf = leafRowOf(shape)
  const refused = noted.flatMap(({ stock, place, ...spell }): readonly Refused[] => {
    if (stock === shape.id) return [{ ...spell, row: rowOf(place) ?? null }]
    return spell.until <= counted.first ? [{ ...spell, row: null }] : []
  })
  const late = await database.select(lateComers(shape.id, counted.all, counted.today), lateRow)
  const pairs = late.map(({ place, due, entered, learners }) => ({
    joined: { row: rowOf(place)!, learners },
    departed: refused.filter(({ since, until }) => due <= since && until <= entered),
  }))
  return days.map((day, d) => {
    const now: LeafLearners[] = []
    const then = new Set<Refused>()
    for (const { joined, departed } of pairs) {
      const own = departed.filter(({ since, until }) => since <= day && day < until)
      if (own.length > 0) now.push(joined)
      for (const one of own) then.add(one)
    }
    const most = Math.min(total(now), total([...then]))
    return most === 0 ? noReturns : { most, joined: now, departed: placesOf([...then], moves[d]!) }
  })
}

/** Where they departed from; who was in a leaf that there is no more, from any, as far as anybody did. */
function placesOf(refused: readonly Refused[], moves: readonly Move[]): readonly LeafLearners[] {
  const gone = moves.filter(({ from, to }) => from >= 0 && to < 0)
  const placed = gone.map(({ from, learners }) =>
    Math.min(learners, total(refused.filter(({ row }) => row === from))),
  )
  const others = total(refused) - placed.reduce((sum, one) => sum + one, 0)
  return gone.map(({ from, learners }, at) => ({
    row: from,
    learners: placed[at]! + Math.min(learners - placed[at]!, others),
  }))
}

function total(learners: readonly { readonly learners: number }[]): number {
  return learners.reduce((sum, one) => sum + one.learners, 0)
}
