import { z } from 'zod'
import { matrixSize, type TableShape } from '../../schemas/cell.ts'
import type { Move } from '../../schemas/change.ts'
import { contributionMoves, currentCounts } from '../../transforms/contributions/moves.ts'
import { type Database, wholeNumber } from '../database.ts'
import { leafRowOf } from './leaf-row-of.ts'

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
  const rowOf = leafRowOf(shape)
  const row = (leaf: string | null): number => {
    const found = leaf === null ? -1 : rowOf(leaf)
    if (found === undefined) throw new Error('contributions must be to rows of their table')
    return found
  }
  const spells = await database.select(
    contributionMoves(shape.id, days),
    z.object({
      before: z.string(),
      now: place,
      first: wholeNumber,
      last: wholeNumber,
      learners: wholeNumber,
    }),
  )
  const current = await database.select(
    currentCounts(shape.id),
    z.object({ place: z.string(), learners: wholeNumber }),
  )
  // Who was counted on a day was so on each day of their spell: sums over days come from where spells begin and end.
  const moved = new Map<number, Float64Array>()
  const stayed = new Map<number, Float64Array>()
  const size = matrixSize(shape.dimensions) + 1
  const spell = (
    sums: Map<number, Float64Array>,
    key: number,
    from: number,
    to: number,
    learners: number,
  ) => {
    const steps = sums.get(key) ?? new Float64Array(days.length + 1)
    steps[from]! += learners
    steps[to]! -= learners
    sums.set(key, steps)
  }
  for (const { before, now, first, last, learners } of spells) {
    const [from, to] = [row(before), row(now)]
    if (to >= 0) spell(stayed, to, first, last, learners)
    if (from !== to) spell(moved, (from + 1) * size + to + 1, first, last, learners)
  }
  for (const steps of [...moved.values(), ...stayed.values()])
    for (let day = 1; day < days.length; day++) steps[day]! += steps[day - 1]!
  const keys = [...moved.keys()].toSorted((a, b) => a - b)
  const counted = current.map((one) => ({ to: row(one.place), learners: one.learners }))
  const nowhere = new Float64Array(days.length)
  return days.map((_, day) => {
    const joined = counted
      .map(
        ({ to, learners }): Move => ({
          from: -1,
          to,
          learners: learners - (stayed.get(to) ?? nowhere)[day]!,
        }),
      )
      .filter(({ learners }) => learners !== 0)
      .toSorted((a, b) => a.to - b.to)
    if (joined.some(({ learners }) => learners < 0) || stayedElsewhere(stayed, counted, day))
      throw new Error('contributions must count each learner once')
    const others = keys.flatMap((key): readonly Move[] => {
      const learners = moved.get(key)![day]!
      return learners === 0 ? [] : [{ from: Math.floor(key / size) - 1, to: (key % size) - 1, learners }]
    })
    return [...joined, ...others]
  })
}

/** Whether anybody is taken to be in a leaf row now that counts nobody. */
function stayedElsewhere(
  stayed: ReadonlyMap<number, Float64Array>,
  counted: readonly { readonly to: number }[],
  day: number,
): boolean {
  const known = new Set(counted.map(({ to }) => to))
  return [...stayed].some(([to, learners]) => learners[day]! > 0 && !known.has(to))
}
