import { attributeBlocks, blocksWithAll, blocksWithAny } from '../../schemas/attribute-blocks.ts'
import type { Figure, PublishedRow, PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { MixedChange, RevisedFigure, TableHistory } from '../../schemas/change.ts'
import type { Held } from '../../schemas/custody.ts'
import { countsStock } from '../../schemas/nested-populations.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import { isRevisable } from '../../schemas/revisable.ts'
import { attestProtected } from '../attest-protected.ts'
import type { AuditBudget, AuditFinding } from './audit-report.ts'
import { type RevisedBlocks, revisedFindings } from './revised-figures.ts'
import { standingFindings } from './standing-rows.ts'
import { type StandingStock, standingStockFindings } from './standing-stocks.ts'
import type { ChangeFinding } from './updated-table.ts'
import { knownTable, widerStockFindings } from './wider-stock-findings.ts'

export interface RevisionVerdict {
  readonly findings: readonly AuditFinding[]
  /** Those of them that are about changes: rows that stand would cure them. */
  readonly changes: readonly ChangeFinding[]
  /** The proposed tables, free to be written; null where there is any finding. */
  readonly released: Held<'protected', readonly PublishedTable[]> | null
}

/**
 * Decides whether a later version of a period may be published, once its figures of today have passed `auditRelease`:
 * each row is either one of those, or stands exactly as it was last published, nothing sensitive is of today, and no
 * change of too few learners shows since any earlier version. Stocks stand as first published, and no few who are
 * in them and not in a flow of today follow.
 *
 * @param proposed all tables as they are to be published
 * @param today the flows among them as `auditRelease` let pass: what is shown as of today, or more; then wider stocks
 * @param truth the flows as counted
 * @param histories one for each flow, with the same moments
 * @param figures of which anything changed, by all flows
 * @param stocks one for each stock
 */
export async function auditRevision(
  proposed: readonly PublishedTable[],
  today: Held<'protected', readonly PublishedTable[]>,
  truth: Held<'tabulated', readonly TabulatedTable[]>,
  histories: readonly TableHistory[],
  figures: readonly RevisedFigure[],
  mixed: readonly MixedChange[],
  parameters: AuditParameters,
  budget: AuditBudget,
  stocks: readonly StandingStock[] = [],
): Promise<RevisionVerdict> {
  const flows = proposed.filter(({ shape }) => !countsStock(shape.fact, shape.baseMeasures))
  const isPaired =
    [truth, histories].every(({ length }) => length === flows.length) &&
    [proposed, today].every(({ length }) => length === flows.length + stocks.length) &&
    flows.every(({ shape, rows }, t) => {
      const same = JSON.stringify(shape) === JSON.stringify(today[t]!.shape)
      return (
        same &&
        shape.asOf !== undefined &&
        shape.id === truth[t]!.shape.id &&
        rows.length === truth[t]!.cells.length
      )
    })
  if (!isPaired) return { findings: [unpaired], changes: [], released: null }
  const rows = flows.flatMap((table, t) => [
    ...standingFindings(table, today[t]!, histories[t]),
    ...sensitiveFindings(table),
  ])
  const blocks = revisedBlocks(
    flows.map(({ shape }) => shape),
    histories,
    (t, row) => flows[t]!.rows[row]!.asOf === flows[t]!.shape.asOf,
  )
  const changes = await revisedFindings(blocks, figures, mixed, parameters, budget)
  const findings = [
    ...rows,
    ...standingStockFindings(proposed, stocks),
    ...idleOfToday(flows, truth, stocks, parameters, budget),
    ...changes,
  ]
  return { findings, changes, released: findings.length === 0 ? attestProtected(proposed) : null }
}

/** Few who follow from a stock less flows, as they are today, by what is shown of them as of any day. */
function idleOfToday(
  flows: readonly PublishedTable[],
  truth: readonly TabulatedTable[],
  stocks: readonly StandingStock[],
  parameters: AuditParameters,
  budget: AuditBudget,
): readonly AuditFinding[] {
  if (stocks.length === 0) return []
  const knownOf = (isKnown: (row: PublishedRow, t: number, r: number) => boolean) =>
    flows.map(({ shape, rows }, t): PublishedTable => {
      const derived = shape.derivedMeasures.map((): Figure => ({ value: null, status: 'c' }))
      const own = knownTable(
        truth[t]!,
        Uint8Array.from(rows, (row, r) => (isKnown(row, t, r) ? 1 : 0)),
      )
      return { shape, rows: own.rows.map((row) => ({ ...row, figures: [...row.figures, ...derived] })) }
    })
  // An older figure that is still right is today's, whether its reader knows that or not.
  const isRight = ({ figures }: PublishedRow, t: number, r: number) =>
    truth[t]!.cells[r]!.measures.every(({ value }, m) => figures[m]!.value === value)
  const isToday = ({ asOf }: PublishedRow, t: number) => asOf === flows[t]!.shape.asOf
  const seen = knownOf((row, t, r) => isToday(row, t) || isRight(row, t, r))
  // What follows from older figures alone is not of today.
  const standing = knownOf((row, t, r) => !isToday(row, t) && isRight(row, t, r))
  const all = stocks.map(({ known }) => knownTable(known.truth, known.shown))
  const counted = [...truth, ...stocks.map(({ known }) => known.truth)]
  const known = stocks.map((one) => one.known)
  return widerStockFindings([...seen, ...all], [...standing, ...all], counted, known, parameters, budget)
}

/** The blocks of tables, given which of their rows are as of today. */
export function revisedBlocks(
  shapes: RevisedBlocks['shapes'],
  histories: readonly TableHistory[],
  isFresh: (table: number, row: number) => boolean,
): RevisedBlocks {
  const blocks = shapes.map((shape) => attributeBlocks(shape))
  const moments = histories[0]?.moments ?? []
  const wasShown = (m: number, t: number, row: number) => histories[t]!.moments[m]!.fresh[row] === 1
  return {
    shapes,
    days: moments.map(({ asOf }) => asOf),
    shown: moments.map((_, m) => blocks.map((one, t) => blocksWithAny(one, (row) => wasShown(m, t, row)))),
    fresh: blocks.map((one, t) => blocksWithAny(one, (row) => isFresh(t, row))),
    complete: moments.map((_, m) =>
      blocks.map((one, t) => blocksWithAll(one, (row) => wasShown(m, t, row) && isFresh(t, row))),
    ),
  }
}

function sensitiveFindings({ shape, rows }: PublishedTable): readonly AuditFinding[] {
  if (isRevisable(shape)) return []
  return rows
    .filter(({ asOf }) => asOf === shape.asOf)
    .map(({ coordinates }) => ({
      rule: 'stale-figure',
      table: shape.id,
      coordinates,
      measure: '',
      clause: 'a table that tells anything sensitive stands as it was first published',
    }))
}

const unpaired: AuditFinding = {
  rule: 'structure',
  table: '',
  coordinates: [],
  measure: '',
  clause: 'a revised version has the tables that were counted and judged',
}
