import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { readChanges } from '../../../pipeline/revisions/read-changes.ts'
import type { BaseMeasure, TableShape, TabulatedTable } from '../../../schemas/cell.ts'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import { fewestFallen } from '../../../transforms/audit/revised-figures.ts'
import {
  advanceContributions,
  forgetDeparted,
} from '../../../transforms/contributions/advance-contributions.ts'
import { startContributions } from '../../../transforms/contributions/contribution-relations.ts'
import { figureExpressions } from '../../../transforms/contributions/figure-expressions.ts'
import { figureName, placeSeparator } from '../../../transforms/contributions/figure-place.ts'
import { emptyDatabase } from '../database.ts'
import { countTable, dimension, flat } from '../disclosure/tables.ts'

const leaves = ['a', 'b']
const courses = ['_T', 'c1', 'c2']
const place = dimension('place', flat(...leaves))
const course = { ...dimension('course', flat('c1', 'c2')), kind: 'event' as const }
const { shape: plain } = countTable([place, course], {})
const measure = (name: string, change: Partial<BaseMeasure>): BaseMeasure => ({
  ...plain.baseMeasures[0]!,
  name,
  counts: name,
  ...change,
})
const shape: TableShape = {
  ...plain,
  baseMeasures: [
    measure('learners', { type: 'learners', overEvents: 'distinct' }),
    measure('views', { type: 'events', overEvents: 'additive' }),
  ],
}
const table: TabulatedTable = {
  shape,
  cells: [...matrixCoordinates(shape.dimensions)].map((coordinates) => ({
    coordinates,
    contributors: 0,
    measures: shape.baseMeasures.map(() => ({ value: 0, contributors: 0, largest: [] })),
    outcomes: {},
    scores: {},
  })),
}
const database = await emptyDatabase()
/** Views of two courses by each of four learners, on each day. */
const views = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }))
const days = fc.array(fc.array(views, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 4 })
/** From which day on each is gone. */
const gone = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 4 })
const dayOf = (n: number) => `2026-0${n + 1}-01`
const leafOf = (learner: number) => leaves[learner % 2]!

/** By figure: what a learner contributes. */
function figuresOf([one, two]: readonly [number, number]): ReadonlyMap<string, number> {
  const amounts = [one + two, one, two]
  return new Map(
    courses.flatMap((code, c) => [
      [figureName('learners', [code]), Math.min(1, amounts[c]!)] as const,
      [figureName('views', [code]), amounts[c]!] as const,
    ]),
  )
}

test.prop([days, gone], { numRuns: 80 })(
  'what changed since every day is what single learners changed; of who is gone, at most so many',
  async (history, until) => {
    for (const sql of startContributions()) await database.run(sql)
    const nothing = [0, 0] as const
    const at = (n: number, learner: number) => (until[learner]! <= n ? nothing : history[n]![learner]!)
    for (const n of history.keys()) {
      const here = [0, 1, 2, 3].filter((learner) => until[learner]! > n)
      await database.run(
        `CREATE OR REPLACE TABLE cohort.known_code AS FROM (VALUES ${[0, 1, 2, 3].map((l) => `('l${l}', ${!here.includes(l)})`).join(', ')}) AS t(learner, refused)`,
      )
      if (n > 0)
        for (const sql of forgetDeparted(`${dayOf(n - 1).slice(0, 8)}02`, '2000-01-01'))
          await database.run(sql)
      await database.run('DELETE FROM cohort.current_contribution')
      for (const learner of here)
        for (const [figure, amount] of figuresOf(at(n, learner)))
          if (amount > 0)
            await database.run(
              `INSERT INTO cohort.current_contribution VALUES ('p/t', 'l${learner}', '${leafOf(learner)}${placeSeparator}${figure}', ${amount})`,
            )
      const earlier = [...Array(n).keys()]
      const found = await readChanges(database, 'p/t', 0, table, earlier.map(dayOf), 3)
      for (const { key, terms, kind, type } of figureExpressions(shape)) {
        const figure = found.figures.find((one) => one.key === key)
        const amountOf = (learner: number, m: number) =>
          terms.reduce((sum, term) => sum + term.coefficient * figuresOf(at(m, learner)).get(term.figure)!, 0)
        for (const m of earlier)
          for (const [leaf, name] of leaves.entries()) {
            const own = [0, 1, 2, 3].filter((learner) => leafOf(learner) === name)
            const changes = own.map((learner) => ({
              by: amountOf(learner, n) - amountOf(learner, m),
              isGone: until[learner]! <= n,
            }))
            const told = (figure?.changes[m] ?? []).find((one) => one.leaf === leaf + 1)
            const rises = changes.filter(({ by }) => by > 0).map(({ by }) => by)
            const falls = changes.filter(({ by }) => by < 0).map(({ by }) => -by)
            expect(told?.rose.learners ?? 0).toBe(rises.length)
            expect(told?.rose.largest ?? []).toEqual(
              (told?.rose.largest ?? []).length === 0 ? [] : rises.toSorted((a, b) => b - a).slice(0, 3),
            )
            expect(told?.fell.value ?? 0).toBe(falls.reduce((sum, by) => sum + by, 0))
            const isExact = kind === 'figure' || type === 'learners' || changes.every(({ isGone }) => !isGone)
            const fewest = fewestFallen(told === undefined ? [] : [told])
            if (isExact) expect([fewest, told?.fell.learners ?? 0]).toEqual([falls.length, falls.length])
            expect(fewest).toBeLessThanOrEqual(falls.length)
            expect(fewest > 0).toBe(falls.length > 0)
          }
      }
      const mixed = (m: number, name: string) =>
        [0, 1, 2, 3].filter((learner) => {
          const [before, now] = [at(m, learner), at(n, learner)]
          return leafOf(learner) === name && (now[0] - before[0]) * (now[1] - before[1]) < 0
        }).length
      for (const m of earlier)
        for (const [leaf, name] of leaves.entries())
          expect(found.mixed.learners[m]!.find((one) => one.leaf === leaf + 1)?.learners ?? 0).toBe(
            mixed(m, name),
          )
      for (const sql of advanceContributions(dayOf(n), ['p/t'])) await database.run(sql)
    }
  },
)
