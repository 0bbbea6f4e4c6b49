import {
  type Dimension,
  type Figure,
  matrixSize,
  type PublishedTable,
  type TableShape,
} from '../../schemas/cell.ts'
import type { AuditBudget, AuditRule, Place } from './audit-report.ts'
import type { ChangeDirection } from './change-direction.ts'
import { searchComponents } from './component-search.ts'
import { exactRecovery } from './exact-recovery.ts'
import type { ComponentAttack } from './feasibility-interval.ts'
import { hiddenSystem } from './hidden-system.ts'
import type { KnownMoves } from './known-moves.ts'
import type { LeafRows } from './leaf-rows.ts'
import { type PublishedSystem, placeOf, publishedSystem } from './published-system.ts'
import { codeOf, tableGeometry } from './table-geometry.ts'
import type { ChangeFinding } from './updated-table.ts'

const whenCodes = ['whole', 'part', 'change'] as const

/** Finds changes that follow from what two releases show, or are shown to lie below k: one linear system for each day. */
export class NarrowedChanges {
  readonly #shapes: readonly TableShape[]
  readonly #minimumContributors: number
  readonly #rows: readonly LeafRows[]
  /** The system of all tables with nothing shown: what relates figures is the same for all days. */
  #system: PublishedSystem | null = null

  constructor(shapes: readonly TableShape[], rows: readonly LeafRows[], minimumContributors: number) {
    this.#rows = rows
    this.#shapes = shapes
    this.#minimumContributors = minimumContributors
  }

  /**
   * @param since the day, `YYYY-MM-DD`
   * @param open by table and row: 1 where a change is few, and not shown yet to be k or more as far as a reader can tell
   * @param found by table: receives points that were found, for other days and choices
   * @param enough changes that fall short, after which the rest is left unproven
   */
  async findings(
    since: string,
    directions: readonly ChangeDirection[],
    open: readonly Uint8Array[],
    found: readonly KnownMoves[],
    budget: AuditBudget,
    enough: number,
  ): Promise<readonly ChangeFinding[]> {
    this.#system ??= publishedSystem(this.#shapes.map(jointTable), 0, null, [])
    const template = this.#system
    const known = new Float64Array(template.size).fill(Number.NaN)
    const lower = new Float64Array(template.size)
    const upper = template.upper.slice()
    const counted = new Float64Array(template.size)
    // By variable: what it has to reach, as far as a reader can tell; 0 where nothing is asked.
    const reaches = new Float64Array(template.size)
    directions.forEach(({ whole, part, change, returned }, t) => {
      const size = change.length
      const variables = template.figures[t]!
      for (const [at, { truth, shown, atLeast, atMost }] of [whole, part].entries())
        for (let row = 0; row < size; row++) {
          const variable = variables[at * size + row]!
          counted[variable] = truth[row]!
          lower[variable] = Math.max(lower[variable]!, atLeast[row]!)
          upper[variable] = Math.min(upper[variable]!, atMost[row]!)
          if (shown[row] === 1) known[variable] = truth[row]!
        }
      for (let row = 0; row < size; row++) {
        const variable = variables[2 * size + row]!
        counted[variable] = change[row]!
        lower[variable] = Math.max(lower[variable]!, returned[row]!)
        if (open[t]![row] === 1)
          reaches[variable] = Math.max(reaches[variable]!, this.#minimumContributors + returned[row]!)
      }
    })
    const narrowed = await this.#narrowed(
      { ...template, known, lower, upper },
      counted,
      reaches,
      budget,
      enough,
    )
    for (const point of narrowed.points)
      directions.forEach(({ change, returned }, t) => {
        const variables = template.figures[t]!
        const size = change.length
        const moveOf = (side: 0 | 1) => {
          const move = new Map<number, number>()
          this.#rows[t]!.leaves.forEach((row, leaf) => {
            const by = Math.round(point.get(variables[side * size + row]!) ?? 0)
            if (by !== 0) move.set(leaf, by)
          })
          return move
        }
        const move = { whole: moveOf(0), part: moveOf(1) }
        for (let row = 0; row < size; row++) {
          const raised = point.get(variables[2 * size + row]!) ?? 0
          if (open[t]![row] === 1 && change[row]! + raised > this.#minimumContributors + returned[row]! - 1)
            found[t]!.add(row, since, move)
        }
      })
    return narrowed.found.map(({ variable, rule }) => ({
      rule,
      ...ownPlace(placeOf(template, variable)),
      clause: `a change since ${since} by 1 to minimumContributors − 1 learners cannot be told`,
      at: {
        table: template.first.table[variable]!,
        row: template.first.position[variable]! % directions[template.first.table[variable]!]!.change.length,
      },
      since,
    }))
  }

  async #narrowed(
    system: PublishedSystem,
    counted: Float64Array,
    reaches: Float64Array,
    budget: AuditBudget,
    enough: number,
  ): Promise<Narrowed> {
    const { values, components } = hiddenSystem(system)
    const found: { readonly variable: number; readonly rule: AuditRule }[] = []
    for (let v = 0; v < system.virtual.start; v++)
      if (Number.isNaN(system.known[v]!) && values[v]! < reaches[v]!)
        found.push({ variable: v, rule: 'exact-recovery' })
    const attacks: ComponentAttack[] = []
    const starts: Float64Array[] = []
    for (const component of components) {
      const { variables } = component
      const targets = Array.from(variables, (variable, column) => ({
        column,
        width: 0,
        reach: reaches[variable]!,
      })).filter(({ reach }) => reach > 0)
      if (targets.length === 0) continue
      const recovery = exactRecovery(component, budget)
      if (recovery === null || !recovery.consistent) {
        for (const { column } of targets) found.push({ variable: variables[column]!, rule: 'unproven' })
        continue
      }
      const own = Float64Array.from(variables, (variable) => counted[variable]!)
      // Where nobody counted who was in a row, what is taken for it may contradict what flows showed.
      const isPossible = own.every((value, i) => value >= component.lower[i]! && value <= component.upper[i]!)
      starts.push(own)
      attacks.push({
        component,
        independent: recovery.independent,
        targets,
        start: isPossible ? own : null,
        offers: [],
        keepsPoints: true,
      })
    }
    const searched = await searchComponents(attacks, budget, enough)
    const moved: Map<number, number>[] = []
    searched.forEach(({ intervals, points }, c) => {
      const { component } = attacks[c]!
      for (const point of points)
        moved.push(
          new Map([...component.variables].map((v, column) => [v, point[column]! - starts[c]![column]!])),
        )
      for (const { target, state } of intervals) {
        const variable = attacks[c]!.component.variables[target.column]!
        if (state !== 'reached')
          found.push({ variable, rule: state === 'short' ? 'below-threshold' : 'unproven' })
      }
    })
    return { found, points: moved }
  }
}

