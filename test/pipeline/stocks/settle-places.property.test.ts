import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { z } from 'zod'
import { wholeNumber } from '../../../pipeline/database.ts'
import type { PublishedStocks } from '../../../pipeline/stocks/published-stocks.ts'
import { settlePlaces } from '../../../pipeline/stocks/settle-places.ts'
import { policySchema } from '../../../schemas/policy.ts'
import { tableSchema } from '../../../schemas/table.ts'
import { startContributions } from '../../../transforms/contributions/contribution-relations.ts'
import { literal } from '../../../transforms/relation.ts'
import { planTable } from '../../../transforms/tabulate/plan-table.ts'
import { emptyDatabase } from '../../transforms/database.ts'
import { attribute } from '../../transforms/hierarchies.ts'
import { catalogue, period } from '../../transforms/school.ts'

const database = await emptyDatabase()
const attributes = [
  attribute('region', {
    lines: ['a;east;*', 'b;east;*', 'c;west;*'],
    levels: ['town', 'zone'],
    missing: 'quarantine',
  }),
  attribute('sex', { lines: ['f;*', 'm;*'], missing: 'quarantine' }),
]
const zones = new Map([
  ['a', 'east'],
  ['b', 'east'],
  ['c', 'west'],
])
const separator = '\u001f'

function stock(id: string, dimensions: object) {
  const definition = tableSchema.parse({
    ...{ id, title: { en: id }, from: 'registrations', period: { type: 'stock' }, dimensions },
    measures: { registered: { count: 'learners' } },
  })
  return planTable(definition, { attributes, catalogue, period, policy: policySchema.parse({}) })
}

/** Stocks that were out, each with the place that it counts a learner in. */
const kinds = [
  { plan: stock('towns', { region: {} }), placeOf: ([town]: Place) => town },
  { plan: stock('zones', { region: { level: 'zone' } }), placeOf: ([town]: Place) => zones.get(town)! },
  { plan: stock('sexes', { sex: {} }), placeOf: ([, sex]: Place) => sex },
  {
    plan: stock('zones-by-sex', { region: { level: 'zone' }, sex: {} }),
    placeOf: ([town, sex]: Place) => `${zones.get(town)!}${separator}${sex}`,
  },
] as const
/** What is settled: a new stock, and one whose region was a zone before. */
const added = stock('added', { sex: {}, region: {} })
const parted = stock('zones-by-sex', { region: {}, sex: {} })

type Place = readonly [town: string, sex: string]
const days = ['2026-03-31', '2026-04-30', '2026-05-31'] as const
const today = '2026-06-30'

const place = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('f', 'm'))
const learner = fc.record({
  were: fc.tuple(fc.option(place), fc.option(place), fc.option(place)),
  now: fc.option(place),
  named: fc.boolean(),
})

interface Learner {
  readonly were: readonly (Place | null)[]
  readonly now: Place | null
  readonly named: boolean
}

/** Series as runs would have left them: who is not there any more may have lost their code. */
async function fill(learners: readonly Learner[], sources: readonly (typeof kinds)[number][]): Promise<void> {
  for (const sql of startContributions()) await database.run(sql)
  for (const { plan, placeOf } of sources)
    for (const [i, { were, now, named }] of learners.entries()) {
      const name = now === null && !named ? 'NULL' : literal(`learner ${i}`)
      for (const [m, at] of were.entries()) {
        const before = m === 0 ? null : were[m - 1]!
        if (at === null || (before !== null && placeOf(before) === placeOf(at))) continue
        const end = were.findIndex((next, n) => n > m && (next === null || placeOf(next) !== placeOf(at)))
        const until = end < 0 ? (now === null ? `'${today}'` : 'NULL') : `'${days[end]!}'`
        await database.run(
          `INSERT INTO cohort.contribution VALUES (${literal(plan.shape.id)}, ${name}, ${literal(placeOf(at))}, 1, '${days[m]!}', ${until}, 1, NULL)`,
        )
      }
    }
  for (const [series, placeOf] of [
    ['added', ([town, sex]: Place) => `${sex}${separator}${town}`],
    ['zones-by-sex', ([town, sex]: Place) => `${town}${separator}${sex}`],
  ] as const)
    for (const [i, { now }] of learners.entries())
      if (now !== null)
        await database.run(
          `INSERT INTO cohort.current_contribution VALUES ('${series}', 'learner ${i}', ${literal(placeOf(now))}, 1)`,
        )
}

const spell = z.object({
  learner: z.string().nullable(),
  place: z.string(),
  since: z.string(),
  until: z.string().nullable(),
  learners: wholeNumber,
})

const out = (sources: readonly (typeof kinds)[number][]) =>
  days.map(
    (asOf): PublishedStocks => ({
      asOf,
      stocks: new Map(
        sources.map(({ plan: { shape } }) => [shape.id, { rows: [], codes: shape.dimensions }]),
      ),
      active: () => new Map(),
      definitions: new Map(),
    }),
  )

/** By day and place that a source tells apart: how many are in it. */
function countsOf(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [at, learners] of entries) counts[at] = (counts[at] ?? 0) + learners
  return counts
}

test.prop([fc.array(learner, { maxLength: 9 }), fc.subarray([...kinds], { minLength: 1 }), fc.boolean()], {
  numRuns: 60,
})('all stocks count alike on all earlier days', async (learners, chosen, isAdded) => {
  const own = kinds[3]
  const sources = isAdded ? chosen : [...new Set([...chosen, own])]
  const plan = isAdded ? added : parted
  await fill(learners, sources)
  const others = sources.flatMap((one) => (!isAdded && one === own ? [] : [one.plan]))
  await settlePlaces(database, [...others, plan], out(sources), today)
  const spells = await database.select(
    `SELECT learner, place, since, until, learners FROM cohort.contribution WHERE series = '${plan.shape.id}'`,
    spell,
  )
  const at = (text: string): Place => {
    const codes = text.split(separator)
    return isAdded ? [codes[1]!, codes[0]!] : [codes[0]!, codes[1]!]
  }
  for (const [m, day] of days.entries()) {
    const alive = spells.filter(({ since, until }) => since <= day && (until === null || until > day))
    for (const { placeOf } of sources)
      expect(countsOf(alive.map((one) => [placeOf(at(one.place)), one.learners]))).toEqual(
        countsOf(learners.flatMap(({ were }) => (were[m] == null ? [] : [[placeOf(were[m]), 1] as const]))),
      )
    for (const { learner: name, place: found } of alive) {
      if (name === null) continue
      const { were, now } = learners[Number(name.split(' ')[1])]!
      const told = (of: Place) => sources.map(({ placeOf }) => placeOf(of))
      expect(told(at(found))).toEqual(told(were[m]!))
      // Who was where they are, as far as anything tells, did not move.
      if (now !== null && told(now).join() === told(were[m]!).join()) expect(at(found)).toEqual(now)
    }
  }
  const before = spells.length
  await settlePlaces(database, [...others, plan], out(sources), today)
  const again = await database.count(
    `SELECT count(*) FROM cohort.contribution WHERE series = '${plan.shape.id}'`,
  )
  expect(again).toBe(before)
})
