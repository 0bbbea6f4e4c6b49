import type { Dimension, SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { attest } from '../attest.ts'
import { type CodeGroup, mergeCodes } from '../generalize/merge-codes.ts'
import { otherCode } from '../generalize/other-code.ts'
import { type ProtectionLimits, protectTables } from './protect-tables.ts'

/** What readers see of the finest cells that are not empty. */
export interface ShownCells {
  readonly cells: number
  readonly published: number
  readonly learners: number
  /** Learners of published cells, each counted in every table that shows them. */
  readonly publishedLearners: number
}

export interface MergeProposal {
  readonly dimension: string
  /** Siblings to merge into one code each; empty where merging does not clearly publish more. */
  readonly groups: readonly CodeGroup[]
  readonly before: ShownCells
  readonly after: ShownCells
}

type Tables = Held<'tabulated', readonly TabulatedTable[]>

/** A group must add this much to the share of cells and that of learners together: less may turn next month. */
const clearGain = 0.005
/** Shares of a merged code's cells that reach the threshold, at which a group is tried. */
const publishableShares = [0.25, 0.5, 0.75]
/** All children below this share are tried together, too. */
const mostlyPublishable = 0.5

/**
 * Proposes siblings to merge into "other" so that more can be published. For each parent its smallest children are
 * tried together, few and more of them, by really suppressing the merged tables (without intervals); a group is
 * kept where the published share of the finest cells and of their learners clearly grows.
 *
 * The same tables give the same proposal. It is for a person to pin: chosen anew every night, it would tell about
 * last night's newcomers.
 *
 * @param limitsOf limits for tables with other code lists
 * @param keep codes that must stay, since tables name them
 */
export async function proposeMerges(
  tables: Tables,
  dimension: string,
  limitsOf: (tables: Tables) => ProtectionLimits,
  keep: ReadonlySet<string>,
): Promise<MergeProposal> {
  const evaluate = async (groups: readonly CodeGroup[]): Promise<ShownCells> => {
    const merged = mergeInAll(tables, dimension, groups)
    const limits = { ...limitsOf(merged), intervalWidth: 1, effort: 'fast' as const }
    const { patterns } = await protectTables(merged, limits)
    return shownCells(merged, patterns)
  }
  const before = await evaluate([])
  const worth = ({ published, publishedLearners }: ShownCells) =>
    published / Math.max(1, before.cells) + publishedLearners / Math.max(1, before.learners)
  let best: Pick<MergeProposal, 'groups' | 'after'> = { groups: [], after: before }
  for (const candidates of candidatesOf(tables, dimension, limitsOf(tables).minimumContributors, keep)) {
    const { groups, after } = best
    for (const candidate of candidates) {
      const tried = await evaluate([...groups, candidate])
      if (worth(tried) >= worth(after) + clearGain && worth(tried) > worth(best.after))
        best = { groups: [...groups, candidate], after: tried }
    }
  }
  return { dimension, before, ...best }
}

/** The tables with a dimension's groups merged in each that shows them. */
export function mergeInAll(tables: Tables, dimension: string, groups: readonly CodeGroup[]): Tables {
  return attest(
    'tabulated',
    tables.map((table) => mergeCodes(attest('tabulated', table), dimension, groups)),
  )
}

/** For each parent the groups to try, small ones first. */
function candidatesOf(
  tables: readonly TabulatedTable[],
  dimension: string,
  minimumContributors: number,
  keep: ReadonlySet<string>,
): readonly (readonly CodeGroup[])[] {
  const views = tables.flatMap((table) => {
    const d = table.shape.dimensions.findIndex(({ name, kind }) => name === dimension && kind !== 'event')
    return d < 0 ? [] : [{ table, d, codes: table.shape.dimensions[d]!.codes }]
  })
  const finest = views.reduce<Dimension['codes']>(
    (most, { codes }) => (codes.length > most.length ? codes : most),
    [],
  )
  const inner = new Set(finest.map(({ parent }) => parent))
  const full = views.filter(({ codes }) => codes.length === finest.length)
  return [...inner].flatMap((parent) => {
    const children = finest.filter((code) => code.parent === parent).map(({ code }) => code)
    if (parent === null || children.length < 3 || children.includes(otherCode(parent))) return []
    const profiles = new Map(
      children
        .filter((code) => !inner.has(code) && !keep.has(code) && !code.startsWith('_'))
        .map((code) => [code, full.flatMap(({ table, d }) => learnersAt(table, d, code))]),
    )
    const size = (code: string) => profiles.get(code)!.reduce((sum, learners) => sum + learners, 0)
    const smallest = [...profiles.keys()].sort((a, b) => size(a) - size(b) || (a < b ? -1 : 1))
    const shareOf = (codes: readonly string[]) => {
      const parts = codes.map((code) => profiles.get(code)!)
      const merged = parts[0]!.map((_, row) => parts.reduce((sum, profile) => sum + profile[row]!, 0))
      const filled = merged.filter((learners) => learners > 0)
      return filled.filter((learners) => learners >= minimumContributors).length / Math.max(1, filled.length)
    }
    const shares = smallest.map((_, i) => shareOf(smallest.slice(0, i + 1)))
    const small = smallest.filter((code) => shareOf([code]) < mostlyPublishable).length
    const most = Math.min(smallest.length, children.length - 1)
    const counts = publishableShares.flatMap((share) => {
      const count = Math.max(2, 1 + shares.findIndex((reached) => reached >= share))
      return shares.some((reached) => reached >= share) && count <= most ? [count] : []
    })
    if (small >= 2 && small <= most) counts.push(small)
    return [[...new Set(counts)].map((count) => ({ parent, codes: smallest.slice(0, count).toSorted() }))]
  })
}

/** Learners of every row that has the code, finest in all other dimensions. */
function learnersAt({ shape, cells }: TabulatedTable, d: number, code: string): readonly number[] {
  const isFinest = finestRows(shape.dimensions)
  return cells.flatMap(({ coordinates, contributors }) =>
    coordinates[d] === code && isFinest(coordinates) ? [contributors] : [],
  )
}

function finestRows(dimensions: readonly Dimension[]): (coordinates: readonly string[]) => boolean {
  const inner = dimensions.map(({ codes }) => new Set(codes.map(({ parent }) => parent)))
  return (coordinates) => !coordinates.some((code, d) => inner[d]!.has(code))
}

function shownCells(tables: readonly TabulatedTable[], patterns: readonly SuppressionPattern[]): ShownCells {
  const shown = { cells: 0, published: 0, learners: 0, publishedLearners: 0 }
  tables.forEach(({ shape, cells }, t) => {
    const isFinest = finestRows(shape.dimensions)
    cells.forEach(({ coordinates, contributors }, r) => {
      if (contributors === 0 || !isFinest(coordinates)) return
      shown.cells++
      shown.learners += contributors
      if (patterns[t]!.rows[r]!.status !== 'published') return
      shown.published++
      shown.publishedLearners += contributors
    })
  })
  return shown
}
