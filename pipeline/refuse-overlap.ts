import type { Project } from './load-project.ts'
import { refuseRevisions } from './revisions/refuse-revisions.ts'
import { refuseRollUps } from './rollups/roll-ups.ts'
import { refuseStocks } from './stocks/refuse-stocks.ts'

/**
 * Refuses what would publish the same learners twice in overlapping ways: only flows of one grain, each
 * period once, are disjoint over time. Stocks, roll-ups and revisions overlap too, and are protected for it, where
 * `refuseStocks`, `refuseRollUps` and `refuseRevisions` let them be.
 */
export function refuseOverlap(project: Project): void {
  refuseStocks(project)
  refuseRollUps(project)
  refuseRevisions(project)
}
