import type { Cell, Figure, PublishedTable, RowJudgement, TabulatedTable } from '../../../schemas/cell.ts'

/** How a release shows a row, and why. `standing`: as of an earlier day. */
export type RowState = RowJudgement['status'] | 'standing'

/** A row with what is hidden of it. Restricted. */
export interface OperatorRow {
  readonly coordinates: readonly string[]
  readonly state: RowState
  /** Names of the rules that make it a primary; none of any other row. */
  readonly reasons: readonly string[]
  /** Day that it is shown as of; null where it is hidden, or the table has no days. */
  readonly asOf: string | null
  /** Learners who came into a standing row and left it since then; null where that is not recorded. */
  readonly waiting: { readonly entered: number; readonly left: number } | null
  /** Base measures as counted. */
  readonly counted: Cell['measures']
  /** Base measures, then derived ones, as a reader sees them. */
  readonly published: readonly Figure[]
}

/** What a run recorded of a table beside its cells. */
export interface TableJudgements {
  readonly statuses: readonly RowJudgement['status'][]
  readonly reasons: readonly (readonly string[])[]
  /** Rows of a stock that wait; null where nothing is recorded. */
  readonly waits:
    | readonly {
        readonly coordinates: readonly string[]
        readonly entered: number
        readonly left: number
      }[]
    | null
}

/** Lays what was counted, decided and published of each row side by side, in the order of the matrix. */
export function operatorRows(
  { shape, cells }: TabulatedTable,
  published: PublishedTable,
  { statuses, reasons, waits }: TableJudgements,
): readonly OperatorRow[] {
  const waiting = new Map(
    (waits ?? []).map(({ coordinates, entered, left }) => [JSON.stringify(coordinates), { entered, left }]),
  )
  return cells.map(({ coordinates, measures }, row): OperatorRow => {
    const { figures, asOf = null } = published.rows[row]!
    const state = stateOf(shape.asOf, asOf, statuses[row]!)
    const none = waits === null ? null : { entered: 0, left: 0 }
    return {
      coordinates,
      state,
      reasons: state === 'primary' ? reasons[row]! : [],
      asOf,
      waiting: state === 'standing' ? (waiting.get(JSON.stringify(coordinates)) ?? none) : null,
      counted: measures,
      published: figures,
    }
  })
}

/** Where rows have days, these say what is shown: the judgement is about showing the row as it stands now. */
function stateOf(today: string | undefined, asOf: string | null, status: RowJudgement['status']): RowState {
  if (today === undefined) return status
  if (asOf !== null) return asOf === today ? 'published' : 'standing'
  return status === 'primary' ? 'primary' : 'complementary'
}

/** Whether a reader lacks anything of a row as it stands now. */
export function isHidden({ state, published }: OperatorRow): boolean {
  return state !== 'published' || published.some(({ status }) => status === 'c')
}