interface Narrowed {
  readonly found: readonly { readonly variable: number; readonly rule: AuditRule }[]
  /** Points that show that a change may be more, by variable: how far it moves from what was counted. */
  readonly points: readonly ReadonlyMap<number, number>[]
}

/** A table with a dimension more: what was before or is now, the other day, and the change between them. Nothing is shown. */
function jointTable(shape: TableShape): PublishedTable {
  const size = matrixSize(shape.dimensions)
  const [measure] = shape.baseMeasures
  const geometry = tableGeometry(shape.dimensions)
  const when: Dimension = {
    name: 'when',
    title: { en: 'When' },
    kind: 'attribute',
    sensitive: false,
    codes: whenCodes.map((name, i) => ({
      code: name,
      parent: i === 0 ? null : whenCodes[0],
      level: Math.min(i, 1),
      labels: { en: name },
    })),
  }
  const hidden: readonly Figure[] = [{ value: null, status: 'c' }]
  return {
    shape: {
      ...shape,
      dimensions: [when, ...shape.dimensions.map((dimension) => ({ ...dimension, sensitive: false }))],
      baseMeasures: [{ ...measure!, within: null, atMost: [], part: null }],
      derivedMeasures: [],
      zeros: 'publish',
    },
    rows: Array.from({ length: whenCodes.length * size }, (_, at) => ({
      coordinates: [
        whenCodes[Math.floor(at / size)]!,
        ...shape.dimensions.map(({ codes }, d) => codes[codeOf(geometry, at % size, d)]!.code),
      ],
      figures: hidden,
    })),
  }
}

/** A place of a joint table as the table without the dimension of days has it. */
function ownPlace({ table, coordinates, measure }: Place): Place {
  return { table, coordinates: coordinates.slice(1), measure }
}
