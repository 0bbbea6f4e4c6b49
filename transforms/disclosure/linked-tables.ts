import type { SuppressionReason, TabulatedTable } from '../../schemas/cell.ts'
import { type NestedPopulations, nestedPopulations } from '../../schemas/nested-populations.ts'
import { identifyCodes } from './cell-identity.ts'
import { type Disguise, disguisedSizes } from './disguise.ts'
import { DisjointSets } from './disjoint-sets.ts'
import type { LinearForm } from './linear-form.ts'
import { judgePrimaries, type PrimaryLimits } from './primary-suppression.ts'
import type { TablePreferences } from './row-preferences.ts'
import { neverEmptyWhenHidden, type RowQuantity, rowQuantities } from './row-quantities.ts'
import { allReasons, reasonsOfRows } from './row-reasons.ts'
import { type Equation, type Inequality, relateQuantities } from './table-equations.ts'
import { complementsOf } from './table-matrix.ts'
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
  /** Of a virtual cell: how many of its learners may be counted twice, so that it may be so many fewer; 0 of others. */
  readonly doubtful: number
  /** Of a virtual cell: quantities that are known to count the very same learners; empty for others. */
  readonly sameLearners: readonly number[]
}

/** All rows of all tables that share one status, since they share a quantity. */
export interface StatusUnit {
  readonly key: string
  readonly quantities: readonly number[]
  readonly contributors: number
  /** Its contributors as the choice of what to hide sees them. */
  readonly size: number
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
  /** For each table and row: its quantities, base measures first, then complements. */
  readonly quantitiesOfRow: readonly (readonly (readonly number[])[])[]
}

export interface LinkLimits extends PrimaryLimits {
  /** What a reader grants a hidden count where empty rows are published; 0 as in most of the literature. */
  readonly hiddenAtLeast: 0 | 1
  /** What to publish rather than to hide, for each table. */
  readonly preferences: readonly TablePreferences[]
  /** Populations that are nested across measures; those of the facts where absent. */
  readonly nested?: readonly NestedPopulations[]
  /** Keeps the order of sizes secret; none where absent. */
  readonly disguise?: Disguise
}

type Draft<T> = { -readonly [Field in keyof T]: T[Field] }

/**
 * Links the tables of a release through the quantities that they share.
 *
 * @throws if tables disagree about a shared cell
 */
