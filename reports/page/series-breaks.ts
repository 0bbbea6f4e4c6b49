import { isDeepStrictEqual } from 'node:util'
import type { MessageKey } from '../messages/en.ts'
import type { ComparedRelease } from '../release-facts.ts'

type Rules = Pick<ComparedRelease, 'auditParameters' | 'policyParameters'>

/** Limits that decide what is withheld; how figures are rounded, and up to what minutes are summed, are breaks of their own. */
function thresholds({ auditParameters }: Rules) {
  const { rounding: _rounding, dominance, ...limits } = auditParameters
  const { minutesPerLearner: _minutes, ...concentration } = dominance
  return { ...limits, ...concentration }
}

/** Rules for who is left out, in whatever order they were written. */
function admission({ policyParameters }: Rules): unknown {
  const { admission: rules } = policyParameters
  return Array.isArray(rules) ? rules.map(String).sort() : rules
}

const rulesOf: readonly (readonly [MessageKey, (rules: Rules) => unknown])[] = [
  ['breakAdmission', admission],
  ['breakThresholds', thresholds],
  ['breakRounding', ({ auditParameters }) => auditParameters.rounding],
  ['breakMinutes', ({ auditParameters }) => auditParameters.dominance.minutesPerLearner],
]

/**
 * What was counted or withheld otherwise in the release that a page compares with, so that figures differ for that reason alone.
 *
 * @param hasSums whether any of the figures is a sum, which alone has a limit for each learner
 */
export function seriesBreaks(now: Rules, before: Rules, hasSums: boolean): readonly MessageKey[] {
  return rulesOf.flatMap(([key, ruleOf]) => {
    if (key === 'breakMinutes' && !hasSums) return []
    return isDeepStrictEqual(ruleOf(now), ruleOf(before)) ? [] : [key]
  })
}
