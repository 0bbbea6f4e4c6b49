import type { TableShape } from '../../schemas/cell.ts'
import type { EarlierMoment } from '../../schemas/change.ts'
import type { AuditFinding } from './audit-report.ts'

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
