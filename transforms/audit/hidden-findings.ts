import type { AuditParameters } from '../../schemas/release.ts'
import type { Witness } from '../../schemas/witness.ts'
import type { AuditBudget, AuditFacts, AuditFinding, AuditRule } from './audit-report.ts'
import { searchComponents } from './component-search.ts'
import { exactRecovery } from './exact-recovery.ts'
import type { ComponentAttack } from './feasibility-interval.ts'
import type { HiddenSystem } from './hidden-system.ts'
import type { TargetInterval } from './interval-search.ts'
import { tolerance } from './linear-program.ts'
import { offeredMoves } from './offered-moves.ts'
import { addKernel, type Kernel } from './own-value.ts'
import { type PublishedSystem, placeOf } from './published-system.ts'
import { isHarmlessZero, reachOf } from './reach.ts'
import { requiredWidth } from './required-width.ts'

/** What the audit knows beyond what is published; nothing, from outside. */
export interface InsideKnowledge {
  /** By variable: 1 where it discloses alone. */
  readonly primaries: Uint8Array
  /** By variable: how far above its value its interval must reach; 0 where it need not. */
  readonly upperProtection: Float64Array
  /** By variable: what was counted. */
  readonly counted: Float64Array
  /** By variable: how many of its learners may be counted twice. */
  readonly doubtful: Float64Array
  /** Points that may prove widths; none counts before it is checked. */
  readonly offers: readonly Witness[]
}

/** What the attack on hidden figures found; `kernel` serves further attacks by equations alone, `attacks` those by intervals. */
export interface HiddenFindings {
  readonly findings: readonly AuditFinding[]
  readonly facts: Pick<AuditFacts, 'hidden' | 'narrowest' | 'linearPrograms' | 'components'>
  readonly kernel: Kernel
  /** On components whose equations do not contradict each other, where intervals are judged. */
  readonly attacks: readonly ComponentAttack[]
}

/** Intervals that are found exactly where they fall short; then the verdict is no, and the rest is left unproven. */
const shortLimit = 50

const clauses = {
  'exact-recovery': 'a quantity that discloses alone follows from published figures',
  'narrow-interval': 'a quantity that discloses alone is narrowed under its least width',
  'estimable-contribution': 'no contribution to a hidden figure can be estimated',
  'below-threshold': 'a hidden figure is shown to lie below minimumContributors',
  arithmetic: 'published figures do not contradict each other',
  unproven: 'the protection of a hidden figure could not be established',
} as const satisfies Partial<Record<AuditRule, string>>

/**
 * Attacks every hidden figure: by equations alone, then by the least and greatest value that it can have.
 *
 * Inside, an `intervalWidth` of 1 asks for equations alone: no linear program is run, no interval judged.
 */
