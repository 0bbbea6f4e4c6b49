import type { SuppressionReason, TabulatedTable } from '../../schemas/cell.ts'
import { type NestedPopulations, nestedPopulations } from '../../schemas/nested-populations.ts'
import { identifyCodes } from './cell-identity.ts'
import { DisjointSets } from './disjoint-sets.ts'
import type { LinearForm } from './linear-form.ts'
import { judgePrimaries, type PrimaryLimits } from './primary-suppression.ts'
import type { TablePreferences } from './row-preferences.ts'
import { isNeverEmptyWhenHidden, rowQuantities } from './row-quantities.ts'
import { type Equation, type Inequality, relateQuantities } from './table-equations.ts'
import { upperProtectionLevel } from './upper-protection-level.ts'
import { virtualCells } from './virtual-cells.ts'
import { appendVirtualCells } from './virtual-quantities.ts'

/** One thing that is counted, whatever the tables that show it; or what follows from others by subtraction. */
export interface Quantity {
  /** What it counts and its coordinates, totals left out. */
  readonly key: string
  readonly counts: string
  readonly coordinates: readonly (readonly [dimension: string, code: string])[]
  readonly value: number
  readonly contributors: number
  /** Discloses on its own. */
  readonly primary: boolean
  /** How far above its value its interval must reach, so that no contribution to it can be estimated; 0 as a rule. */
  readonly protection: number
  /** Rows with one status: the unit that this quantity is published or hidden with. */
  readonly unit: number
  /** Least value that a reader grants it while it is hidden; never above the true one. */
  readonly lower: number
  /**
   * What it follows from: whole less part for a complement, earlier quantities for a virtual cell; null for a
   * measure.
   */
  readonly follows: LinearForm | null
  /** A virtual cell that discloses: in no row, and always hidden. */
  readonly isVirtual: boolean
}

/** All rows of all tables that share one status, since they share a quantity. */
export interface StatusUnit {
  readonly key: string
  readonly quantities: readonly number[]
  readonly contributors: number
  readonly reasons: readonly SuppressionReason[]
  /** Cannot be hidden: the policy says so, or it is an empty row where empty rows are published. */
  readonly required: boolean
  /** How much dearer than another row with as many contributors it is to hide; 1 as a rule. */
  readonly weight: number
}

/** One linear system for a whole release. All lists are in an order that the input's order does not change. */
export interface LinkedTables {
  readonly quantities: readonly Quantity[]
  readonly units: readonly StatusUnit[]
  readonly equations: readonly Equation[]
  /** Lists of equations with the same parent in the same table; any one of a list makes the others redundant. */
  readonly families: readonly (readonly number[])[]
  readonly inequalities: readonly Inequality[]
  /** For each table and row: its unit. */
  readonly unitOfRow: readonly Int32Array[]
}

export interface LinkLimits extends PrimaryLimits {
  /** What a reader grants a hidden count where empty rows are published; 0 as in most of the literature. */
  readonly hiddenAtLeast: 0 | 1
  /** What to publish rather than to hide, for each table. */
  readonly preferences: readonly TablePreferences[]
  /** Populations that are nested across measures; those of the facts where absent. */
  readonly nested?: readonly NestedPopulations[]
}

interface Draft {
  value: number
  contributors: number
  primary: boolean
  protection: number
  neverEmpty: boolean
  source: ReturnType<typeof rowQuantities>[number]
}

/**
 * Links the tables of a release through the quantities that they share.
 *
 * @throws if tables disagree about a shared cell
 */
