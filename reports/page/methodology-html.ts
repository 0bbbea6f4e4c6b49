import type { MessageKey } from '../messages/en.ts'
import { dayText, periodText } from '../messages/period-text.ts'
import { manifestPath } from '../release-files.ts'
import { escapeHtml } from './html.ts'
import type { PageContext } from './page-context.ts'

/** The rule that keeps the names of programs as they are in every alphabet. */
const program = 'Kohort'

const grains = {
  day: 'grainDay',
  week: 'grainWeek',
  month: 'grainMonth',
  quarter: 'grainQuarter',
  year: 'grainYear',
} as const

/**
 * How the figures were made and how good they are, from what the manifest says, in the order of the Data Quality Assessment
 * Framework of the International Monetary Fund (https://dsbb.imf.org/dqrs/DQAF).
 */
export function methodologySection(context: PageContext): string {
  const { say } = context
  const parts = dimensionsOfQuality(context).map(
    ([key, texts]) =>
      `<h3>${escapeHtml(say(key))}</h3>\n${texts.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')}`,
  )
  return `<section id="methodology" tabindex="-1">
<h2>${escapeHtml(say('methodology'))}</h2>
<p>${escapeHtml(say('methodologyIntro'))}</p>
${parts.join('\n')}
</section>`
}

function dimensionsOfQuality({
  content,
  language,
  say,
}: PageContext): readonly (readonly [MessageKey, readonly string[]])[] {
  const { privacyPolicy, codeVersion, auditParameters, period, asOf } = content.facts
  const { minimumContributors, intervalWidth, percentageBase, rounding } = auditParameters
  const hasDays = content.tables.some(({ shape }) => shape.asOf !== undefined)
  return [
    ['dqafPrerequisites', [say('prerequisitesPolicy', { ...privacyPolicy }), say('prerequisitesAggregates')]],
    ['dqafIntegrity', [say('integrityCode', { program, version: codeVersion }), say('integrityVersions')]],
    ['dqafSoundness', [say('soundnessCodes', { file: manifestPath }), say('soundnessPopulation')]],
    [
      'dqafAccuracy',
      [
        say('minimum', { learners: minimumContributors }),
        say('accuracyAudit', { width: intervalWidth }),
        say('accuracyPercentages', { base: percentageBase }),
        rounding === undefined ? say('accuracyUnrounded') : say('accuracyRounded', { base: rounding.base }),
      ],
    ],
    [
      'dqafServiceability',
      [
        say('serviceabilityPeriod', {
          grain: say(grains[period.grain]),
          period: periodText(period, language),
        }),
        say('serviceabilityTimes', { asOf: dayText(asOf, language) }),
        ...(hasDays ? [say('unchanged')] : []),
      ],
    ],
    ['dqafAccessibility', [say('accessibilityFiles'), say('accessibilityLanguages')]],
  ]
}
