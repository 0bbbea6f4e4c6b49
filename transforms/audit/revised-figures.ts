import { attributeBlocks, blocksAround } from '../../schemas/attribute-blocks.ts'
import type { TableShape } from '../../schemas/cell.ts'
import type { LeafChange, MixedChange, RevisedFigure } from '../../schemas/change.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditBudget } from './audit-report.ts'
import { changeFindings } from './change-findings.ts'
import { upperProtection } from './dominance.ts'
import { codeOf, tableGeometry } from './table-geometry.ts'
import type { ChangeFinding, UpdatedTable } from './updated-table.ts'

/** The tables of a revised version, block by block. */
export interface RevisedBlocks {
  readonly shapes: readonly TableShape[]
  /** Earlier days, `YYYY-MM-DD`. */
  readonly days: readonly string[]
  /** By day, table and block: 1 where any of its rows was shown as of that day. */
  readonly shown: readonly (readonly Uint8Array[])[]
  /** By table and block: 1 where a row of it may be shown as of now. */
  readonly fresh: readonly Uint8Array[]
  /** By day, table and block: 1 where all rows of it are shown on that day and now. */
  readonly complete: readonly (readonly Uint8Array[])[]
}

/**
 * Holds a revised version against every earlier one. Whoever has both is taken to know each figure of a block that both
 * show, hidden ones too, and what follows from them by differences of events: of each, by attributes of learners, the
 * risen and the fallen must number 0 or `minimumContributors`, in whatever sum of blocks both tell, and nobody may dominate
 * a change of events or sums that both show. Where events are hidden, nobody may have risen in one and fallen in another,
 * since what hidden ones add up to is not judged.
 *
 * @param figures those of which anything changed; of different tables with one key, one figure
 */
export async function revisedFindings(
  blocks: RevisedBlocks,
  figures: readonly RevisedFigure[],
  mixed: readonly MixedChange[],
  parameters: AuditParameters,
  budget: AuditBudget,
): Promise<readonly ChangeFinding[]> {
  const findings: ChangeFinding[] = []
  for (const group of byKey(figures)) {
    // Of what no table shows anew, nothing is known of today.
    if (group.every(({ table }) => blocks.fresh[table]!.every((one) => one === 0))) continue
    const tables = group.map((figure) => updatedTable(blocks, figure))
    for (const finding of await changeFindings(tables, parameters, budget))
      findings.push({ ...finding, at: { ...finding.at, table: group[finding.at.table]!.table } })
    for (const figure of group) {
      findings.push(...dominated(blocks, figure, parameters))
      findings.push(...uncertain(blocks, figure, parameters))
    }
  }
  for (const one of mixed) findings.push(...mixedFindings(blocks, one))
  return findings
}

/** Figures that are one, whatever table shows them. */
export function byKey(figures: readonly RevisedFigure[]): readonly (readonly RevisedFigure[])[] {
  const groups = new Map<string, RevisedFigure[]>()
  for (const figure of figures) groups.set(figure.key, [...(groups.get(figure.key) ?? []), figure])
  return [...groups.values()]
}

/** A figure by attributes, as a table of its own that earlier days and now show. */
export function updatedTable(
  { shapes, days, shown, fresh }: RevisedBlocks,
  { table, key, counted, changes }: RevisedFigure,
): UpdatedTable {
  const shape = shapes[table]!
  const [measure] = shape.baseMeasures
  return {
    shape: {
      ...shape,
      dimensions: attributeBlocks(shape).dimensions,
      baseMeasures: [
        {
          ...measure!,
          type: 'learners',
          counts: key,
          overEvents: 'additive',
          atMost: [],
          within: null,
          part: null,
        },
      ],
      derivedMeasures: [],
    },
    counted,
    fresh: fresh[table]!,
    moments: days.map((asOf, m) => ({
      asOf,
      fresh: shown[m]![table]!,
      figures: new Float64Array(counted.length).fill(Number.NaN),
      moves: changes[m]!.flatMap(({ leaf, rose, fell }) => [
        ...(rose.learners > 0 ? [{ from: -1, to: leaf, learners: rose.learners }] : []),
        ...(fell.learners > 0 ? [{ from: leaf, to: -1, learners: fell.learners }] : []),
      ]),
    })),
  }
}