export function linkTables(tables: readonly TabulatedTable[], limits: LinkLimits): LinkedTables {
  const identity = identifyCodes(tables)
  const drafts = new Map<string, Draft>()
  const rows = tables.map((table) => {
    const reasons = judgePrimaries(table, limits)
    return table.cells.map((cell, row) => {
      const quantities = rowQuantities(table, row, identity)
      const neverEmpty = isNeverEmptyWhenHidden(table, cell)
      quantities.forEach((source, i) => {
        const primary = reasons[row]![i]!.length > 0
        const measure = table.shape.baseMeasures[i]
        const protection =
          measure === undefined ? 0 : upperProtectionLevel(measure, cell.measures[i]!, limits.dominance)
        const known = drafts.get(source.key)
        if (known === undefined) {
          drafts.set(source.key, {
            value: source.value,
            contributors: source.contributors,
            primary,
            protection,
            neverEmpty,
            source,
          })
          return
        }
        if (known.value !== source.value) {
          throw new Error(`tables must agree about the cells they share: ${table.shape.id}`)
        }
        if (source.complement === null) known.source = source
        known.primary ||= primary
        known.protection = Math.max(known.protection, protection)
        known.neverEmpty ||= neverEmpty
      })
      return { keys: quantities.map(({ key }) => key), reasons: new Set(reasons[row]!.flat()), cell }
    })
  })
  const keys = [...drafts.keys()].sort()
  const index = new Map(keys.map((key, i) => [key, i]))
  const sets = new DisjointSets(keys.length)
  for (const { keys: shared } of rows.flat()) {
    for (const key of shared) sets.join(index.get(shared[0]!)!, index.get(key)!)
  }

  const unitOfSet = new Map<number, number>()
  const unitOfQuantity = keys.map((_, i) => {
    const set = sets.find(i)
    if (!unitOfSet.has(set)) unitOfSet.set(set, unitOfSet.size)
    return unitOfSet.get(set)!
  })
  const unitOfRow = rows.map((ofTable) =>
    Int32Array.from(ofTable, ({ keys: [first] }) => unitOfQuantity[index.get(first!)!]!),
  )
  const quantities = keys.map((key, i): Quantity => {
    const { value, contributors, primary, protection, neverEmpty, source } = drafts.get(key)!
    const { counts, coordinates, complement } = source
    return {
      key,
      counts,
      coordinates,
      value,
      contributors,
      primary,
      protection,
      unit: unitOfQuantity[i]!,
      lower: neverEmpty && value >= 1 ? limits.hiddenAtLeast : 0,
      follows:
        complement === null
          ? null
          : {
              quantities: [index.get(complement.whole)!, index.get(complement.part)!],
              coefficients: [1, -1],
            },
      isVirtual: false,
    }
  })
  const units = [...unitOfSet.values()].map((unit) => ({
    key: '',
    quantities: [] as number[],
    contributors: 0,
    reasons: [] as SuppressionReason[],
    required: false,
    weight: 1,
    unit,
  }))
  quantities.forEach(({ unit }, i) => {
    units[unit]!.quantities.push(i)
  })
  rows.forEach((ofTable, t) => {
    ofTable.forEach(({ reasons, cell }, row) => {
      const unit = units[unitOfRow[t]![row]!]!
      const preferences = limits.preferences[t]
      unit.contributors = Math.max(unit.contributors, cell.contributors)
      unit.required ||= preferences?.required[row] === 1
      unit.weight = Math.max(unit.weight, preferences?.weights[row] ?? 1)
      for (const reason of reasons) if (!unit.reasons.includes(reason)) unit.reasons.push(reason)
    })
  })
  for (const unit of units) {
    unit.key = quantities[unit.quantities[0]!]!.key
    unit.reasons.sort()
    unit.required ||=
      unit.reasons.length === 0 &&
      unit.quantities.some((q) => quantities[q]!.value === 0 && drafts.get(quantities[q]!.key)!.neverEmpty)
  }
  const quantitiesOfRows = rows.map((ofTable) => ofTable.map((row) => row.keys.map((key) => index.get(key)!)))
  const relations = relateQuantities(tables, quantitiesOfRows)
  const nested = limits.nested ?? nestedPopulations
  const cells = virtualCells({ tables, rows: quantitiesOfRows, quantities, nested }, limits)
  return appendVirtualCells({ quantities, units, unitOfRow, ...relations }, cells)
}
