import type { TableShape } from '../../schemas/cell.ts'
import { labelIn } from '../messages/label.ts'
import { measureTexts } from '../messages/measure-text.ts'
import { escapeHtml, nameHtml } from './html.ts'
import { marksHtml } from './marks-html.ts'
import type { PageContext } from './page-context.ts'

/** What each measure is, what each dimension divides by, and that "not stated" is not "withheld". */
export function definitionSection({ content, language, say }: PageContext): string {
  const shapes = content.tables.map(({ shape }) => shape)
  const { percentageBase } = content.facts.auditParameters
  const measures = shapes.flatMap((shape) =>
    measureTexts(shape, language, say, percentageBase).map(
      ({ title, definition }) =>
        `<tr><th scope="row">${nameHtml(title)}</th><td>${escapeHtml(definition)}</td></tr>`,
    ),
  )
  const dimensions = shapes.flatMap((shape) => shape.dimensions.map((one) => dimensionRow(one)))
  function dimensionRow({ title, codes }: TableShape['dimensions'][number]): string {
    const levels = Math.max(...codes.map(({ level }) => level))
    // The total is no category.
    const size = say('codes', { codes: codes.length - 1, levels })
    return `<tr><th scope="row">${nameHtml(labelIn(title, language))}</th><td>${escapeHtml(size)}</td></tr>`
  }
  return `<section id="definitions" tabindex="-1">
<h2>${escapeHtml(say('definitions'))}</h2>
${plainTable([say('measure'), say('definition')], [...new Set(measures)])}
<h3>${escapeHtml(say('dimensions'))}</h3>
${plainTable([say('dimension'), say('category')], [...new Set(dimensions)])}
<h3>${escapeHtml(say('values'))}</h3>
${marksHtml(say, () => true)}
<p>${escapeHtml(say('notStated'))}</p>
<p>${escapeHtml(say('withheldMeans'))}</p>
</section>`
}

/** @param rows each a complete `<tr>` */
export function plainTable(heads: readonly string[], rows: readonly string[]): string {
  const columns = heads.map((head) => `<th scope="col">${escapeHtml(head)}</th>`)
  return `<table class="plain"><thead><tr>${columns.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`
}