export function linkTables(tables: readonly TabulatedTable[], limits: LinkLimits): LinkedTables {
  const identity = identifyCodes(tables)
  const judged = tables.map((table, t) =>
    reasonsOfRows(table, judgePrimaries(table, limits), limits.preferences[t]),
  )
  const drafts: Draft<Quantity>[] = []
  /** By draft: the measures whose difference it is. */
  const complements: RowQuantity['complement'][] = []
  const neverEmpty: boolean[] = []
  const numbers = new Map<string, number>()
  /** For each table: the drafts of row r from r × width on. */
  const draftsOfRows = tables.map((table, t) => {
    const { baseMeasures } = table.shape
    const quantitiesOf = rowQuantities(table, identity)
    const untold = limits.preferences[t]?.untold
    const neverEmptyIn = neverEmptyWhenHidden(table)
    const isNeverEmpty = (row: number) => untold?.[row] !== 1 && neverEmptyIn(row)
    const width = baseMeasures.length + complementsOf(table.shape).length
    const members = new Int32Array(table.cells.length * width)
    for (let row = 0; row < table.cells.length; row++) {
      const { measures } = table.cells[row]!
      const sources = quantitiesOf(row)
      const reasons = judged[t]![row]!
      for (let i = 0; i < width; i++) {
        const source = sources[i]!
        const primary = reasons[i]!.length > 0
        const protection =
          i < baseMeasures.length ? upperProtectionLevel(baseMeasures[i]!, measures[i]!, limits.dominance) : 0
        const known = numbers.get(source.key)
        members[row * width + i] = known ?? drafts.length
        if (known === undefined) {
          numbers.set(source.key, drafts.length)
          complements.push(source.complement)
          neverEmpty.push(isNeverEmpty(row))
          drafts.push({
            key: source.key,
            counts: source.counts,
            coordinates: source.coordinates,
            value: source.value,
            contributors: source.contributors,
            primary,
            protection,
            unit: -1,
            lower: 0,
            follows: null,
            isVirtual: false,
            doubtful: 0,
            sameLearners: [],
          })
          continue
        }
        const draft = drafts[known]!
        if (draft.value !== source.value)
          throw new Error(`tables must agree about the cells they share: ${table.shape.id}`)
        if (source.complement === null) complements[known] = null
        draft.primary ||= primary
        draft.protection = Math.max(draft.protection, protection)
        neverEmpty[known] ||= isNeverEmpty(row)
      }
    }
    return { width, members }
  })
  const order = draftsByKey(drafts)
  const index = new Int32Array(drafts.length)
  for (let i = 0; i < order.length; i++) index[order[i]!] = i
  /** A list of one quantity, the same wherever it stands. */
  const alone = Array.from(order, (_, i): readonly number[] => [i])
  const sets = new DisjointSets(drafts.length)
  const rows = draftsOfRows.map(({ width, members }, t) => {
    const untold = limits.preferences[t]?.untold
    const ofTable = new Array<readonly number[]>(members.length / width)
    for (let row = 0; row < ofTable.length; row++) {
      const first = index[members[row * width]!]!
      ofTable[row] = alone[first]!
      if (width === 1) continue
      const own = new Array<number>(width)
      for (let i = 0; i < width; i++) {
        own[i] = index[members[row * width + i]!]!
        if (untold?.[row] !== 1) sets.join(first, own[i]!)
      }
      ofTable[row] = own
    }
    return ofTable
  })

  const units: Draft<StatusUnit>[] = []
  const unitOfSet = new Int32Array(drafts.length).fill(-1)
  const quantities = new Array<Quantity>(order.length)
  for (let i = 0; i < order.length; i++) {
    const draft = order[i]!
    const quantity = drafts[draft]!
    const set = sets.find(i)
    if (unitOfSet[set] === -1) {
      unitOfSet[set] = units.length
      units.push({
        key: quantity.key,
        quantities: alone[i]!,
        contributors: 0,
        size: 0,
        reasons: [],
        required: false,
        weight: 0,
      })
    } else {
      const unit = units[unitOfSet[set]!]!
      unit.quantities = [...unit.quantities, i]
    }
    quantity.unit = unitOfSet[set]!
    if (neverEmpty[draft] && quantity.value >= 1) quantity.lower = limits.hiddenAtLeast
    const complement = complements[draft]!
    if (complement !== null) {
      const terms = [complement.whole, complement.part].map((key) => index[numbers.get(key)!]!)
      quantity.follows = { quantities: terms, coefficients: [1, -1] }
    }
    quantities[i] = quantity
  }
  const unitOfRow = rows.map((ofTable) => {
    const ofRow = new Int32Array(ofTable.length)
    for (let row = 0; row < ofRow.length; row++) ofRow[row] = quantities[ofTable[row]![0]!]!.unit
    return ofRow
  })
  const doubtful = new Float64Array(quantities.length)
  const inRows = new Set<Draft<StatusUnit>>()
  tables.forEach(({ cells }, t) => {
    const preferences = limits.preferences[t]
    for (let row = 0; row < cells.length; row++) {
      if (preferences?.untold?.[row] === 1) {
        rows[t]![row]!.forEach((q, i) => {
          const alone = units[quantities[q]!.unit]!
          alone.contributors = Math.max(alone.contributors, cells[row]!.contributors)
          alone.reasons = allReasons(alone.reasons, judged[t]![row]![i]!)
        })
        continue
      }
      const unit = units[unitOfRow[t]![row]!]!
      inRows.add(unit)
      unit.contributors = Math.max(unit.contributors, cells[row]!.contributors)
      unit.required ||= preferences?.required[row] === 1
      const twice = preferences?.doubtful?.[row] ?? 0
      if (twice > 0) for (const q of rows[t]![row]!) doubtful[q] = Math.max(doubtful[q]!, twice)
      unit.weight = Math.max(unit.weight, preferences?.weights[row] ?? 1)
      for (const reasons of judged[t]![row]!)
        if (reasons.length > 0 && reasons !== unit.reasons) unit.reasons = allReasons(unit.reasons, reasons)
      if (preferences?.idle?.[row] === 1) unit.reasons = allReasons(unit.reasons, ['change'])
      if (preferences?.staysHidden?.[row] === 1) unit.reasons = allReasons(unit.reasons, ['released'])
    }
  })
  for (const unit of units) if (!inRows.has(unit)) unit.reasons = allReasons(unit.reasons, ['released'])
  // What everybody knows to be nobody is no secret in any table.
  tables.forEach(({ cells }, t) => {
    const { notYet } = limits.preferences[t] ?? {}
    for (let row = 0; notYet !== undefined && row < cells.length; row++) {
      if (notYet[row] !== 1) continue
      units[unitOfRow[t]![row]!]!.reasons = []
      for (const q of rows[t]![row]!) drafts[order[q]!]!.primary = false
    }
  })
  const sizeOf = limits.disguise === undefined ? null : disguisedSizes(limits.disguise)
  for (const unit of units) {
    const { counts, coordinates } = quantities[unit.quantities[0]!]!
    unit.size = sizeOf === null ? unit.contributors : sizeOf(counts, coordinates, unit.contributors)
    unit.required ||=
      unit.reasons.length === 0 &&
      unit.quantities.some((q) => quantities[q]!.value === 0 && neverEmpty[order[q]!]!)
  }
  const relations = relateQuantities(tables, rows)
  const nested = limits.nested ?? nestedPopulations
  const system = {
    quantities,
    units,
    unitOfRow,
    quantitiesOfRow: rows,
    equations: relations.equations,
    get families() {
      return relations.families
    },
    get inequalities() {
      return relations.inequalities
    },
  }
  const cells = virtualCells({ tables, rows, quantities, doubtful, nested }, limits)
  return cells.length === 0 ? system : appendVirtualCells(system, cells)
}

/** Numbers of drafts in the order of their keys. */
function draftsByKey(drafts: readonly Draft<Quantity>[]): Int32Array {
  const order = Int32Array.from(drafts, (_, draft) => draft)
  return order.sort((a, b) => (drafts[a]!.key < drafts[b]!.key ? -1 : 1))
}
