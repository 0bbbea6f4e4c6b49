import type { Dimension, Figure, PublishedTable, TableShape } from '../../schemas/cell.ts'
import type { EarlierMoment } from '../../schemas/change.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditBudget, AuditFinding, AuditRule, Place } from './audit-report.ts'
import { ChangeCounts } from './change-counts.ts'
import { searchComponents } from './component-search.ts'
import { exactRecovery } from './exact-recovery.ts'
import type { ComponentAttack } from './feasibility-interval.ts'
import { hiddenSystem } from './hidden-system.ts'
import { solverHere } from './inline-runner.ts'
import { placeOf, publishedSystem } from './published-system.ts'
import { codeOf, type TableGeometry, tableGeometry } from './table-geometry.ts'

/** A table of a stock as a release would show it, and as earlier ones did. */
export interface UpdatedTable {
  readonly shape: TableShape
  /** By row: what was counted now. */
  readonly counted: Float64Array
  /** By row: 1 where it is shown as it stands now. */
  readonly fresh: Uint8Array
  /** By row: learners of whom a reader is taken to know that they are counted in it now; nobody where absent. */
  readonly atLeast?: Float64Array
  /** The same days for every table. */
  readonly moments: readonly EarlierMoment[]
}

/** A change that a reader of two releases can see, or narrow, though too few learners made it. */
export interface ChangeFinding extends AuditFinding {
  /** Position of the table, and the row that the finding is about. */
  readonly at: { readonly table: number; readonly row: number }
  /** The earlier day. */
  readonly since: string
}

/**
 * Holds an update against every earlier day as of which something was published.
 *
 * A reader who has both releases knows the change of every row that both show fresh, and so of every parent less its
 * children that both show. Entered and left, each must number 0 or `minimumContributors`. Then one linear system for
 * each day and direction: of no row that anybody entered (or left) may a reader show that fewer than k joined (or
 * departed). So of whatever sum of rows both days tell, either k or more joined, or nobody entered. Who moves between
 * rows counts for nothing here, since a sum that holds both rows does not show it. As values of different days are independent unknowns, what follows by linear algebra from several
 * days follows from pairs of them.
 */
export async function changeFindings(
  tables: readonly UpdatedTable[],
  parameters: AuditParameters,
  budget: AuditBudget,
): Promise<readonly ChangeFinding[]> {
  const geometries = tables.map(({ shape }) => tableGeometry(shape.dimensions))
  const findings: ChangeFinding[] = []
  const ofAll = { ...budget, here: budget.here ?? solverHere() }
  for (let m = 0; m < (tables[0]?.moments.length ?? 0); m++) {
    const shown = tables.map((table) => bothFresh(table, m))
    if (tables.every(({ moments }) => moments[m]!.fresh.every((one) => one === 0))) continue
    const counts = tables.map(({ moments }, t) => new ChangeCounts(geometries[t]!, moments[m]!.moves))
    tables.forEach((table, t) => {
      const place = { table, t, since: table.moments[m]!.asOf }
      findings.push(...seenChanges(place, geometries[t]!, shown[t]!, counts[t]!, parameters))
    })
    for (const direction of ['joined', 'departed'] as const) {
      const joint = tables.map((table, t) => jointTable(table, m, counts[t]!, direction))
      findings.push(...(await narrowedChanges(tables, m, joint, parameters, ofAll)))
    }
  }
  return findings
}

function bothFresh({ fresh, moments }: UpdatedTable, m: number): Uint8Array {
  const before = moments[m]!.fresh
  return fresh.map((one, row) => one & before[row]!)
}

