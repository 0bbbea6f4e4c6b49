import { isDeepStrictEqual } from 'node:util'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditBudget, AuditRule } from '../../transforms/audit/audit-report.ts'
import { datedSystems } from '../../transforms/audit/dated-systems.ts'
import { joinReleases, type ReleasedTables } from '../../transforms/audit/joined-releases.ts'
import { auditFromOutside } from '../../transforms/audit/verdict.ts'
import type { Finding } from '../verify.ts'
import { type KnownRelease, releaseId } from './known-releases.ts'
import { ledgerFolder } from './ledger-folder.ts'
import { rebuildTables } from './rebuild-tables.ts'

/** What all that was ever published about a population gives away together; nothing restricted. */
export interface ReleasesAudit {
  readonly ledger: string
  /** Known releases of all projects, withdrawn and pending ones among them. */
  readonly releases: number
  /** Sets of releases that share days, each attacked as one; a release that shares none is one by itself. */
  readonly groups: number
  readonly cells: number
  readonly passed: boolean
  readonly findings: readonly Finding[]
  readonly warnings: readonly string[]
}

/**
 * Attacks everything that the ledger knows as a reader does who kept it all, from the ledger alone. Figures of periods
 * that share no day are about different events, and nothing follows from them together; those that share days are one
 * system, and each of them is one by itself, too. It is the witness that the refusal of overlapping releases worked.
 *
 * @param known by a ledger that was found whole; it may be written to meanwhile, for what is stored never changes
 * @param budget starts the budget of one attack
 * @throws {BrokenLedger} if what is stored is not what the entry names
 */
export async function auditKnownReleases(
  ledger: string,
  known: readonly KnownRelease[],
  budget: () => AuditBudget,
  progress: (message: string) => void,
): Promise<ReleasesAudit> {
  const groups = groupsSharingDays(known)
  const findings: Finding[] = []
  const warnings: string[] = []
  let cells = 0
  for (const group of groups) {
    const where = group.map(({ release }) => releaseId(release)).join(', ')
    progress(`auditing ${where}`)
    const releases: RebuiltRelease[] = []
    for (const { release } of group) {
      const tables = await rebuildTables(ledgerFolder(ledger), release)
      const { period, audit } = release
      if (tables !== null) releases.push({ id: releaseId(release), period, tables, audit })
    }
    cells += releases.reduce(
      (sum, { tables }) => sum + tables.reduce((all, { rows }) => all + rows.length, 0),
      0,
    )
    if (group.length > 1) {
      const problem = await attackTogether(group, releases, budget())
      if (typeof problem !== 'string') findings.push(...problem)
      else findings.push({ rule: 'unaudited', where, clause: problem })
    } else if (releases.length === 0) warnings.push(`${where}: ${notRebuilt}`)
    for (const one of releases) findings.push(...(await attackAlone(one, budget())))
  }
  return {
    ledger,
    releases: known.length,
    groups: groups.length,
    cells,
    passed: findings.length === 0,
    findings,
    warnings,
  }
}

/** Releases that share days, directly or by way of others, in the order of their entries. */
function groupsSharingDays(known: readonly KnownRelease[]): readonly (readonly KnownRelease[])[] {
  const byStart = known.toSorted((a, b) => (a.release.period.start < b.release.period.start ? -1 : 1))
  const groups: { end: string; members: KnownRelease[] }[] = []
  for (const one of byStart) {
    const { start, end } = one.release.period
    const last = groups.at(-1)
    if (last === undefined || last.end <= start) groups.push({ end, members: [one] })
    else {
      last.members.push(one)
      if (last.end < end) last.end = end
    }
  }
  return groups.map(({ members }) => members.toSorted((a, b) => a.sequence - b.sequence))
}

/** A release as the ledger keeps it, and what it promised. */
interface RebuiltRelease extends ReleasedTables {
  readonly audit: AuditParameters
}

const notRebuilt = 'it was recorded by a version that did not keep all that an audit needs: see kohort verify'

/** Rules that each release is held to by itself, and that say nothing about what no release shows. */
const ofOneRelease: readonly AuditRule[] = ['score-beside-hidden-outcome']

/** What the flows of a group give away together, or why they cannot be attacked as one. */
async function attackTogether(
  group: readonly KnownRelease[],
  releases: readonly RebuiltRelease[],
  budget: AuditBudget,
): Promise<readonly Finding[] | string> {
  if (releases.length < group.length) return notRebuilt
  const parameters = commonParameters(releases.map(({ audit }) => audit))
  if (parameters === null)
    return 'releases of the same days are rounded, and their percentages taken, in one way'
  const joined = joinReleases(
    releases.map((one) => ({ ...one, tables: one.tables.filter(({ shape }) => shape.asOf === undefined) })),
  )
  if (joined === null) return 'periods that share days lie in one another'
  if (joined.length === 0) return []
  // What no release shows may be nobody.
  const { findings } = await auditFromOutside(joined, parameters, budget, undefined, 0)
  return findings
    .filter(({ rule }) => !ofOneRelease.includes(rule))
    .map(({ rule, table, coordinates, clause }) => ({
      rule,
      where: [table, ...coordinates].join(' '),
      clause,
    }))
}

/**
 * What a release gives away by itself, day by day. More than together with others: what it hides is somebody, where zeros
 * are published. Changes of stocks were held against all earlier days when they were published, by those who know who
 * moved.
 */
async function attackAlone(
  { id, tables, audit }: RebuiltRelease,
  budget: AuditBudget,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const system of datedSystems(tables)) {
    if (system.length === 0) continue
    const report = await auditFromOutside(system, audit, budget)
    for (const { rule, table, coordinates, clause } of report.findings)
      findings.push({ rule, where: [id, table, ...coordinates].join(' '), clause })
  }
  return findings
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
