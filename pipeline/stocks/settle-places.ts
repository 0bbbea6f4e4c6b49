import { z } from 'zod'
import { WithheldError } from '../../schemas/failure.ts'
import { placeJointly, type ToldCounts } from '../../transforms/contributions/joint-places.ts'
import {
  addNameless,
  addToldPlaces,
  dropOneSeries,
  type NamelessSpell,
  namelessOf,
  placesOf,
  renameSeries,
} from '../../transforms/contributions/told-places.ts'
import { leafSeparator } from '../../transforms/tabulate/stock-members.ts'
import type { TablePlan } from '../../transforms/tabulate/table-plan.ts'
import { type Database, wholeNumber } from '../database.ts'
import type { CodeList } from './code-growth.ts'
import type { PublishedStocks } from './published-stocks.ts'
import { type ToldTree, toldDimensions } from './told-trees.ts'

/** What a stock's places are of, by series: its code lists. */
type Sources = ReadonlyMap<string, readonly CodeList[]>

/**
 * Gives learners of earlier days places in stocks that were not counted then, or not by all codes of today: the place that
 * they have now, as far as what was counted then says nothing else. No release told more of them, so any place that all stocks
 * agree on is as good as the true one; and with it each stock is held against every earlier day like any other.
 *
 * Current contributions of all stocks have to be known. Done again it changes nothing.
 *
 * @param plans of all stocks
 * @param today day of the stocks, after all that were published
 * @throws {WithheldError} if no such places are found of learners who are gone
 */
export async function settlePlaces(
  database: Database,
  plans: readonly TablePlan[],
  published: readonly PublishedStocks[],
  today: string,
): Promise<void> {
  const last = published.at(-1)
  if (last === undefined) return
  const sources = new Map([...last.stocks].map(([id, { codes }]) => [id, codes]))
  const open: TablePlan[] = []
  for (const plan of plans) {
    const { id, dimensions } = plan.shape
    if (sources.has(id) && (await isCountedByAllCodes(database, plan))) sources.set(id, dimensions)
    else open.push(plan)
  }
  const days = published.map(({ asOf }) => asOf)
  for (const plan of open) {
    const { id, dimensions } = plan.shape
    await settle(database, plan, sources, [...days, today])
    sources.set(id, dimensions)
  }
}

async function isCountedByAllCodes(database: Database, { shape }: TablePlan): Promise<boolean> {
  const leaves = shape.dimensions.map(({ codes }) => {
    const inner = new Set(codes.map(({ parent }) => parent))
    return new Set(codes.flatMap(({ code }) => (inner.has(code) ? [] : [code])))
  })
  const places = await database.select(placesOf(shape.id), z.object({ place: z.string() }))
  return places.every(({ place }) => {
    const codes = place.split(leafSeparator)
    return leaves.every((own, d) => own.has(codes[d]!))
  })
}

async function settle(
  database: Database,
  plan: TablePlan,
  known: Sources,
  days: readonly string[],
): Promise<void> {
  const { id } = plan.shape
  const own = known.get(id)
  // No id of a table has a space.
  const before = `${id} before`
  const others = [...known].filter(([series]) => series !== id)
  const sources: Sources = new Map(own === undefined ? others : [[before, own], ...others])
  await database.run(own === undefined ? dropOneSeries(id) : renameSeries(id, before))
  const trees = toldDimensions(plan, sources)
  const [presence] = sources.keys()
  await database.run(
    addToldPlaces(
      id,
      presence!,
      trees.map(({ told }) => told),
    ),
  )
  const spells = await namelessSpells(database, id, trees, sources, days)
  if (spells.length > 0) await database.run(addNameless(id, spells))
  await database.run(dropOneSeries(before))
}

const namelessRow = z.object({
  series: z.string(),
  place: z.string(),
  since: z.string(),
  until: z.string().nullable(),
  learners: wholeNumber,
})

/** Learners who are gone, in places of the stock on each day that they were counted on. */
async function namelessSpells(
  database: Database,
  id: string,
  trees: readonly ToldTree[],
  sources: Sources,
  days: readonly string[],
): Promise<readonly NamelessSpell[]> {
  const rows = await database.select(namelessOf([...sources.keys()]), namelessRow)
  const spells: NamelessSpell[] = []
  let open = new Map<string, { readonly since: string; readonly learners: number }>()
  for (const [m, day] of days.entries()) {
    const now = new Map<string, number>()
    // The last day is today's: who is gone is not in it.
    if (m < days.length - 1)
      for (const { codes, learners } of placedOn(id, rows, trees, sources, day)) {
        const place = codes.map((code, d) => trees[d]!.firstLeaf(code)).join(leafSeparator)
        now.set(place, (now.get(place) ?? 0) + learners)
      }
    const next = new Map<string, { readonly since: string; readonly learners: number }>()
    for (const place of new Set([...open.keys(), ...now.keys()])) {
      const [was, learners] = [open.get(place), now.get(place)]
      if (was !== undefined && was.learners !== learners) spells.push({ place, ...was, until: day })
      if (learners !== undefined) next.set(place, was?.learners === learners ? was : { since: day, learners })
    }
    open = next
  }
  return spells
}

function placedOn(
  id: string,
  rows: readonly z.infer<typeof namelessRow>[],
  trees: readonly ToldTree[],
  sources: Sources,
  day: string,
) {
  const told = [...sources].map(([series, lists]): ToldCounts => {
    const at = trees.map(({ name }) => lists.findIndex((list) => list.name === name))
    const counts = new Map<string, { codes: string[]; learners: number }>()
    for (const { series: of, place, since, until, learners } of rows) {
      if (of !== series || since > day || (until !== null && until <= day)) continue
      const own = place.split(leafSeparator)
      const codes = at.map((d, i) => (d < 0 ? trees[i]!.total : trees[i]!.codeOf(own[d]!)))
      const key = codes.join(leafSeparator)
      const count = counts.get(key) ?? { codes, learners: 0 }
      count.learners += learners
      counts.set(key, count)
    }
    return { apart: trees.map((tree) => tree.apart(lists)), counts: [...counts.values()] }
  })
  // Who tells most comes first: what it says of two dimensions together no other table can be made to agree with later.
  const detail = ({ apart }: ToldCounts) => apart.reduce((product, codes) => product * codes.size, 1)
  const placed = placeJointly(
    trees.map(({ parents }) => parents),
    told.toSorted((a, b) => detail(b) - detail(a)),
  )
  if (placed === null)
    throw new WithheldError(
      `where learners who are gone were counted must follow from the stocks that are out: leave a dimension out of the new one. Provided value: table ${id}`,
    )
  return placed
}
