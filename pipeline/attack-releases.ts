import { isDeepStrictEqual } from 'node:util'
import type { Period } from '../schemas/period.ts'
import type { AuditParameters } from '../schemas/release.ts'
import type { AuditBudget, AuditFinding, AuditRule } from '../transforms/audit/audit-report.ts'
import { datedSystems } from '../transforms/audit/dated-systems.ts'
import { asFirstPublished, type DatedRelease } from '../transforms/audit/first-figures.ts'
import { joinReleases } from '../transforms/audit/joined-releases.ts'
import { auditFromOutside } from '../transforms/audit/verdict.ts'
import type { Finding } from './verify.ts'

/** A release as its readers have it, and what it promised. */
export interface HeldRelease extends DatedRelease {
  readonly audit: AuditParameters
}

/** Releases that share days, directly or by way of others, each group in the order given. */
export function groupsSharingDays<T>(
  releases: readonly T[],
  periodOf: (release: T) => Period,
): readonly (readonly T[])[] {
  const order = new Map(releases.map((one, i) => [one, i]))
  const groups: { end: string; members: T[] }[] = []
  for (const one of releases.toSorted((a, b) => (periodOf(a).start < periodOf(b).start ? -1 : 1))) {
    const { start, end } = periodOf(one)
    const last = groups.at(-1)
    if (last === undefined || last.end <= start) groups.push({ end, members: [one] })
    else {
      last.members.push(one)
      if (last.end < end) last.end = end
    }
  }
  return groups.map(({ members }) => members.toSorted((a, b) => order.get(a)! - order.get(b)!))
}

/** Rules that each release was held to by itself, and that say nothing about what no release shows. */
const ofOneRelease: readonly AuditRule[] = ['score-beside-hidden-outcome']

/**
 * What the flows of releases that share days give away together, or why they cannot be attacked as one. Of later versions
 * what stands as first published is among it; what they show anew is attacked by itself, day by day.
 */
export async function attackTogether(
  releases: readonly HeldRelease[],
  budget: AuditBudget,
): Promise<readonly Finding[] | string> {
  const parameters = commonParameters(releases.map(({ audit }) => audit))
  if (parameters === null)
    return 'releases of the same days are rounded, and their percentages taken, in one way'
  const joined = joinReleases(asFirstPublished(releases))
  if (joined === null) return 'periods that share days lie in one another'
  if (joined.length === 0) return []
  // What no release shows may be nobody.
  const { findings } = await auditFromOutside(joined, parameters, budget, undefined, 0)
  return findings.filter(({ rule }) => !ofOneRelease.includes(rule)).map((one) => findingOf(one))
}

/**
 * What a release gives away by itself, day by day. More than together with others: what it hides is somebody, where zeros
 * are published. Changes of stocks were held against all earlier days when they were published, by those who know who
 * moved.
 *
 * @param budget starts the budget of the attack on one day
 */
export async function attackAlone(
  { tables, audit }: Pick<HeldRelease, 'tables' | 'audit'>,
  budget: () => AuditBudget,
): Promise<readonly AuditFinding[]> {
  const findings: AuditFinding[] = []
  for (const system of datedSystems(tables)) {
    if (system.length === 0) continue
    const { findings: found } = await auditFromOutside(system, audit, budget())
    // One by one: there may be more than a call takes arguments.
    for (const finding of found) findings.push(finding)
  }
  return findings
}

/** @param release named where several are spoken of */
export function findingOf({ rule, table, coordinates, clause }: AuditFinding, release?: string): Finding {
  const where = [...(release === undefined ? [] : [release]), table, ...coordinates].join(' ')
  return { rule, where, clause }
}

/** What every one of the releases promised; null where their figures are not to be read in one way. */
function commonParameters(all: readonly AuditParameters[]): AuditParameters | null {
  const [first] = all
  const reading = ({ rounding, percentageBase }: AuditParameters) => [rounding, percentageBase]
  if (first === undefined || all.some((one) => !isDeepStrictEqual(reading(one), reading(first)))) return null
  const least = (of: (one: AuditParameters) => number) => Math.min(...all.map(of))
  return {
    ...first,
    minimumContributors: least((one) => one.minimumContributors),
    intervalWidth: least((one) => one.intervalWidth),
    outcomeDiversity: least((one) => one.outcomeDiversity),
    relativeWidth: least((one) => one.relativeWidth),
  }
}
