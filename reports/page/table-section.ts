import type { PublishedTable } from '../../schemas/cell.ts'
import { chartFor } from '../charts/chart-for.ts'
import { csvPath } from '../manifest.ts'
import { labelIn } from '../messages/label.ts'
import { type MeasureText, measureTexts } from '../messages/measure-text.ts'
import { periodText } from '../messages/period-text.ts'
import { type PageTable, rowCount } from './browser/page-table.ts'
import { shownText } from './browser/page-texts.ts'
import { rowsAtOnce } from './browser/select-rows.ts'
import { escapeHtml, nameHtml } from './html.ts'
import { marksHtml } from './marks-html.ts'
import type { PageContext } from './page-context.ts'
import { pageTexts } from './page-texts.ts'
import { rowHtml } from './row-html.ts'

/** A table of the release: what it counts, a chart, how much is withheld, and the table itself with its controls. */
export function tableSection(table: PublishedTable, carried: PageTable, context: PageContext): string {
  const { content, language, say } = context
  const { shape } = table
  const { percentageBase } = content.facts.auditParameters
  const title = labelIn(shape.title, language)
  const measures = measureTexts(shape, language, say, percentageBase)
  const dimensions = shape.dimensions.map((one) => labelIn(one.title, language)).join('; ')
  const sentence = say(dimensions === '' ? 'byNothing' : 'byDimensions', {
    ...{ measures: measures.map((one) => one.title).join('; '), dimensions },
    period: periodText(content.facts.period, language),
  })
  return `<section class="table" id="table-${shape.id}" data-table="${shape.id}" tabindex="-1">
<h3>${nameHtml(title)}</h3>
<p>${escapeHtml(sentence)}</p>
${chartFigure(table, context)}${withheldNote(table, context)}
${controls(shape.dimensions, title, context)}
<p class="shown" role="status">${escapeHtml(firstRows(carried, context))}</p>
${cutNotes(carried, context)}<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(say('pageNavigation', { title }))}">
<table>
<caption>${nameHtml(title)}</caption>
<thead><tr>${columnHeads(table, measures, context)}</tr></thead>
<tbody>
${rowNumbers(carried)
  .map((row) => rowHtml(carried, row, context.signs))
  .join('\n')}
</tbody>
</table>
</div>
<div class="pager" data-script hidden><button type="button" data-act="previous">${escapeHtml(say('previousRows'))}</button> <span class="page-number"></span> <button type="button" data-act="next">${escapeHtml(say('nextRows'))}</button></div>
</section>`
}

function chartFigure(table: PublishedTable, { content, language, say }: PageContext): string {
  const { auditParameters, charts } = content.facts
  const { percentageBase } = auditParameters
  const chart = chartFor(table, {
    language,
    say,
    percentageBase,
    ...(charts === undefined ? {} : { charts }),
  })
  if (chart === null) return ''
  const says = [chart.sentence, ...chart.notes].map((text) => `<p>${escapeHtml(text)}</p>`)
  return `<figure class="chart">${chart.svg}<figcaption>${says.join('')}</figcaption></figure>\n`
}

function rowNumbers(carried: PageTable): readonly number[] {
  return Array.from({ length: Math.min(rowsAtOnce, rowCount(carried)) }, (_, row) => row)
}

/** How many figures are withheld, never why, and what the marks of the table mean. */
function withheldNote({ rows }: PublishedTable, { say }: PageContext): string {
  const statuses = rows.flatMap(({ figures }) => figures.map(({ status }) => status))
  const withheld = statuses.filter((status) => status === 'c').length
  const count =
    withheld === 0 ? say('noneWithheld') : say('withheldCells', { withheld, cells: statuses.length })
  const used = new Set<string>(statuses)
  return `<p>${escapeHtml(count)}</p>\n${marksHtml(say, (status) => used.has(status))}`
}

function controls(
  dimensions: PublishedTable['shape']['dimensions'],
  title: string,
  { language, say }: PageContext,
): string {
  const selects = dimensions.map(
    (one) =>
      `<label>${nameHtml(labelIn(one.title, language))} <select data-filter="${escapeHtml(one.name)}"></select></label>`,
  )
  return `<div class="controls" role="group" aria-label="${escapeHtml(say('filters', { title }))}" data-script hidden>
${selects.join('\n')}
<button type="button" data-act="reset">${escapeHtml(say('reset'))}</button>
<button type="button" data-act="download">${escapeHtml(say('download'))}</button>
<p class="hint">${escapeHtml(say('sortHint'))}</p>
</div>`
}

function firstRows(carried: PageTable, context: PageContext): string {
  const matching = rowCount(carried)
  const rows = Math.min(rowsAtOnce, matching)
  const shown = { from: 0, rows, matching, carried: matching, total: carried.total }
  return shownText(pageTexts(context), shown)
}

/** Says where the page has less than the table, and where all of it is. */
function cutNotes(carried: PageTable, { say }: PageContext): string {
  const path = csvPath(carried.id)
  const link = `<a href="../${path}">${escapeHtml(path)}</a>`
  // The link is put in after escaping.
  const note = (text: string) => escapeHtml(text).replace('{file}', link)
  const rows = rowCount(carried)
  const tooLong = note(say('tooLong', { total: carried.total, rows, file: '{file}' }))
  const onlyFirst = note(say('onlyFirst', { rows: rowsAtOnce, file: '{file}' }))
  return [
    ...(carried.total > rows ? [`<p class="cut">${tooLong}</p>\n`] : []),
    ...(rows > rowsAtOnce ? [`<p class="cut" data-no-script>${onlyFirst}</p>\n`] : []),
  ].join('')
}

function columnHeads(
  { shape }: PublishedTable,
  measures: readonly MeasureText[],
  { language, say }: PageContext,
): string {
  const head = (column: string, kind: string, text: string) =>
    `<th scope="col" data-column="${escapeHtml(column)}" data-kind="${kind}">${text}</th>`
  return [
    ...shape.dimensions.map(({ name, title }) => head(name, 'dimension', nameHtml(labelIn(title, language)))),
    ...measures.map(({ name, title, unit }) =>
      head(name, 'measure', nameHtml(title.toLowerCase().includes(unit) ? title : `${title} (${unit})`)),
    ),
    ...(shape.asOf === undefined ? [] : [head('as_of', 'day', escapeHtml(say('asOf')))]),
  ].join('')
}
