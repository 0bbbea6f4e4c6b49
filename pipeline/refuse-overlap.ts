import { WithheldError } from '../schemas/failure.ts'
import type { Project } from './load-project.ts'

/**
 * Refuses what would publish the same learners twice in overlapping ways: only flows of one grain, each
 * period once, are disjoint over time.
 */
export function refuseOverlap(project: Project): void {
  const grain = project.definition.releases.grain
  for (const { id, period } of project.tables) {
    if (period.type === 'stock')
      throw new WithheldError(
        `a stock overlaps with what was published before, which is not protected yet. Provided value: table ${id}`,
      )
    if (period.grain !== undefined && period.grain !== grain)
      throw new WithheldError(
        `periods of different lengths overlap, which is not protected yet. Provided value: table ${id}, ${period.grain} beside ${grain}`,
      )
  }
}
