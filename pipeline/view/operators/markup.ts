import { escapeHtml } from '../../../reports/page/html.ts'

/** Text as HTML. */
export function words(value: string | number): string {
  return escapeHtml(String(value))
}

export function link(to: string, text: string): string {
  return `<a href="${escapeHtml(to)}">${escapeHtml(text)}</a>`
}

/** @param content HTML */
export function section(heading: string, ...content: readonly string[]): string {
  return `<section>
<h2>${escapeHtml(heading)}</h2>
${content.filter((part) => part !== '').join('\n')}
</section>`
}

export function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`
}

/** @param items HTML, one each; without any, nothing */
export function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`
}

/** The first of many entries. @param one HTML of an entry */
export function firstOf<T>(entries: readonly T[], atMost: number, one: (entry: T) => string): string {
  const listed = entries.slice(0, atMost).map(one)
  if (entries.length > atMost) listed.push(words(`and ${entries.length - atMost} more`))
  return list(listed)
}

/** @param pairs a term, and its description as HTML */
export function facts(pairs: readonly (readonly [term: string, description: string])[]): string {
  const rows = pairs.map(([term, description]) => `<dt>${escapeHtml(term)}</dt><dd>${description}</dd>`)
  return `<dl>${rows.join('')}</dl>`
}

/** A table that can be scrolled where it is wider than its page, by keyboard as well. @param rows HTML */
export function scrolledTable(caption: string, heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('')
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`
}

/**
 * @param heads of the columns
 * @param rows cells as HTML; the first of a row names it. Without any, nothing
 */
export function dataTable(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return ''
  const body = rows.map(
    ([name = '', ...cells]) =>
      `<tr><th scope="row">${name}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
  )
  return scrolledTable(caption, heads, body)
}

/** A name with what it is called by, unless that is the same. */
export function titled(title: string, name: string): string {
  return title === name ? name : `${title} (${name})`
}
