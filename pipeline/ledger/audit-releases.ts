import { isDeepStrictEqual } from 'node:util'
import type { PublishedTable } from '../../schemas/cell.ts'
import { countsStock } from '../../schemas/nested-populations.ts'
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
 * system. It is the witness that the refusal of overlapping releases worked.
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
    const releases: ReleasedTables[] = []
    for (const { release } of group) {
      const tables = await rebuildTables(ledgerFolder(ledger), release)
      if (tables !== null) releases.push({ id: releaseId(release), period: release.period, tables })
    }
    cells += releases.reduce(
      (sum, { tables }) => sum + tables.reduce((all, { rows }) => all + rows.length, 0),
      0,
    )
    const problem = await attack(group, releases, budget())
    if (typeof problem !== 'string') findings.push(...problem)
    else if (group.length > 1) findings.push({ rule: 'unaudited', where, clause: problem })
    else warnings.push(`${where}: ${problem}`)
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

/** Rules that each release was held to by itself, and that say nothing about what no release shows. */
const ofOneRelease: readonly AuditRule[] = ['score-beside-hidden-outcome']

/** What speaks against a group, or why it cannot be attacked. */
async function attack(
  group: readonly KnownRelease[],
  releases: readonly ReleasedTables[],
  budget: AuditBudget,
): Promise<readonly Finding[] | string> {
  if (releases.length < group.length)
    return 'it was recorded by a version that did not keep all that an audit needs: see kohort verify'
  const parameters = commonParameters(group.map(({ release }) => release.audit))
  if (parameters === null)
    return 'releases of the same days are rounded, and their percentages taken, in one way'
  const isDated = ({ shape }: PublishedTable) => shape.asOf !== undefined
  const isStock = ({ shape }: PublishedTable) => countsStock(shape.fact, shape.baseMeasures)
  const isJoined = group.length > 1
  const flows = releases.map((one) => ({ ...one, tables: one.tables.filter((table) => !isDated(table)) }))
  const joined = isJoined ? joinReleases(flows) : []
  if (joined === null) return 'periods that share days lie in one another'
  const findings: Finding[] = []
  const judge = async (tables: readonly PublishedTable[], isOfSeveral: boolean) => {
    const hiddenAtLeast = isOfSeveral ? 0 : undefined
    const report = await auditFromOutside(tables, parameters, budget, undefined, hiddenAtLeast)
    for (const { rule, table, coordinates, clause } of report.findings)
      if (!(isOfSeveral && ofOneRelease.includes(rule)))
        findings.push({ rule, where: [table, ...coordinates].join(' '), clause })
  }
  if (joined.length > 0) await judge(joined, true)
  // Changes of stocks were held against all earlier days when they were published, by those who know who moved.
  for (const { tables } of releases) {
    // Flows of one release are attacked beside its stocks, too.
    const own = isJoined && !tables.some(isStock) ? tables.filter(isDated) : tables
    for (const system of datedSystems(own)) if (system.length > 0) await judge(system, false)
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
