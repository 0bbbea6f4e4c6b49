import type { PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import type { Held } from '../../schemas/custody.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import { attestProtected } from '../attest-protected.ts'
import { activeInRows, activeLearners } from './active-in-rows.ts'
import type { AuditBudget, AuditFinding } from './audit-report.ts'
import { changeFindings } from './change-findings.ts'
import { idleFindings } from './idle-findings.ts'
import type { OfferedMoves } from './known-moves.ts'
import { moveFindings } from './move-findings.ts'
import { standingFindings } from './standing-rows.ts'

export interface UpdateVerdict {
  readonly findings: readonly AuditFinding[]
  /** The proposed tables, free to be written; null where there is any finding. */
  readonly released: Held<'protected', readonly PublishedTable[]> | null
}

/**
 * Decides whether a release with stocks may be published, once its figures of today have passed `auditRelease`: each
 * row of a stock is either one of those, or stands exactly as it was last published, no change of too few learners
 * shows since any earlier day, and what stands tells of no too few who are in no flow of today.
 *
 * @param proposed all tables as they are to be published
 * @param today the same tables as `auditRelease` let pass: of stocks, what is shown as of their own day, or more
 * @param truth the same tables as counted
 * @param histories by table id, one for each stock
 * @param offers moves that may show that changes are not told, from whoever chose the updates
 */
export async function auditUpdates(
  proposed: readonly PublishedTable[],
  today: Held<'protected', readonly PublishedTable[]>,
  truth: Held<'tabulated', readonly TabulatedTable[]>,
  histories: ReadonlyMap<string, TableHistory>,
  parameters: AuditParameters,
  budget: AuditBudget,
  offers?: OfferedMoves,
): Promise<UpdateVerdict> {
  const findings: AuditFinding[] = []
  const isPaired =
    proposed.length === today.length &&
    proposed.length === truth.length &&
    proposed.every(({ shape, rows }, t) => {
      const same = JSON.stringify(shape) === JSON.stringify(today[t]!.shape)
      const counted = shape.id === truth[t]!.shape.id && rows.length === truth[t]!.cells.length
      return same && counted && (shape.asOf === undefined || histories.has(shape.id))
    })
  if (!isPaired) return { findings: [unpaired], released: null }
  proposed.forEach((table, t) => {
    findings.push(...standingFindings(table, today[t]!, histories.get(table.shape.id)))
  })
  const flows = proposed
    .filter(({ shape }) => shape.asOf === undefined)
    .map(({ shape, rows }) => ({ ...shape, rows }))
  const active = activeLearners(flows)
  const stocks = proposed.flatMap(({ shape, rows }, t) => {
    const history = histories.get(shape.id)
    if (shape.asOf === undefined || history === undefined) return []
    return [
      {
        shape,
        counted: Float64Array.from(truth[t]!.cells, ({ contributors }) => contributors),
        fresh: Uint8Array.from(rows, ({ asOf }) => (asOf === shape.asOf ? 1 : 0)),
        atLeast: activeInRows(shape.dimensions, active),
        moments: history.moments,
      },
    ]
  })
  findings.push(...moveFindings(stocks))
  findings.push(...idleFindings(proposed, truth, histories, parameters, budget))
  findings.push(...(await changeFindings(stocks, parameters, budget, offers)))
  return { findings, released: findings.length === 0 ? attestProtected(proposed) : null }
}

const unpaired: AuditFinding = {
  rule: 'structure',
  table: '',
  coordinates: [],
  measure: '',
  clause: 'a release with stocks has the tables that were counted and judged',
}
