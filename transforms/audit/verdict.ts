import type { PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import { attestProtected } from '../attest-protected.ts'
import type { AuditBudget, AuditFinding, AuditReport } from './audit-report.ts'
import { disclosesAlone } from './discloses-alone.ts'
import { hiddenFindings } from './hidden-findings.ts'
import { hiddenSystem } from './hidden-system.ts'
import { ownValueFindings } from './own-value-findings.ts'
import { type PublishedSystem, placeOf, publishedSystem } from './published-system.ts'
import { projectReader, type ReaderAssumptions } from './reader-assumptions.ts'
import { structureFindings } from './structure-findings.ts'
import { countedValues, figureFindings, pairingFindings } from './truth-findings.ts'
import { visibleFindings } from './visible-findings.ts'

export interface AuditVerdict {
  readonly report: AuditReport
  /** The candidate, free to be written; null where there is any finding. */
  readonly released: Held<'protected', readonly PublishedTable[]> | null
}

/**
 * Decides whether a whole release may be published.
 *
 * Holds it against what was counted, judges by itself which quantities disclose alone, and attacks the release
 * as one linear system: none of those quantities may be published, follow from equations, or be narrowed to
 * less than `intervalWidth`. All that `auditFromOutside` would find is a finding, too.
 *
 * @param candidate all tables of the release
 * @param truth the same tables as counted, in the same order
 * @param budget beyond it, what is not yet proven counts as a finding
 * @param assumptions about what a reader knows besides
 */
export async function auditRelease(
  candidate: readonly PublishedTable[],
  truth: Held<'tabulated', readonly TabulatedTable[]>,
  parameters: AuditParameters,
  budget: AuditBudget,
  assumptions: ReaderAssumptions = projectReader,
): Promise<AuditVerdict> {
  const structure = [...structureFindings(candidate), ...pairingFindings(candidate, truth)]
  if (structure.length > 0) return { report: illegible(structure), released: null }
  const system = publishedSystem(candidate, assumptions.hiddenAtLeast)
  const hidden = hiddenSystem(system)
  const counted = countedValues(system, truth)
  const primaries = primaryVariables(system, truth, parameters)
  const inside = { primaries, counted: counted.values }
  const attack = await hiddenFindings(system, hidden, inside, parameters, budget)
  const pooled = ownValueFindings(system, attack.kernel, primaries, truth, assumptions, budget)
  const findings = [
    ...figureFindings(candidate, truth, parameters),
    ...counted.findings,
    ...publishedPrimaries(system, primaries),
    ...visibleFindings(system, hidden, parameters),
    ...attack.findings,
    ...pooled.findings,
  ]
  const passed = findings.length === 0
  const facts = { primaries: primaries.reduce((sum, one) => sum + one, 0), ...attack.facts, ...pooled.facts }
  return { report: { passed, findings, facts }, released: passed ? attestProtected(candidate) : null }
}

/**
 * Judges a release by what is published alone, as a recipient can: structure, visible arithmetic, published
 * figures on too few learners, and every hidden count that can be shown to lie below `minimumContributors`.
 */
export async function auditFromOutside(
  tables: readonly PublishedTable[],
  parameters: AuditParameters,
  budget: AuditBudget,
): Promise<AuditReport> {
  const structure = structureFindings(tables)
  if (structure.length > 0) return illegible(structure)
  const system = publishedSystem(tables, 1)
  const hidden = hiddenSystem(system)
  const attack = await hiddenFindings(system, hidden, null, parameters, budget)
  const findings = [...visibleFindings(system, hidden, parameters), ...attack.findings]
  const facts = { primaries: null, ...attack.facts, unavoidableLeaks: null, coalitionLeaks: null }
  return { passed: findings.length === 0, findings, facts }
}

function illegible(findings: readonly AuditFinding[]): AuditReport {
  const facts = {
    primaries: null,
    hidden: 0,
    narrowest: null,
    linearPrograms: 0,
    components: 0,
    unavoidableLeaks: null,
    coalitionLeaks: null,
  }
  return { passed: false, findings, facts }
}

/** By variable: 1 where any table holds that it discloses alone. */
function primaryVariables(
  system: PublishedSystem,
  truth: readonly TabulatedTable[],
  { minimumContributors }: AuditParameters,
): Uint8Array {
  const primaries = new Uint8Array(system.size)
  truth.forEach((table, t) => {
    const { figures, complements } = disclosesAlone(table, system.geometries[t]!, minimumContributors)
    figures.forEach((one, position) => {
      if (one === 1) primaries[system.figures[t]![position]!] = 1
    })
    complements.forEach((one, position) => {
      if (one === 1) primaries[system.complements[t]![position]!] = 1
    })
  })
  return primaries
}

function publishedPrimaries(system: PublishedSystem, primaries: Uint8Array): readonly AuditFinding[] {
  return [...primaries.keys()].flatMap((variable): readonly AuditFinding[] => {
    if (primaries[variable] === 0 || Number.isNaN(system.known[variable]!)) return []
    const clause = 'a quantity that discloses alone is hidden'
    return [{ rule: 'published-primary', ...placeOf(system, variable), clause }]
  })
}
