import type { TableShape } from '../../schemas/cell.ts'
import type { EarlierMoment } from '../../schemas/change.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditBudget, AuditFinding } from './audit-report.ts'
import { ChangeCounts, type ChangeGeometry, changeGeometry } from './change-counts.ts'
import { type ChangeDirection, changeDirection } from './change-direction.ts'
import { ChangeWitnesses, type KnownMoves } from './change-witnesses.ts'
import { solverHere } from './inline-runner.ts'
import { NarrowedChanges } from './narrowed-changes.ts'
import { seenChanges } from './seen-changes.ts'
import { sharedRows } from './shared-rows.ts'
import { tableGeometry } from './table-geometry.ts'

/** A table of a stock as it is counted now, and as earlier releases showed it. */
export interface UntriedTable {
  readonly shape: TableShape
  /** By row: what was counted now. */
  readonly counted: Float64Array
  /** By row: learners of whom a reader is taken to know that they are counted in it now; nobody where absent. */
  readonly atLeast?: Float64Array
  /** The same days for every table. */
  readonly moments: readonly EarlierMoment[]
}

/** The same as a release would show it. */
export interface UpdatedTable extends UntriedTable {
  /** By row: 1 where it is shown as it stands now. */
  readonly fresh: Uint8Array
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
 * children that both show. Entered and left, each must number 0 or `minimumContributors`. Then, for each day and direction:
 * of no row that anybody entered (or left) may a reader show that fewer than k joined (or departed). So of whatever sum of
 * rows both days tell, either k or more joined, or nobody entered. Who moves between rows counts for nothing here, since a
 * sum that holds both rows does not show it. As values of different days are independent unknowns, what follows by linear
 * algebra from several days follows from pairs of them.
 *
 * That a change may be k or more is shown by a point: simple ones are looked for first, and checked; linear programs settle
 * the rest.
 */
export async function changeFindings(
  tables: readonly UpdatedTable[],
  parameters: AuditParameters,
  budget: AuditBudget,
): Promise<readonly ChangeFinding[]> {
  const attack = new ChangeAttack(tables, parameters)
  const fresh = tables.map((table) => table.fresh)
  const ofAll = { ...budget, here: budget.here ?? solverHere() }
  const findings: ChangeFinding[] = []
  for (let m = 0; m < (tables[0]?.moments.length ?? 0); m++)
    findings.push(...(await attack.findings(fresh, m, ofAll)))
  return findings
}

/** The same day by day, and for several choices of what is shown: what does not depend on them is kept. */
export class ChangeAttack {
  readonly #tables: readonly UntriedTable[]
  readonly #minimumContributors: number
  readonly #geometries: readonly ChangeGeometry[]
  readonly #fixed: readonly (Uint8Array | null)[]
  readonly #narrowed: NarrowedChanges
  readonly #known: readonly Readonly<Record<'joined' | 'departed', KnownMoves>>[]

  constructor(tables: readonly UntriedTable[], { minimumContributors }: AuditParameters) {
    const shapes = tables.map(({ shape }) => shape)
    this.#tables = tables
    this.#minimumContributors = minimumContributors
    this.#geometries = shapes.map(({ dimensions }) => changeGeometry(tableGeometry(dimensions)))
    this.#fixed = sharedRows(shapes)
    this.#narrowed = new NarrowedChanges(shapes, minimumContributors)
    this.#known = tables.map(() => ({ joined: new Map(), departed: new Map() }))
  }

  /**
   * What a reader could tell of changes since one day.
   *
   * @param fresh by table and row: 1 where it is shown as it stands now
   * @param m position of the day
   */
  async findings(
    fresh: readonly Uint8Array[],
    m: number,
    budget: AuditBudget,
  ): Promise<readonly ChangeFinding[]> {
    const seen = this.#seen(fresh, m)
    if (seen === null) return []
    const findings = [...seen.findings]
    for (const { directions, open } of seen.sides) {
      if (isClear(open)) continue
      const { asOf } = this.#tables[0]!.moments[m]!
      findings.push(...(await this.#narrowed.findings(asOf, directions, open, budget)))
    }
    return findings
  }

  /** Whether simple points show that there is nothing to be found. Where they do not, there may be nothing all the same. */
  isClear(fresh: readonly Uint8Array[], m: number): boolean {
    const seen = this.#seen(fresh, m)
    return seen === null || (seen.findings.length === 0 && seen.sides.every(({ open }) => isClear(open)))
  }

  /** What both releases show by themselves, and what is open; null where that day showed nothing. */
  #seen(fresh: readonly Uint8Array[], m: number) {
    const moments = this.#tables.map((table) => table.moments[m]!)
    if (moments.every((moment) => moment.fresh.every((one) => one === 0))) return null
    const counts = moments.map(({ moves }, t) => new ChangeCounts(this.#geometries[t]!, moves))
    const findings = this.#tables.flatMap(({ shape }, t) => {
      const shown = moments[t]!.fresh.map((one, row) => one & fresh[t]![row]!)
      const place = { shape, t, since: moments[t]!.asOf, geometry: this.#geometries[t]!.geometry }
      return seenChanges(place, shown, counts[t]!, this.#minimumContributors)
    })
    const sides = (['joined', 'departed'] as const).map((way) => {
      const directions = this.#tables.map((table, t) =>
        changeDirection({ ...table, fresh: fresh[t]! }, moments[t]!, counts[t]!, way),
      )
      return { directions, open: directions.map((one, t) => this.#open(one, t, way)) }
    })
    return { findings, sides }
  }

  /** By row: 1 where a change is few, and no simple point shows that it may be more. */
  #open(direction: ChangeDirection, t: number, way: 'joined' | 'departed'): Uint8Array {
    const { change, isTouched } = direction
    const k = this.#minimumContributors
    const witnesses = new ChangeWitnesses(
      this.#geometries[t]!.rows,
      direction,
      this.#fixed[t]!,
      this.#known[t]![way],
    )
    return Uint8Array.from(change, (learners, row) =>
      isTouched[row] === 1 && learners < k && !witnesses.reaches(row, k) ? 1 : 0,
    )
  }
}

function isClear(open: readonly Uint8Array[]): boolean {
  return open.every((rows) => rows.every((one) => one === 0))
}
