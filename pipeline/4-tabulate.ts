import type { TabulatedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import { contributionsJudged } from '../schemas/dominance.ts'
import { type FactName, facts } from '../schemas/fact.ts'
import { Failure } from '../schemas/failure.ts'
import type { Period } from '../schemas/period.ts'
import { attest } from '../transforms/attest.ts'
import { type FactNeeds, type FactRelation, factRelation } from '../transforms/deidentify/fact-relation.ts'
import { temporaryRelation } from '../transforms/relation.ts'
import { cellQuery, scoreQuery } from '../transforms/tabulate/cell-query.ts'
import { groupReader } from '../transforms/tabulate/counted-group.ts'
import {
  collapse,
  isFiner,
  type LatticeNode,
  latticeOf,
  nodeName,
  nodesOf,
} from '../transforms/tabulate/lattice.ts'
import { Matrix } from '../transforms/tabulate/margins.ts'
import { planTable } from '../transforms/tabulate/plan-table.ts'
import { findStockMembers, stockMembers } from '../transforms/tabulate/stock-members.ts'
import type { TablePlan } from '../transforms/tabulate/table-plan.ts'
import type { Deidentified } from './2-deidentify.ts'
import type { Database } from './database.ts'
import type { Project } from './load-project.ts'

/** Looks at learners of a table at one of its lattice nodes, before they are gone. */
export type NodeWatch = (plan: TablePlan, node: LatticeNode, from: string) => Promise<void>

export interface TabulateOptions {
  /** Where each fact's events are; the relation of the fact where absent. */
  readonly relationOf?: (fact: FactName, needs: FactNeeds) => FactRelation
  /** Called for each node of each flow. */
  readonly watch?: NodeWatch | undefined
}

interface BuiltNode {
  readonly node: LatticeNode
  readonly from: string
  readonly rows: number
}

/**
 * Step 4, tabulate: counts every table of the project for one period. Learners are collapsed once for each
 * combination of event levels that some table shows, each from the smallest finer one; margins over attributes
 * are sums of cells.
 *
 * @throws {ConfigurationError} if a table does not fit the project
 */
export async function tabulate(
  database: Database,
  project: Project,
  period: Period,
  deidentified: Deidentified,
  { relationOf = factRelation, watch }: TabulateOptions = {},
): Promise<Held<'tabulated', readonly TabulatedTable[]>> {
  const plans = planTables(project, period, deidentified)
  const keep = contributionsJudged(project.definition.policy.dominance)
  const matrices = new Map(plans.map((plan) => [plan, new Matrix(plan.shape, keep)]))
  const stocks = plans.filter(({ shape }) => shape.asOf !== undefined)
  if (stocks.length > 0) {
    await database.run(findStockMembers(deidentified.needs, period.end))
    const members = [{ node: { course: null, day: false }, from: stockMembers.from, rows: 0 }]
    for (const plan of stocks) await count(database, plan, members, matrices.get(plan)!, deidentified, keep)
  }
  for (const [fact, needs] of deidentified.needs) {
    const own = plans.filter((plan) => plan.fact === fact && plan.shape.asOf === undefined)
    if (own.length === 0) continue
    const built = await buildLattice(
      database,
      relationOf(fact, needs),
      { course: needs.course, day: true },
      own,
      period,
    )
    for (const plan of own) {
      await count(database, plan, built, matrices.get(plan)!, deidentified, keep)
      for (const node of nodesOf(plan.dimensions)) await watch?.(plan, node, builtNode(built, node))
    }
    for (const { from } of built) await database.run(`DROP TABLE IF EXISTS ${from}`)
  }
  return attest(
    'tabulated',
    plans.map((plan) => ({ shape: plan.shape, cells: matrices.get(plan)!.cells() })),
  )
}

/**
 * Resolves every table of the project for one period.
 *
 * @throws {ConfigurationError} if a table does not fit the project
 */
export function planTables(
  { attributes, tables, definition: { policy } }: Project,
  period: Period,
  { catalogue }: Deidentified,
): readonly TablePlan[] {
  return tables.map((table) => planTable(table, { attributes, catalogue, period, policy }))
}

/** Collapses a fact to every node that its tables need. */
async function buildLattice(
  database: Database,
  fact: FactRelation,
  stored: LatticeNode,
  plans: readonly TablePlan[],
  period: Period,
): Promise<readonly BuiltNode[]> {
  const within = `WHERE s.day >= DATE '${period.start}' AND s.day < DATE '${period.end}'`
  const built: BuiltNode[] = []
  for (const node of latticeOf(plans)) {
    const finer = built
      .filter((candidate) => isFiner(candidate.node, node))
      .toSorted((a, b) => a.rows - b.rows)[0]
    const target = temporaryRelation(`node_${nodeName(node)}`).from
    const sql =
      finer === undefined
        ? collapse(fact.relation.from, stored, node, fact, within)
        : collapse(finer.from, finer.node, node, fact)
    await database.run(`CREATE OR REPLACE TEMP TABLE ${target} AS ${sql}`)
    built.push({ node, from: target, rows: await database.count(`SELECT count(*) FROM ${target}`) })
  }
  return built
}

async function count(
  database: Database,
  plan: TablePlan,
  built: readonly BuiltNode[],
  matrix: Matrix,
  { catalogue }: Deidentified,
  keep: number,
): Promise<void> {
  for (const node of nodesOf(plan.dimensions)) {
    const from = builtNode(built, node)
    const reader = groupReader(plan, node, catalogue)
    for (const row of await database.rows(cellQuery(plan, node, from, keep))) matrix.add(reader.group(row))
    if (facts[plan.fact].scores.length > 0)
      for (const row of await database.rows(scoreQuery(plan, node, from))) matrix.addScore(reader.score(row))
  }
}

function builtNode(built: readonly BuiltNode[], node: LatticeNode): string {
  const from = built.find((candidate) => nodeName(candidate.node) === nodeName(node))?.from
  if (from === undefined) throw new Failure('the lattice must hold every node that a table needs', 1)
  return from
}
