import { attributeBlocks, blocksAround, blocksWithAny } from '../../schemas/attribute-blocks.ts'
import type { TableShape } from '../../schemas/cell.ts'
import type { MixedChange, RevisedFigure, TableHistory } from '../../schemas/change.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import { isRevisable } from '../../schemas/revisable.ts'
import type { AuditBudget } from '../../transforms/audit/audit-report.ts'
import { byKey, revisedFindings, updatedTable } from '../../transforms/audit/revised-figures.ts'
import { revisedBlocks } from '../../transforms/audit/revised-release.ts'
import type { ChangeFinding } from '../../transforms/audit/updated-table.ts'
import type { ChangeLimits } from '../../transforms/disclosure/protect-changes.ts'
import { type FreshRows, holdBackFor, holdBackOtherDays } from '../hold-back.ts'
import { holdBackFew } from './hold-back-few.ts'

export interface BlockChoice {
  readonly shapes: readonly TableShape[]
  /** One for each table. */
  readonly histories: readonly TableHistory[]
  readonly figures: readonly RevisedFigure[]
  readonly mixed: readonly MixedChange[]
  readonly limits: ChangeLimits
  readonly parameters: AuditParameters
}

/** Rounds after which nothing is shown anew. */
const mostRounds = 20

/**
 * Chooses which blocks a later version shows as they stand now: of those that were ever shown and have changed, as many
 * as the audit of changes lets pass. Showing nothing anew is always possible.
 *
 * @param held by table and block: 1 where it may not be shown anew
 * @returns by table and block: 1 where it may
 */
export async function chooseBlocks(
  choice: BlockChoice,
  held: FreshRows,
  budget: AuditBudget,
): Promise<FreshRows> {
  const { shapes, histories, figures, mixed, limits, parameters } = choice
  const changed = changedBlocks(choice)
  const fresh = shapes.map((shape, t) =>
    changed[t]!.map((one, b) => (isRevisable(shape) ? one & (1 - held[t]![b]!) : 0)),
  )
  holdBackFew(choice, fresh)
  const groups = byKey(figures)
  const places = shapes.map((shape) => attributeBlocks(shape).blockOf)
  for (let round = 0; round < mostRounds; round++) {
    const blocks = revisedBlocks(shapes, histories, (t, row) => {
      const isShown = histories[t]!.lastFigures[row] !== null
      return isShown && fresh[t]![places[t]![row]!] === 1
    })
    let isFound = false
    let isHeld = false
    for (const group of groups) {
      const findings = await revisedFindings({ ...blocks, fresh }, group, [], parameters, budget)
      if (findings.length === 0) continue
      isFound = true
      isHeld = (await holdBackGroup({ ...blocks, fresh }, group, findings, limits)) || isHeld
    }
    for (const { at } of await revisedFindings({ ...blocks, fresh }, [], mixed, parameters, budget)) {
      isFound = true
      isHeld ||= fresh[at.table]![at.row] === 1
      fresh[at.table]![at.row] = 0
    }
    if (!isFound) return fresh
    if (!isHeld) break
  }
  return fresh.map((blocks) => new Uint8Array(blocks.length))
}

/** @returns whether any block was held back */
async function holdBackGroup(
  blocks: Parameters<typeof updatedTable>[0],
  group: readonly RevisedFigure[],
  findings: readonly ChangeFinding[],
  limits: ChangeLimits,
): Promise<boolean> {
  const tables = group.map((figure) => updatedTable(blocks, figure))
  const fresh = group.map(({ table }) => blocks.fresh[table]!)
  const own = findings.flatMap((finding) => {
    const table = group.findIndex((figure) => figure.table === finding.at.table)
    return table < 0 ? [] : [{ ...finding, at: { ...finding.at, table } }]
  })
  const shapes = tables.map(({ shape }) => shape)
  if (await holdBackFor(shapes, tables, fresh, own, limits)) return true
  return holdBackOtherDays(tables, fresh, own)
}

/** By table and block: 1 where it was ever shown and anything in it has changed since it last was. */
export function changedBlocks({
  shapes,
  histories,
  figures,
}: Pick<BlockChoice, 'shapes' | 'histories' | 'figures'>): FreshRows {
  return shapes.map((shape, t) => {
    const blocks = attributeBlocks(shape)
    const around = blocksAround(blocks)
    const changed = new Uint8Array(blocks.size)
    histories[t]!.moments.forEach(({ fresh }, m) => {
      const shown = blocksWithAny(blocks, (row) => fresh[row] === 1)
      const since = new Uint8Array(blocks.size)
      for (const { table, changes } of figures)
        if (table === t)
          for (const { leaf } of changes[m]!) for (const block of around[leaf]!) since[block] = 1
      // The last day that a block was shown on is what counts.
      shown.forEach((one, block) => {
        if (one === 1) changed[block] = since[block]!
      })
    })
    return changed
  })
}
