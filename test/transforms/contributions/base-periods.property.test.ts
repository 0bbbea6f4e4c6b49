import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { needsOf } from '../../../pipeline/2-deidentify.ts'
import { nextPeriod, periodOf } from '../../../pipeline/period-calendar.ts'
import type { Period } from '../../../schemas/period.ts'
import { type TableDefinition, tableSchema } from '../../../schemas/table.ts'
import { countedPersons } from '../../../transforms/admit/standing.ts'
import {
  addAttributes,
  addHappened,
  keepAdded,
  pinAttributes,
  recodeCounted,
  restoreFact,
  rolledName,
  startAdded,
} from '../../../transforms/contributions/base-periods.ts'
import { startContributions } from '../../../transforms/contributions/contribution-relations.ts'
import { findClampedLearners } from '../../../transforms/deidentify/clamp-minutes.ts'
import { assignCodes } from '../../../transforms/deidentify/contributor-code.ts'
import { factRelation } from '../../../transforms/deidentify/fact-relation.ts'
import { stableCodeRelation } from '../../../transforms/deidentify/stable-code-relations.ts'
import { stripFact, stripLearners } from '../../../transforms/deidentify/strip-identifiers.ts'
import { recodeLearners } from '../../../transforms/generalize/recode.ts'
import { recountQuery } from '../../../transforms/recount/recount-query.ts'
import { cellQuery } from '../../../transforms/tabulate/cell-query.ts'
import { groupReader } from '../../../transforms/tabulate/counted-group.ts'
import { collapse, nodeName, nodesOf } from '../../../transforms/tabulate/lattice.ts'
import { Matrix } from '../../../transforms/tabulate/margins.ts'
import { emptyDatabase } from '../database.ts'
import {
  attributes,
  catalogue,
  fillVault,
  minutesPerLearner,
  type School,
  school,
  period as week,
} from '../school.ts'
import { planOf, tables } from '../school-tables.ts'

const database = await emptyDatabase()
const own = attributes.filter(({ definition }) => definition.of === 'learners')

const title = { en: 'Table' }
const learners = { count: 'learners' }
/** Tables without days; two learners have a birthday within the week. */
const rolled: readonly TableDefinition[] = [
  ...tables.filter(({ dimensions }) => dimensions['day'] === undefined),
  tableSchema.parse({
    ...{ id: 'by-age', title, from: 'lesson_views', dimensions: { age: {}, course: {} } },
    measures: { learners, views: { count: 'events' }, minutes: { sum: 'minutes' } },
  }),
  tableSchema.parse({
    ...{ id: 'new-by-age', title, from: 'registrations', dimensions: { age: {}, gender: {} } },
    measures: { learners },
  }),
]

function daysOf(period: Period): readonly Period[] {
  const days: Period[] = []
  for (let day = periodOf(period.start, 'day'); day.end <= period.end; day = nextPeriod(day)) days.push(day)
  return days
}

/** Deidentifies a source as a run does. */
async function read(given: School, table: TableDefinition) {
  await fillVault(database, given)
  await database.run(assignCodes(countedPersons([]), 'salt'))
  const fields = ['home', 'gender', 'birth_date']
  await database.run(stripLearners(countedPersons(fields), fields))
  await database.run(
    `CREATE OR REPLACE TABLE ${stableCodeRelation.from} AS SELECT code, 'learner ' || code AS learner FROM cohort.learner`,
  )
  const needs = needsOf([table]).get(table.from)!
  await database.run(findClampedLearners('day', minutesPerLearner))
  await database.run(stripFact(table.from, needs, 'day', minutesPerLearner))
  return needs
}

/** Counts a table for the week from what was counted day by day; each day's source has that day's views and tests only. */
async function rollUp(given: School, table: TableDefinition) {
  for (const sql of startContributions()) await database.run(sql)
  for (const day of daysOf(week)) {
    const ofDay = <T extends { readonly day: string }>(rows: readonly T[]) =>
      rows.filter((row) => row.day === day.start)
    const needs = await read({ ...given, views: ofDay(given.views), results: ofDay(given.results) }, table)
    const places = needs.course === 'lesson' ? catalogue.lessons : catalogue.courses
    await database.run(recodeLearners(own, day.start))
    for (const sql of pinAttributes(own, week)) await database.run(sql)
    await database.run(startAdded())
    await database.run(addHappened(table.from, needs, places, day))
    for (const sql of addAttributes(own, week)) await database.run(sql)
    await database.run(keepAdded(day))
  }
  const needs = await read(given, table)
  const places = needs.course === 'lesson' ? catalogue.lessons : catalogue.courses
  for (const sql of recodeCounted(own, week, week)) await database.run(sql)
  await database.run(restoreFact(table.from, needs, places, week))
  const plan = planOf(table)
  const fact = factRelation(table.from, needs, rolledName(table.from))
  const matrix = new Matrix(plan.shape, 3)
  for (const node of nodesOf(plan.dimensions)) {
    const target = `cohort.node_${nodeName(node)}`
    const sql = collapse(fact.relation.from, { course: needs.course, day: true }, node, fact)
    await database.run(`CREATE OR REPLACE TABLE ${target} AS ${sql}`)
    const reader = groupReader(plan, node, catalogue)
    for (const row of await database.rows(cellQuery(plan, node, target, 3))) matrix.add(reader.group(row))
  }
  return { shape: plan.shape, cells: matrix.cells() }
}

describe('a week of days is what a count of its learners gives who keep the attributes of their first day', () => {
  for (const table of rolled) {
    const dimensions = Object.keys(table.dimensions)
    test.prop([school], { numRuns: 4 })(
      `${table.id} by ${dimensions.join(', ') || 'nothing'}`,
      async (given) => {
        const { shape, cells } = await rollUp(given, table)
        const roll = { base: 'day', longest: week, counting: [shape] } as const
        const rows = await database.rows(
          recountQuery(shape, attributes, week, minutesPerLearner, [shape], roll),
        )
        const found = new Map(rows.map((row) => [dimensions.map((name) => row[`d_${name}`]).join(' '), row]))
        for (const { coordinates, measures } of cells) {
          const row = found.get(coordinates.join(' ')) ?? {}
          const numbers = (column: string) =>
            shape.baseMeasures.map((_, i) => Number(row[`${column}_${i}`] ?? 0))
          expect([coordinates, measures.map(({ value }) => value)]).toEqual([coordinates, numbers('value')])
          expect([coordinates, measures.map(({ contributors }) => contributors)]).toEqual([
            coordinates,
            numbers('learners'),
          ])
        }
      },
    )
  }
})