export async function hiddenFindings(
  system: PublishedSystem,
  hidden: HiddenSystem,
  inside: InsideKnowledge | null,
  parameters: AuditParameters,
  budget: AuditBudget,
): Promise<HiddenFindings> {
  const findings: AuditFinding[] = []
  const add = (variable: number, rule: keyof typeof clauses) =>
    findings.push({ rule, ...placeOf(system, variable), clause: clauses[rule] })
  const ranges: Range[] = []
  const kernel: Float64Array[] = []
  const isPrimary = (variable: number) => inside?.primaries[variable] === 1
  const isRankOnly = inside !== null && parameters.intervalWidth <= 1
  const reach = reachOf(system, hidden, parameters.minimumContributors)
  /** Value that the interval of a dominated figure must attain. */
  const above = (variable: number) => {
    const protection = inside?.upperProtection[variable] ?? 0
    return protection > 0 ? inside!.counted[variable]! + protection : 0
  }
  // With at least minimumContributors learners, or none, no virtual cell but a primary can fall short.
  const needed = (variable: number) =>
    inside !== null && variable >= system.virtual.start ? 0 : Math.max(reach(variable), above(variable))

  for (let v = 0; v < system.size; v++) {
    const value = hidden.values[v]!
    if (!Number.isNaN(system.known[v]!) || system.rounded[v] === 1 || Number.isNaN(value)) continue
    if (isPrimary(v)) {
      add(v, 'exact-recovery')
      ranges.push({ variable: v, low: value, up: value })
    } else if (
      !isRankOnly &&
      v < system.virtual.start &&
      system.first.complement[v] === 0 &&
      value < reach(v) &&
      !(value === 0 && isHarmlessZero(system, v))
    ) {
      add(v, 'below-threshold')
    }
  }

  const judge = ({ target, state, low, up }: TargetInterval, variable: number, determined: boolean) => {
    if (isPrimary(variable) && low <= up) ranges.push({ variable, low, up })
    if (determined && isPrimary(variable)) add(variable, 'exact-recovery')
    else if (state === 'unproven') add(variable, 'unproven')
    else if (state === 'reached') return
    else if (up - low < target.width - tolerance) add(variable, 'narrow-interval')
    else if (up < above(variable) - tolerance) add(variable, 'estimable-contribution')
    else add(variable, 'below-threshold')
  }

  const offers = inside === null || isRankOnly ? [] : offeredMoves(system, hidden.components, inside.offers)
  const attacks: (ComponentAttack & { readonly determined: Uint8Array })[] = []
  for (const [at, component] of hidden.components.entries()) {
    const { variables } = component
    const targets = Array.from(variables, (variable, column) => ({
      column,
      width: isPrimary(variable)
        ? requiredWidth(parameters, inside!.counted[variable]!, inside!.doubtful[variable]!)
        : 0,
      reach: isRankOnly ? 0 : needed(variable),
      mayBeEmpty: variable >= system.virtual.start,
      mayBeZero: variable < system.virtual.start && isHarmlessZero(system, variable),
    })).filter(
      ({ column, width, reach }) => system.rounded[variables[column]!] === 0 && (width > 0 || reach > 0),
    )
    if (targets.length === 0) continue
    const recovery = exactRecovery(component, budget)
    if (recovery === null || !recovery.consistent) {
      for (const { column } of targets) add(variables[column]!, recovery === null ? 'unproven' : 'arithmetic')
      continue
    }
    addKernel(kernel, system.size, variables, recovery.kernel)
    if (isRankOnly) {
      for (const { column } of targets)
        if (recovery.determined[column] === 1) add(variables[column]!, 'exact-recovery')
      continue
    }
    const start = inside === null ? null : Float64Array.from(variables, (v) => inside.counted[v]!)
    const { independent, determined } = recovery
    attacks.push({ component, independent, targets, start, offers: offers[at] ?? [], determined })
  }
  const found = await searchComponents(attacks, budget, shortLimit)
  found.forEach(({ intervals }, at) => {
    const { component, determined } = attacks[at]!
    for (const interval of intervals) {
      const { column } = interval.target
      judge(interval, component.variables[column]!, determined[column] === 1)
    }
  })
  return {
    findings,
    facts: {
      hidden: hiddenFigures(system),
      narrowest: isRankOnly ? null : narrowestOf(system, ranges),
      linearPrograms: found.reduce((sum, { linearPrograms }) => sum + linearPrograms, 0),
      components: hidden.components.length,
    },
    kernel,
    attacks,
  }
}

interface Range {
  readonly variable: number
  readonly low: number
  readonly up: number
}

function narrowestOf(system: PublishedSystem, ranges: readonly Range[]): AuditFacts['narrowest'] {
  const [first, ...rest] = ranges
  if (first === undefined) return null
  const { variable, low, up } = rest.reduce((a, b) => (b.up - b.low < a.up - a.low ? b : a), first)
  return { ...placeOf(system, variable), low, up }
}

function hiddenFigures({ known, rounded, first, virtual }: PublishedSystem): number {
  const isHidden = (v: number) => Number.isNaN(known[v]!) && rounded[v] === 0 && first.complement[v] === 0
  return known.subarray(0, virtual.start).reduce((sum, _, v) => (isHidden(v) ? sum + 1 : sum), 0)
}