/** Changes of rows, and of parents less children, that both releases show. */
function seenChanges(
  {
    table: { shape },
    t,
    since,
  }: { readonly table: UpdatedTable; readonly t: number; readonly since: string },
  geometry: TableGeometry,
  shown: Uint8Array,
  counts: ChangeCounts,
  { minimumContributors }: AuditParameters,
): readonly ChangeFinding[] {
  const findings: ChangeFinding[] = []
  const isFew = (learners: number) => learners > 0 && learners < minimumContributors
  const judge = (row: number, rows: readonly number[], rule: 'seen-change' | 'seen-remainder'): void => {
    const { entered, left } = counts.of(rows)
    if (!isFew(entered) && !isFew(left)) return
    findings.push({
      rule,
      table: shape.id,
      coordinates: shape.dimensions.map(({ codes }, d) => codes[codeOf(geometry, row, d)]!.code),
      measure: shape.baseMeasures[0]!.name,
      clause: `who entered or left since ${since} number 0 or minimumContributors`,
      at: { table: t, row },
      since,
    })
  }
  for (let row = 0; row < shown.length; row++) {
    if (shown[row] === 0) continue
    judge(row, [row], 'seen-change')
    geometry.children.forEach((lists, d) => {
      const code = codeOf(geometry, row, d)
      const rest = lists[code]!.map((child) => row + (child - code) * geometry.strides[d]!).filter(
        (child) => shown[child] === 0,
      )
      if (rest.length > 0) judge(row, rest, 'seen-remainder')
    })
  }
  return findings
}

/** What was before, what came to it, and what both make: one table with a dimension more. */
interface JointTable {
  readonly published: PublishedTable
  /** By row of the joint table. */
  readonly truth: Float64Array
  /** By row of the joint table: 1 where it counts a change that anybody made, movers among them. */
  readonly isTouched: Uint8Array
  /** By row of the joint table: what a reader knows to be in it, whoever else is. */
  readonly atLeast: Float64Array
  /** Rows of a table before the first one that counts changes. */
  readonly changesFrom: number
}

/**
 * One direction of change as a table: now, made of who was there before and who joined; or before, made of who is there
 * now and who departed. The reader is granted all other changes. Rows of a day are published where that day's release
 * shows them fresh.
 */
function jointTable(
  { shape, fresh, atLeast: nowAtLeast, moments, counted }: UpdatedTable,
  m: number,
  { joined, departed, movedIn, movedOut }: ChangeCounts,
  direction: 'joined' | 'departed',
): JointTable {
  const size = counted.length
  const isJoining = direction === 'joined'
  const [changes, moved] = isJoining ? [joined, movedIn] : [departed, movedOut]
  const [whole, part] = isJoining ? [fresh, moments[m]!.fresh] : [moments[m]!.fresh, fresh]
  const truth = new Float64Array(3 * size)
  const isTouched = new Uint8Array(3 * size)
  const atLeast = new Float64Array(3 * size)
  // Who is active now, less all who joined, never departed. That says itself, whatever a stock shows anew, so it is no
  // ground to hold anything back: see ATTACKER.md.
  const before = moments[m]!.atLeast
  const [ofWhole, ofPart] = isJoining ? [nowAtLeast, before] : [before, undefined]
  for (let row = 0; row < size; row++) {
    const others = departed[row]! - joined[row]! + movedOut[row]! - movedIn[row]!
    truth[row] = counted[row]! + (isJoining ? 0 : others)
    truth[2 * size + row] = changes[row]!
    truth[size + row] = truth[row]! - changes[row]!
    isTouched[2 * size + row] = changes[row]! + moved[row]! > 0 ? 1 : 0
    atLeast[row] = ofWhole?.[row] ?? 0
    // A part is the other day's row, but for the changes that are granted: those are known, so the bound moves along.
    atLeast[size + row] = Math.max(0, (ofPart?.[row] ?? 0) + truth[size + row]! - counted[row]! - others)
  }
  const [measure] = shape.baseMeasures
  const geometry = tableGeometry(shape.dimensions)
  const code = (name: string, level: number) => ({
    code: name,
    parent: level === 0 ? null : whenCodes[0],
    level,
    labels: { en: name },
  })
  const when: Dimension = {
    name: 'when',
    title: { en: 'When' },
    kind: 'attribute',
    sensitive: false,
    codes: whenCodes.map((name, i) => code(name, Math.min(i, 1))),
  }
  const hidden: readonly Figure[] = [{ value: null, status: 'c' }]
  return {
    truth,
    isTouched,
    atLeast,
    changesFrom: 2 * size,
    published: {
      shape: {
        ...shape,
        dimensions: [when, ...shape.dimensions.map((dimension) => ({ ...dimension, sensitive: false }))],
        baseMeasures: [{ ...measure!, within: null, atMost: [], part: null }],
        derivedMeasures: [],
        zeros: 'publish',
      },
      rows: Array.from(truth, (value, at) => {
        const row = at % size
        const kind = Math.floor(at / size)
        const isShown = kind === 0 ? whole[row] === 1 : kind === 1 && part[row] === 1
        return {
          coordinates: [
            whenCodes[kind]!,
            ...shape.dimensions.map(({ codes }, d) => codes[codeOf(geometry, row, d)]!.code),
          ],
          figures: isShown ? [{ value, status: 'A' as const }] : hidden,
        }
      }),
    },
  }
}

