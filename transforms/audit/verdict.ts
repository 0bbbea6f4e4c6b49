import type { PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import { type NestedPopulations, nestedPopulations } from '../../schemas/nested-populations.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { Witness } from '../../schemas/witness.ts'
import { attestProtected } from '../attest-protected.ts'
import { type AuditBudget, type AuditFinding, type AuditReport, unattacked } from './audit-report.ts'
import { narrowForCoalitions } from './coalition-narrowing.ts'
import { contributorsOf, fewestContributors } from './contributors.ts'
import { doubtfulVariables } from './counted-twice.ts'
import { disclosesAlone } from './discloses-alone.ts'
import { hiddenFindings, type InsideKnowledge } from './hidden-findings.ts'
import { hiddenSystem } from './hidden-system.ts'
import { ownValueFindings } from './own-value-findings.ts'
import { type PublishedSystem, placeOf, publishedSystem } from './published-system.ts'
import { projectReader, type ReaderAssumptions } from './reader-assumptions.ts'
import { roundingFindings, unrounded } from './rounded-figures.ts'
import { sumFindings } from './rounded-sums.ts'
import { structureFindings } from './structure-findings.ts'
import { countedValues, figureFindings, pairingFindings } from './truth-findings.ts'
import { disclosingDifferences } from './virtual-findings.ts'
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
 * Rounding only takes knowledge away: a rounded release is attacked as if it were not, and its figures must be
 * roundings of what was counted.
 *
 * @param budget beyond it, what is not yet proven counts as a finding
 * @param assumptions about what a reader knows besides
 * @param nested populations that are nested across measures; those of the facts where absent
 * @param offers points that may prove widths, from whoever suppressed: each is checked against the audit's own system
 */
export async function auditRelease(
  candidate: readonly PublishedTable[],
  truth: Held<'tabulated', readonly TabulatedTable[]>,
  parameters: AuditParameters,
  budget: AuditBudget,
  assumptions: ReaderAssumptions = projectReader,
  nested: readonly NestedPopulations[] = nestedPopulations,
  offers: readonly Witness[] = [],
): Promise<AuditVerdict> {
  const structure = [...structureFindings(candidate), ...pairingFindings(candidate, truth)]
  if (structure.length > 0) return { report: illegible(structure), released: null }
  const { rounding, ...exact } = parameters
  const asCounted = rounding === undefined ? candidate : unrounded(candidate, truth, exact)
  const system = publishedSystem(asCounted, assumptions.hiddenAtLeast, null, nested)
  const hidden = hiddenSystem(system)
  const counted = countedValues(system, truth)
  const doubtful = doubtfulVariables(system, asCounted, assumptions.twice ?? (() => 0))
  const { primaries, upperProtection } = primaryVariables(system, truth, counted.values, exact, doubtful)
  const inside = { primaries, upperProtection, counted: counted.values, doubtful, offers }
  const attack = await hiddenFindings(system, hidden, inside, exact, budget)
  const contributors = contributorsOf(system, truth, counted.values)
  const fewest = fewestContributors(system, contributors, primaries)
  const pooled = ownValueFindings(system, attack.kernel, primaries, contributors, fewest, assumptions, budget)
  const findings = [
    ...figureFindings(asCounted, truth, exact),
    ...counted.findings,
    ...publishedPrimaries(system, primaries),
    ...visibleFindings(system, hidden, exact),
    ...attack.findings,
    ...pooled.findings,
    ...(rounding === undefined ? [] : roundingFindings(candidate, truth, parameters)),
    ...(rounding === undefined
      ? []
      : shownFindings(candidate, assumptions.hiddenAtLeast, parameters, budget)),
  ]
  const passed = findings.length === 0
  const isMeasured =
    passed && budget.measures === true && assumptions.coalition > 0 && exact.intervalWidth > 1
  const facts = {
    primaries: primaries.reduce((sum, one) => sum + one, 0),
    ...attack.facts,
    ...pooled.facts,
    narrowForCoalitions: isMeasured
      ? await narrowForCoalitions(attack.attacks, counted.values, contributors, assumptions.coalition, budget)
      : null,
  }
  return { report: { passed, findings, facts }, released: passed ? attestProtected(candidate) : null }
}

/**
 * Judges a release by what is published alone, as a recipient can: structure, visible arithmetic, published
 * figures on too few learners, and every hidden count that can be shown to lie below `minimumContributors`.
 *
 * @param hiddenAtLeast 0 where some figures are hidden since nobody showed them: they may be of empty cells
 */
export async function auditFromOutside(
  tables: readonly PublishedTable[],
  parameters: AuditParameters,
  budget: AuditBudget,
  nested: readonly NestedPopulations[] = nestedPopulations,
  hiddenAtLeast: 0 | 1 = projectReader.hiddenAtLeast,
): Promise<AuditReport> {
  const structure = structureFindings(tables)
  if (structure.length > 0) return illegible(structure)
  const system = publishedSystem(tables, hiddenAtLeast, parameters, nested)
  const hidden = hiddenSystem(system)
  const attack = await hiddenFindings(system, hidden, null, parameters, budget)
  const findings = [
    ...visibleFindings(system, hidden, parameters),
    ...sumFindings(tables, parameters, budget),
    ...attack.findings,
  ]
  const facts = {
    primaries: null,
    ...attack.facts,
    unavoidableLeaks: null,
    coalitionLeaks: null,
    narrowForCoalitions: null,
  }
  return { passed: findings.length === 0, findings, facts }
}

/** What a reader of rounded figures sees, hidden ones left aside. */
function shownFindings(
  tables: readonly PublishedTable[],
  hiddenAtLeast: 0 | 1,
  parameters: AuditParameters,
  budget: AuditBudget,
): readonly AuditFinding[] {
  const system = publishedSystem(tables, hiddenAtLeast, parameters)
  return [
    ...visibleFindings(system, hiddenSystem(system), parameters),
    ...sumFindings(tables, parameters, budget),
  ]
}

function illegible(findings: readonly AuditFinding[]): AuditReport {
  return { passed: false, findings, facts: unattacked }
}

/** By variable: 1 where any table holds that it discloses alone, and how far above its value its interval must reach. */
function primaryVariables(
  system: PublishedSystem,
  truth: readonly TabulatedTable[],
  counted: Float64Array,
  parameters: AuditParameters,
  doubtful: Float64Array,
): Pick<InsideKnowledge, 'primaries' | 'upperProtection'> {
  const primaries = disclosingDifferences(system, counted, parameters, doubtful)
  const upperProtection = new Float64Array(system.size)
  truth.forEach((table, t) => {
    const alone = disclosesAlone(table, system.geometries[t]!, parameters)
    alone.figures.forEach((one, position) => {
      const variable = system.figures[t]![position]!
      if (one === 1) primaries[variable] = 1
      upperProtection[variable] = Math.max(upperProtection[variable]!, alone.upperProtection[position]!)
    })
    alone.complements.forEach((one, position) => {
      if (one === 1) primaries[system.complements[t]![position]!] = 1
    })
  })
  system.tables.forEach(({ shape, rows }, t) => {
    const width = shape.baseMeasures.length
    rows.forEach(({ isNotYet }, row) => {
      if (isNotYet !== true) return
      for (let position = row * width; position < (row + 1) * width; position++) {
        primaries[system.figures[t]![position]!] = 0
        const complement = system.complements[t]![position]!
        if (complement >= 0) primaries[complement] = 0
      }
    })
  })
  return { primaries, upperProtection }
}

function publishedPrimaries(system: PublishedSystem, primaries: Uint8Array): readonly AuditFinding[] {
  return [...primaries.keys()].flatMap((variable): readonly AuditFinding[] => {
    if (primaries[variable] === 0 || Number.isNaN(system.known[variable]!)) return []
    const clause = 'a quantity that discloses alone is hidden'
    return [{ rule: 'published-primary', ...placeOf(system, variable), clause }]
  })
}
