import type { TableShape } from '../../schemas/cell.ts'
import type { EarlierMoment } from '../../schemas/change.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditBudget, AuditFinding } from './audit-report.ts'
import { ChangeCounts, changeGeometry } from './change-counts.ts'
import { changeDirection } from './change-direction.ts'
import { ChangeWitnesses, type KnownMoves } from './change-witnesses.ts'
import { solverHere } from './inline-runner.ts'
import { NarrowedChanges } from './narrowed-changes.ts'
import { seenChanges } from './seen-changes.ts'
import { sharedRows } from './shared-rows.ts'
import { tableGeometry } from './table-geometry.ts'

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
  const { minimumContributors } = parameters
  const geometries = tables.map(({ shape }) => changeGeometry(tableGeometry(shape.dimensions)))
  const fixed = sharedRows(tables.map(({ shape }) => shape))
  const narrowed = new NarrowedChanges(tables, minimumContributors)
  const known = { joined: tables.map(emptyMoves), departed: tables.map(emptyMoves) }
  const findings: ChangeFinding[] = []
  const ofAll = { ...budget, here: budget.here ?? solverHere() }
  for (let m = 0; m < (tables[0]?.moments.length ?? 0); m++) {
    if (tables.every(({ moments }) => moments[m]!.fresh.every((one) => one === 0))) continue
    const counts = tables.map(({ moments }, t) => new ChangeCounts(geometries[t]!, moments[m]!.moves))
    tables.forEach((table, t) => {
      findings.push(...seenChanges(table, t, m, geometries[t]!.geometry, counts[t]!, parameters))
    })
    for (const direction of ['joined', 'departed'] as const) {
      const directions = tables.map((table, t) =>
        changeDirection(table, table.moments[m]!, counts[t]!, direction),
      )
      const open = directions.map((one, t) => {
        const moves = known[direction][t]!
        const witnesses = new ChangeWitnesses(geometries[t]!.rows, one, fixed[t]!, moves)
        return one.change.map((learners, row) =>
          one.isTouched[row] === 1 &&
          learners < minimumContributors &&
          !witnesses.reaches(row, minimumContributors)
            ? 1
            : 0,
        )
      })
      if (open.some((rows) => rows.includes(1)))
        findings.push(...(await narrowed.findings(m, directions, open, ofAll)))
    }
  }
  return findings
}

function emptyMoves(): KnownMoves {
  return new Map()
}