const whenCodes = ['whole', 'part', 'change'] as const

/** Changes that follow from what both releases show, or are shown to lie below k. */
async function narrowedChanges(
  tables: readonly UpdatedTable[],
  m: number,
  joint: readonly JointTable[],
  { minimumContributors }: AuditParameters,
  budget: AuditBudget,
): Promise<readonly ChangeFinding[]> {
  const system = publishedSystem(
    joint.map(({ published }) => published),
    0,
    null,
    [],
  )
  system.figures.forEach((variables, t) => {
    variables.forEach((variable, row) => {
      system.lower[variable] = Math.max(system.lower[variable]!, joint[t]!.atLeast[row]!)
    })
  })
  const { values, components } = hiddenSystem(system)
  const counted = new Float64Array(system.size)
  const isTouched = new Uint8Array(system.size)
  system.figures.forEach((variables, t) => {
    variables.forEach((variable, row) => {
      counted[variable] = joint[t]!.truth[row]!
      if (joint[t]!.isTouched[row] === 1) isTouched[variable] = 1
    })
  })
  const isFew = (variable: number) => isTouched[variable] === 1 && counted[variable]! < minimumContributors
  const found: { readonly variable: number; readonly rule: AuditRule }[] = []
  for (let v = 0; v < system.virtual.start; v++) {
    if (Number.isNaN(system.known[v]!) && !Number.isNaN(values[v]!) && isFew(v))
      found.push({ variable: v, rule: 'exact-recovery' })
  }
  const attacks: ComponentAttack[] = []
  for (const component of components) {
    const { variables } = component
    const targets = Array.from(variables, (variable, column) => ({
      column,
      width: 0,
      reach: isFew(variable) ? minimumContributors : 0,
    })).filter(({ reach }) => reach > 0)
    if (targets.length === 0) continue
    const recovery = exactRecovery(component, budget)
    if (recovery === null || !recovery.consistent) {
      for (const { column } of targets) found.push({ variable: variables[column]!, rule: 'unproven' })
      continue
    }
    const start = Float64Array.from(variables, (variable) => counted[variable]!)
    attacks.push({ component, independent: recovery.independent, targets, start, offers: [] })
  }
  const searched = await searchComponents(attacks, budget, Number.POSITIVE_INFINITY)
  searched.forEach(({ intervals }, c) => {
    for (const { target, state } of intervals) {
      const variable = attacks[c]!.component.variables[target.column]!
      if (state !== 'reached')
        found.push({ variable, rule: state === 'short' ? 'below-threshold' : 'unproven' })
    }
  })
  const { asOf } = tables[0]!.moments[m]!
  return found.map(({ variable, rule }) => ({
    rule,
    ...ownPlace(placeOf(system, variable)),
    clause: `a change since ${asOf} by 1 to minimumContributors − 1 learners cannot be told`,
    at: {
      table: system.first.table[variable]!,
      row: system.first.position[variable]! - joint[system.first.table[variable]!]!.changesFrom,
    },
    since: asOf,
  }))
}

/** A place of a joint table as the table without the dimension of days has it. */
function ownPlace({ table, coordinates, measure }: Place): Place {
  return { table, coordinates: coordinates.slice(1), measure }
}
