import { WithheldError } from '../../schemas/failure.ts'
import type { Project } from '../load-project.ts'

/**
 * Refuses revisions where they are not protected yet: of rounded figures, or of empty cells that are published.
 *
 * @throws {WithheldError} naming what is in the way
 */
export function refuseRevisions({ tables, definition: { policy, releases } }: Project): void {
  if (releases.revise === undefined) return
  const zeros = tables.find((table) => table.zeros !== undefined)
  const problems: readonly (readonly [boolean, string, string])[] = [
    [policy.rounding !== 'none', 'of rounded figures', 'policy.rounding'],
    [policy.zeros !== 'protect', 'of published zeros', 'policy.zeros'],
    [zeros !== undefined, 'of published zeros', `table ${zeros?.id}`],
  ]
  const found = problems.find(([is]) => is)
  if (found !== undefined)
    throw new WithheldError(
      `revisions ${found[1]} are not protected yet: leave releases.revise out. Provided value: ${found[2]}`,
    )
}
