import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { needsOf } from '../../../pipeline/2-deidentify.ts'
import type { Cell } from '../../../schemas/cell.ts'
import type { TableDefinition } from '../../../schemas/table.ts'
import { countedPersons } from '../../../transforms/admit/standing.ts'
import { findClampedLearners } from '../../../transforms/deidentify/clamp-minutes.ts'
import { assignCodes } from '../../../transforms/deidentify/contributor-code.ts'
import { factRelation } from '../../../transforms/deidentify/fact-relation.ts'
import { stripFact, stripLearners } from '../../../transforms/deidentify/strip-identifiers.ts'
import { recodeLearners } from '../../../transforms/generalize/recode.ts'
import { cellQuery, scoreQuery } from '../../../transforms/tabulate/cell-query.ts'
import { groupReader } from '../../../transforms/tabulate/counted-group.ts'
import {
  collapse,
  isFiner,
  type LatticeNode,
  latticeOf,
  nodeName,
  nodesOf,
} from '../../../transforms/tabulate/lattice.ts'
import { Matrix } from '../../../transforms/tabulate/margins.ts'
import { emptyDatabase } from '../database.ts'
import {
  attributes,
  catalogue,
  fillVault,
  minutesPerLearner,
  period,
  type School,
  school,
} from '../school.ts'
import { type CountedCell, cellCounter } from '../school-count.ts'
import { planOf, tables } from '../school-tables.ts'

const database = await emptyDatabase()
const keep = 3

/**
 * Counts one table as the pipeline does, `needed` being all tables of the project.
 *
 * @param near whether a node is collapsed from the last finer one that was built, or from the first
 */
async function tabulate(
  given: School,
  table: TableDefinition,
  needed: readonly TableDefinition[],
  near: boolean,
): Promise<readonly Cell[]> {
  await fillVault(database, given)
  await database.run(assignCodes(countedPersons([]), 'salt'))
  const fields = ['home', 'gender', 'birth_date']
  await database.run(stripLearners(countedPersons(fields), fields))
  await database.run(
    recodeLearners(
      attributes.filter(({ definition }) => definition.of === 'learners'),
      period.start,
    ),
  )
  const needs = needsOf(needed).get(table.from)!
  const fact = factRelation(table.from, needs)
  await database.run(findClampedLearners(period.grain, minutesPerLearner))
  await database.run(stripFact(table.from, needs, period.grain, minutesPerLearner))
  const plan = planOf(table)
  const built: LatticeNode[] = []
  const nodeTable = (node: LatticeNode) => `cohort.node_${nodeName(node)}`
  for (const node of latticeOf([plan])) {
    const finer = built.filter((candidate) => isFiner(candidate, node))
    const source = near ? finer.at(-1) : finer[0]
    const within = `WHERE s.day >= DATE '${period.start}' AND s.day < DATE '${period.end}'`
    const sql =
      source === undefined
        ? collapse(fact.relation.from, { course: needs.course, day: true }, node, fact, within)
        : collapse(nodeTable(source), source, node, fact)
    await database.run(`CREATE OR REPLACE TABLE ${nodeTable(node)} AS ${sql}`)
    built.push(node)
  }
  const matrix = new Matrix(plan.shape, keep)
  for (const node of nodesOf(plan.dimensions)) {
    const reader = groupReader(plan, node, catalogue)
    for (const row of await database.rows(cellQuery(plan, node, nodeTable(node), keep)))
      matrix.add(reader.group(row))
    if (table.from === 'test_results')
      for (const row of await database.rows(scoreQuery(plan, node, nodeTable(node))))
        matrix.addScore(reader.score(row))
  }
  return matrix.cells()
}

function histogram(percents: readonly number[]): readonly number[] {
  return Array.from({ length: 101 }, (_, percent) => percents.filter((p) => p === percent).length)
}

/** A cell with nothing left out where a figure is nothing. */
function spelledOut({ coordinates, contributors, measures, outcomes, scores }: Cell) {
  const { passed = 0, failed = 0 } = outcomes['outcome'] ?? {}
  const results = Object.entries(outcomes['result'] ?? {}).filter(([, learners]) => learners > 0)
  return {
    coordinates,
    contributors,
    measures,
    passed,
    failed,
    results: Object.fromEntries(results),
    scores: scores['score'] ?? histogram([]),
  }
}

function expectedCell(
  table: TableDefinition,
  coordinates: readonly string[],
  types: readonly string[],
  cell: CountedCell,
) {
  const ofTests = table.from === 'test_results'
  const results = 'result' in table.dimensions ? [...new Set(cell.results)] : []
  return {
    coordinates,
    contributors: cell.contributors,
    measures: cell.values.map((value, i) => ({
      value,
      contributors: cell.contributorsOf[i],
      largest: types[i] === 'learners' ? [] : cell.contributions[i]!.slice(0, keep),
    })),
    passed: ofTests ? cell.passed : 0,
    failed: ofTests ? cell.contributors - cell.passed : 0,
    results: Object.fromEntries(results.map((code) => [code, cell.results.filter((r) => r === code).length])),
    scores: histogram(ofTests ? cell.percents : []),
  }
}

describe('every cell is what a count over learners and events gives', () => {
  for (const table of tables) {
    const own = tables.filter(({ from, id }) => from === table.from && id !== table.id)
    const dimensions = Object.keys(table.dimensions).join(', ')
    test.prop([school, fc.subarray(own), fc.boolean()], { numRuns: 12 })(
      `${table.id} by ${dimensions || 'nothing'}`,
      async (given, others, near) => {
        const { shape } = planOf(table)
        const count = cellCounter(given, shape)
        const types = shape.baseMeasures.map(({ type }) => type)
        for (const cell of await tabulate(given, table, [table, ...others], near))
          expect(spelledOut(cell)).toEqual(
            expectedCell(table, cell.coordinates, types, count(cell.coordinates)),
          )
      },
    )
  }
})
