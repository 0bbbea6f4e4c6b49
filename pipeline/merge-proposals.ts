import type { TabulatedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import { attest } from '../transforms/attest.ts'
import { type MergeProposal, proposeMerges } from '../transforms/disclosure/propose-merges.ts'
import { protectionLimits } from './5-protect.ts'
import type { Project } from './load-project.ts'
import { preferencesOf } from './table-preferences.ts'

/** A proposal with all that the project file would then pin: what it pins already, and the new groups. */
export interface PinnableMerge extends MergeProposal {
  readonly merge: readonly string[]
}

/** Siblings to merge, for each attribute with a hierarchy where that clearly publishes more. */
export async function mergeProposals(
  tables: Held<'tabulated', readonly TabulatedTable[]>,
  project: Project,
  tieBreakKey: string,
): Promise<readonly PinnableMerge[]> {
  const { policy } = project.definition
  const proposals: PinnableMerge[] = []
  for (const { name, definition } of project.attributes) {
    const own = tables.filter(({ shape }) => shape.dimensions.some((dimension) => dimension.name === name))
    if (definition.bands !== undefined || definition.role === 'sensitive' || own.length === 0) continue
    const proposal = await proposeMerges(
      attest('tabulated', own),
      name,
      (merged) => protectionLimits(policy, preferencesOf(merged, project, new Map()), tieBreakKey),
      namedCodes(project, name),
    )
    const codes = proposal.groups.flatMap((group) => group.codes)
    if (codes.length > 0) proposals.push({ ...proposal, merge: [...(definition.merge ?? []), ...codes] })
  }
  return proposals
}

/** Codes of a dimension that tables ask to publish. */
function namedCodes({ tables }: Project, dimension: string): ReadonlySet<string> {
  const patterns = tables.flatMap(({ publish }) => [...publish.always, ...publish.prefer])
  return new Set(patterns.flatMap((pattern) => pattern[dimension] ?? []))
}
