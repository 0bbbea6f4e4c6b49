import type { AuditBudget } from '../../transforms/audit/audit-report.ts'
import {
  attackAlone,
  attackTogether,
  findingOf,
  groupsSharingDays,
  type HeldRelease,
} from '../attack-releases.ts'
import { standingFindings } from '../standing-figures.ts'
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
 * system, and each of them is one by itself, too. What stands in a later version must be what an earlier one showed. It
 * is the witness that the refusal of overlapping releases worked.
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
  const groups = groupsSharingDays(known, ({ release }) => release.period)
  const findings: Finding[] = []
  const warnings: string[] = []
  let cells = 0
  for (const group of groups) {
    const where = group.map(({ release }) => releaseId(release)).join(', ')
    progress(`auditing ${where}`)
    const releases: HeldRelease[] = []
    for (const { release } of group) {
      const tables = await rebuildTables(ledgerFolder(ledger), release)
      const { project, period, version, as_of: asOf, audit } = release
      if (tables !== null)
        releases.push({ id: releaseId(release), project, period, version, asOf, tables, audit })
    }
    cells += releases.reduce(
      (sum, { tables }) => sum + tables.reduce((all, { rows }) => all + rows.length, 0),
      0,
    )
    if (group.length > 1) {
      const problem = releases.length < group.length ? notRebuilt : await attackTogether(releases, budget())
      if (typeof problem !== 'string') findings.push(...problem)
      else findings.push({ rule: 'unaudited', where, clause: problem })
    } else if (releases.length === 0) warnings.push(`${where}: ${notRebuilt}`)
    for (const one of releases) {
      const earlier = releases.filter(({ version }) => version < one.version)
      for (const finding of standingFindings(one, earlier))
        findings.push({ ...finding, where: `${one.id} ${finding.where}` })
      for (const finding of await attackAlone(one, budget)) findings.push(findingOf(finding, one.id))
    }
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

const notRebuilt = 'it was recorded by a version that did not keep all that an audit needs: see kohort verify'