/** Changes of events and sums that both releases show and a learner dominates. */
function dominated(
  { shapes, days, shown, fresh }: RevisedBlocks,
  { table, type, changes }: RevisedFigure,
  { dominance }: AuditParameters,
): readonly ChangeFinding[] {
  if (type === 'learners') return []
  const above = leavesBelow(shapes[table]!)
  return days.flatMap((since, m) =>
    above.flatMap((isBelow, block): readonly ChangeFinding[] => {
      if (fresh[table]![block] === 0 || shown[m]![table]![block] === 0) return []
      const own = changes[m]!.filter(({ leaf }) => isBelow(leaf))
      const isDominated = (['rose', 'fell'] as const).some((way) => {
        const cell = mergeChanges(own, way)
        return upperProtection({ type }, cell, dominance) > 0
      })
      return isDominated
        ? [finding(shapes[table]!, table, block, since, `a change since ${since} is dominated by nobody`)]
        : []
    }),
  )
}

/**
 * Changes that both releases show and fewer than k may have made, since of learners who are gone nobody knows how many
 * contributed to several parts.
 */
function uncertain(
  { shapes, days, shown, fresh }: RevisedBlocks,
  { table, changes }: RevisedFigure,
  { minimumContributors }: AuditParameters,
): readonly ChangeFinding[] {
  const above = leavesBelow(shapes[table]!)
  return days.flatMap((since, m) =>
    above.flatMap((isBelow, block): readonly ChangeFinding[] => {
      if (fresh[table]![block] === 0 || shown[m]![table]![block] === 0) return []
      const fewest = fewestFallen(changes[m]!.filter(({ leaf }) => isBelow(leaf)))
      if (fewest === 0 || fewest >= minimumContributors) return []
      const clause = `who left since ${since} number 0 or minimumContributors, however they are counted`
      return [finding(shapes[table]!, table, block, since, clause)]
    }),
  )
}

/** The fewest learners who can have made what fell. */
export function fewestFallen(changes: readonly LeafChange[]): number {
  const sum = (of: (change: LeafChange) => number) => changes.reduce((total, one) => total + of(one), 0)
  const surplus = sum(({ gone }) => gone.surplus)
  const living = sum(({ fell }) => fell.learners) - surplus
  if (sum(({ gone }) => gone.value) === 0) return living
  const most = Math.max(1, ...changes.map(({ gone }) => gone.most))
  return living + Math.max(1, Math.ceil(surplus / most))
}

function mergeChanges(changes: readonly LeafChange[], way: 'rose' | 'fell') {
  return {
    value: changes.reduce((sum, one) => sum + one[way].value, 0),
    contributors: changes.reduce((sum, one) => sum + one[way].learners, 0),
    largest: changes.flatMap((one) => one[way].largest).toSorted((a, b) => b - a),
  }
}

function mixedFindings(
  { shapes, days, fresh, shown, complete }: RevisedBlocks,
  { table, learners }: MixedChange,
): readonly ChangeFinding[] {
  const above = leavesBelow(shapes[table]!)
  return days.flatMap((since, m) =>
    above.flatMap((isBelow, block): readonly ChangeFinding[] => {
      const isSeen = fresh[table]![block] === 1 && shown[m]![table]![block] === 1
      if (!isSeen || complete[m]![table]![block] === 1) return []
      if (learners[m]!.every(({ leaf }) => !isBelow(leaf))) return []
      const clause = `where events are hidden, nobody rose in one and fell in another since ${since}`
      return [finding(shapes[table]!, table, block, since, clause)]
    }),
  )
}

/** By block: whether a leaf lies in it. */
function leavesBelow(shape: TableShape): readonly ((leaf: number) => boolean)[] {
  const blocks = attributeBlocks(shape)
  const around = blocksAround(blocks).map((list) => new Set(list))
  return Array.from({ length: blocks.size }, (_, block) => (leaf: number) => around[leaf]!.has(block))
}

function finding(
  shape: TableShape,
  table: number,
  block: number,
  since: string,
  clause: string,
): ChangeFinding {
  const { dimensions } = attributeBlocks(shape)
  const geometry = tableGeometry(dimensions)
  return {
    rule: 'seen-change',
    table: shape.id,
    coordinates: dimensions.map(({ codes }, d) => codes[codeOf(geometry, block, d)]!.code),
    measure: shape.baseMeasures[0]!.name,
    clause,
    at: { table, row: block },
    since,
  }
}
