import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Effort } from '../../schemas/policy.ts'
import { expressInBasis } from './hierarchical-basis.ts'
import { IntervalProtection } from './interval-protection.ts'
import { linkTables } from './linked-tables.ts'
import { searchPatterns } from './pattern-search.ts'
import { regionRunner } from './region-runner.ts'
import { loadSolver } from './solver.ts'

export interface ChangeLimits {
  readonly minimumContributors: number
  readonly effort: Effort
}

/** Steps of the solver for one day and direction. */
const work = 500_000
/** So that what moves at all is told from the solver's tolerance. */
const leastWidth = 0.01

/** What changed in one direction since one day. */
export interface Changes {
  /** Learners who joined rows, or departed from them, as a table of one measure. */
  readonly table: TabulatedTable
  /** By row: 1 where anybody entered (or left), movers between rows among them. */
  readonly isTouched: Uint8Array
  /** By row: 1 where both releases show it. */
  readonly shown: Uint8Array
}

/**
 * Chooses rows to hold back, so that of no row that anybody entered (or left) since a day can be shown that fewer than
 * k learners joined (or departed).
 *
 * Such a row can be part of no sum of rows that both releases tell and fewer than k joined. That asks for less than the
 * width of a suppressed figure: the interval of a change may be narrow, if only it reaches k.
 *
 * @returns by table and row: 1 where both releases may show it
 */
export async function protectChanges(
  changes: readonly Changes[],
  { minimumContributors, effort }: ChangeLimits,
): Promise<readonly Uint8Array[]> {
  const tables = changes.map(({ table }) => table)
  const system = linkTables(tables, {
    minimumContributors,
    outcomeDiversity: 1,
    dominance: { p: 1, coalition: 0, concentration: null },
    hiddenAtLeast: 0,
    preferences: [],
    nested: [],
  })
  const isTouched = new Uint8Array(system.units.length)
  changes.forEach((one, t) => {
    one.isTouched.forEach((touched, row) => {
      if (touched === 1) isTouched[system.unitOfRow[t]![row]!] = 1
    })
  })
  const quantities = system.quantities.map((quantity) => {
    const isFew = isTouched[quantity.unit] === 1 && quantity.value < minimumContributors
    return { ...quantity, primary: isFew, protection: isFew ? minimumContributors - quantity.value : 0 }
  })
  const hidden = new Uint8Array(system.units.length)
  changes.forEach(({ shown }, t) => {
    shown.forEach((one, row) => {
      if (one === 0) hidden[system.unitOfRow[t]![row]!] = 1
    })
  })
  const units = system.units.map((unit, u) => ({
    ...unit,
    required: false,
    reasons: hidden[u] === 1 ? (['change'] as const) : [],
  }))
  const linked = {
    ...system,
    quantities,
    units,
    families: system.families,
    inequalities: system.inequalities,
  }
  const highs = await loadSolver()
  const intervals = new IntervalProtection(regionRunner(highs), linked, hidden, {
    intervalWidth: 0,
    relativeWidth: 0,
    loss: 'cells',
    work,
  })
  await intervals.protect()
  searchPatterns(highs, linked, intervals.index, intervals.hidden, {
    basis: expressInBasis(tables, linked),
    leaks: [],
    widthOf: () => leastWidth,
    effort,
    loss: 'cells',
  })
  return changes.map(({ shown }, t) =>
    shown.map((one, row) => one & (1 - intervals.hidden[system.unitOfRow[t]![row]!]!)),
  )
}
