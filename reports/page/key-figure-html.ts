import { isDeepStrictEqual } from 'node:util'
import type { Figure } from '../../schemas/cell.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import { unitOf } from '../formats/unit.ts'
import { labelIn } from '../messages/label.ts'
import { dayText, periodText } from '../messages/period-text.ts'
import type { ComparedRelease } from '../release-facts.ts'
import { numberText } from './browser/number-text.ts'
import { markOf } from './browser/page-table.ts'
import { escapeHtml, nameHtml } from './html.ts'
import { type KeyFigure, keyFigures } from './key-figures.ts'
import type { PageContext } from './page-context.ts'
import { seriesBreaks } from './series-breaks.ts'

/** The totals of the release, each with its base and its change. */
export function keyFigureSection(context: PageContext): string {
  const { content, language, say } = context
  const { compared, period } = content.facts
  const texts = { period: periodText(period, language) }
  const intro =
    compared === undefined
      ? say('keyFiguresAlone', texts)
      : say('keyFiguresCompared', { ...texts, previous: periodText(compared.period, language) })
  const notes = comparisonNotes(context).map((note) => `<p class="break">${escapeHtml(note)}</p>\n`)
  const cards = keyFigures(content.tables, compared?.tables ?? []).map((one) => card(one, context))
  return `<section id="key-figures" tabindex="-1">
<h2>${escapeHtml(say('keyFigures'))}</h2>
<p>${escapeHtml(intro)}</p>
${notes.join('')}<ul class="figures">
${cards.join('\n')}
</ul>
</section>`
}

/** What a reader has to know of the release that is compared with, before any change is taken for one of the school. */
function comparisonNotes({ content, language, say }: PageContext): readonly string[] {
  const { compared } = content.facts
  if (compared === undefined) return []
  const previous = periodText(compared.period, language)
  const figures = keyFigures(content.tables, compared.tables)
  const hasSums = figures.some(({ measure }) => measure.type === 'sum')
  return [
    ...(compared.newerWithdrawn ? [say('comparedVersion', { previous, version: compared.version })] : []),
    ...seriesBreaks(content.facts, compared, hasSums).map((key) => say(key, { previous })),
  ]
}

function card(one: KeyFigure, context: PageContext): string {
  const { language, say } = context
  const { shape, measure, figure, day, base } = one
  const lines = [
    `<h3>${nameHtml(labelIn(measure.title, language))}</h3>`,
    `<p class="value"><data value="${figure.value ?? ''}" data-table="${shape.id}" data-measure="${escapeHtml(measure.name)}">${escapeHtml(valueText(figure, one, context))}</data>${unitText(one, context)}</p>`,
    ...(figure.status === 'c' ? [`<p>${escapeHtml(say('valueWithheld'))}</p>`] : []),
    ...(day === null
      ? []
      : [
          `<p>${escapeHtml(say('asOf'))}: <time datetime="${day}">${escapeHtml(dayText(day, language))}</time></p>`,
        ]),
    ...(base === null
      ? []
      : [
          `<p>${nameHtml(labelIn(base.measure.title, language))}: ${escapeHtml(valueText(base.figure, { measure: base.measure }, context))}</p>`,
        ]),
    `<p class="change">${escapeHtml(changeText(one, context))}</p>`,
    `<p class="from"><a href="#table-${shape.id}">${nameHtml(labelIn(shape.title, language))}</a></p>`,
  ]
  return `<li>${lines.join('')}</li>`
}

function valueText(
  { value, status }: Figure,
  { measure }: Pick<KeyFigure, 'measure'>,
  { signs }: Pick<PageContext, 'signs'>,
): string {
  return value === null ? markOf(status) : numberText(value, decimalsOf(measure), signs)
}

/** The unit, where the name of the measure does not say it. */
function unitText({ measure, figure }: KeyFigure, { language, say }: PageContext): string {
  const { symbol } = unitOf(measure)
  const unit = symbol === 'minutes' ? say('minutes') : symbol
  const isSaid = labelIn(measure.title, language).toLowerCase().includes(unit)
  return figure.value === null || isSaid ? '' : ` <span class="unit">${escapeHtml(unit)}</span>`
}

function decimalsOf(measure: KeyFigure['measure']): number {
  return measure.type === 'mean' ? measure.decimals : 0
}

/** The change since the last period, in the figure's own unit; never of what is withheld in either, nor of what only stands. */
function changeText(
  { measure, figure, former, isStanding }: KeyFigure,
  { content, language, say, signs }: PageContext,
) {
  const { compared, auditParameters } = content.facts
  if (compared === undefined || former === null || !countsAlike(measure, auditParameters, compared))
    return say('changeNone')
  const previous = periodText(compared.period, language)
  if (figure.value === null || former.value === null)
    return say(figure.status === 'c' || former.status === 'c' ? 'changeWithheld' : 'changeNone', { previous })
  if (isStanding) return say('changeStanding', { previous })
  const difference = figure.value - former.value
  if (difference === 0) return say('changeUnchanged', { previous })
  const decimals = decimalsOf(measure)
  const signed = (scaled: number, digits: number) =>
    `${scaled > 0 ? '+' : ''}${numberText(scaled, digits, signs)}`
  const texts = {
    change: signed(difference, decimals),
    base: numberText(former.value, decimals, signs),
    previous,
  }
  if (unitOf(measure).symbol === '%') return say('changePoints', texts)
  // A share of few is as unsteady as any percentage of few.
  if (leastCounted(former.value, auditParameters) < auditParameters.percentageBase)
    return say('changeCount', texts)
  const percent = signed(Math.round((1000 * difference) / former.value), 1)
  return say('changeCountShare', { ...texts, percent })
}

/** What was counted at least behind a figure that may have been rounded up. */
function leastCounted(value: number, { rounding }: AuditParameters): number {
  if (rounding === undefined) return value
  const { base, method, within } = rounding
  // Half a base up to the nearest multiple, else less than so many whole ones.
  return value - (method === 'conventional' ? Math.floor(base / 2) : within * base - 1)
}

/** Whether a change is one of what is counted: a figure rounded otherwise, or minutes up to another limit, differ by themselves. */
function countsAlike(
  { type }: KeyFigure['measure'],
  now: AuditParameters,
  { auditParameters: before }: ComparedRelease,
): boolean {
  const isSameLimit = now.dominance.minutesPerLearner === before.dominance.minutesPerLearner
  return isDeepStrictEqual(now.rounding, before.rounding) && (type !== 'sum' || isSameLimit)
}
