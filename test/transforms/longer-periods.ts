import type { PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { Period } from '../../schemas/period.ts'
import { allHidden } from '../../transforms/audit/all-hidden.ts'
import type { AuditFinding } from '../../transforms/audit/audit-report.ts'
import { joinReleases } from '../../transforms/audit/joined-releases.ts'
import { auditLongerPeriod } from '../../transforms/audit/longer-period.ts'
import { projectReader } from '../../transforms/audit/reader-assumptions.ts'
import { type AuditVerdict, auditFromOutside } from '../../transforms/audit/verdict.ts'
import { applyPattern } from '../../transforms/disclosure/apply-pattern.ts'
import { linkPeriods } from '../../transforms/disclosure/link-periods.ts'
import { protectTables } from '../../transforms/disclosure/protect-tables.ts'
import type { TablePreferences } from '../../transforms/disclosure/row-preferences.ts'
import { auditParameters, held, limits, unlimited } from './disclosure/tables.ts'

const k = 10
const parameters = { ...auditParameters, minimumContributors: k, intervalWidth: k }
const strict = { ...limits, intervalWidth: k, singletons: true, coalition: 2 }

/** A release that is out: its tables as counted, and as published. */
export interface PastRelease {
  /** What was judged together with it, by the suppression. */
  readonly joint?: {
    readonly shown: readonly PublishedTable[]
    readonly preferences: readonly TablePreferences[]
  }
  readonly period: Period
  readonly truth: readonly TabulatedTable[]
  readonly published: readonly PublishedTable[]
  /** What was counted for what others tell of it, and is not in the release; none where absent. */
  readonly untold?: readonly TabulatedTable[]
}

/** Protects tables of one period as if there were no other. */
export async function releaseAlone(
  period: Period,
  ...truth: readonly TabulatedTable[]
): Promise<PastRelease> {
  const { patterns, withheld } = await protectTables(held(...truth), strict)
  return { period, truth, published: applyPattern(held(...truth), patterns, auditParameters, withheld) }
}

/**
 * Protects tables of a longer period together with the releases that it is made of.
 *
 * @param untold tables that it does not show
 */
export async function releaseLonger(
  period: Period,
  truth: readonly TabulatedTable[],
  past: readonly PastRelease[],
  untold: readonly TabulatedTable[] = [],
): Promise<PastRelease> {
  const hidden = (of: Period, tables: readonly TabulatedTable[] = []) =>
    tables.map((table) => ({ period: of, table, shown: null }))
  const linked = linkPeriods(
    truth.map((table) => ({
      period,
      table,
      preferences: {
        required: new Uint8Array(table.cells.length),
        weights: new Float64Array(table.cells.length).fill(1),
      },
    })),
    [
      ...hidden(period, untold),
      ...past.flatMap((release) => [
        ...release.truth.map((table, t) => ({
          period: release.period,
          table,
          shown: Uint8Array.from(release.published[t]!.rows, ({ figures }) =>
            figures[0]!.value === null ? 0 : 1,
          ),
        })),
        ...hidden(release.period, release.untold),
      ]),
    ],
  )
  const joint = held(...linked.tables)
  const { patterns } = await protectTables(joint, { ...strict, preferences: linked.preferences })
  const shown = applyPattern(joint, patterns, auditParameters, [])
  const published = truth.map(({ shape, cells }, t): PublishedTable => {
    const { table, rows } = linked.open[t]!
    return {
      shape,
      rows: cells.map(({ coordinates }, row) => ({
        coordinates,
        figures: shown[table]!.rows[rows[row]!]!.figures,
      })),
    }
  })
  return { period, truth, published, untold, joint: { shown, preferences: linked.preferences } }
}

/** The audit's verdict on a longer period beside the releases that it is made of. */
export function judgeLonger(candidate: PastRelease, past: readonly PastRelease[]): Promise<AuditVerdict> {
  const hidden = ({ period, untold = [] }: PastRelease) =>
    untold.map((table) => ({ period, truth: table, published: allHidden(table), isUntold: true }))
  const parts = past.flatMap((one) => [
    ...one.truth.map((table, t) => ({ period: one.period, truth: table, published: one.published[t]! })),
    ...hidden(one),
  ])
  parts.push(...hidden(candidate))
  const { period, published, truth } = candidate
  return auditLongerPeriod(period, published, held(...truth), parts, parameters, unlimited, projectReader)
}

/** What a reader finds who has nothing but all of these releases, as the ledger's audit does. */
export async function foundByReaders(releases: readonly PastRelease[]): Promise<readonly AuditFinding[]> {
  const tables = joinReleases(
    releases.map(({ period, published }) => ({ id: period.id, period, tables: published })),
  )
  if (tables === null) throw new Error('periods must lie in one another')
  return (await auditFromOutside(tables, parameters, unlimited, undefined, 0)).findings
}
