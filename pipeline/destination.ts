import type { PublishedTable } from '../schemas/cell.ts'
import type { Held } from '../schemas/custody.ts'
import type { AuditParameters } from '../schemas/release.ts'
import type { PlannedPeriods } from './last-hidden.ts'
import type { Publishing } from './ledger/publish.ts'
import type { Project } from './load-project.ts'
import type { StoredSeries } from './stocks/store-series.ts'
import type { Workspace } from './workspace.ts'

/** Where a period goes: to the releases folder, to the candidates of the workspace, into the place of one, or nowhere. */
export type Destination =
  | { readonly kind: 'releases'; readonly publishing: Publishing }
  | {
      readonly kind: 'candidates'
      readonly workspace: Workspace
      readonly run: string
      readonly now: Date
      /** Whether approval counts anew, since who contributed is to be recorded with the release. */
      readonly recounted: boolean
    }
  | {
      readonly kind: 'approval'
      /** Publishes the candidate if it is what was counted anew; its folder comes back. */
      readonly publish: (
        released: Held<'protected', readonly PublishedTable[]>,
        parameters: AuditParameters,
        series: Pick<StoredSeries, 'pack' | 'isUsed'> | null,
      ) => Promise<string>
    }
  | { readonly kind: 'plan' }
  | { readonly kind: 'dry-run'; readonly planned: PlannedPeriods }

/**
 * Where the periods of a night go.
 *
 * @param recounted whether approval counts anew
 * @param publishing null where nothing is published
 */
export function destinationOf(
  project: Project,
  workspace: Workspace,
  run: string,
  { publish, now }: { readonly publish: boolean; readonly now: Date },
  recounted: boolean,
  publishing: Publishing | null,
): Destination {
  if (publishing === null) return publish ? { kind: 'dry-run', planned: new Map() } : { kind: 'plan' }
  return project.definition.policy.approval === 'manual'
    ? { kind: 'candidates', workspace, run, now, recounted }
    : { kind: 'releases', publishing }
}
