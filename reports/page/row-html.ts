import { type NumberSigns, numberText } from './browser/number-text.ts'
import { markOf, type PageTable, placeOf } from './browser/page-table.ts'
import { escapeHtml, nameHtml } from './html.ts'

/** A row of a table; `rowElement` of the script makes the same. */
export function rowHtml(table: PageTable, row: number, signs: NumberSigns): string {
  const place = placeOf(table, row)
  const heads = table.dimensions.map(({ codes, labels, levels }, d) => {
    const at = place[d]!
    return `<th scope="row" data-c="${escapeHtml(codes[at]!)}" data-l="${levels[at]}">${nameHtml(labels[at]!)}</th>`
  })
  const cells = table.measures.map(({ values, statuses, decimals }) => {
    const value = values[row] ?? null
    const status = statuses.charAt(row)
    return value === null
      ? `<td class="${status}">${markOf(status)}</td>`
      : `<td>${escapeHtml(numberText(value, decimals, signs))}</td>`
  })
  return `<tr>${[...heads, ...cells, ...dayCell(table, row)].join('')}</tr>`
}

function dayCell({ days, dayTexts, dayOf }: PageTable, row: number): readonly string[] {
  if (days === null) return []
  const at = dayOf[row] ?? -1
  const day = days[at]
  return [
    day === undefined
      ? `<td class="c">${markOf('c')}</td>`
      : `<td><time datetime="${day}">${escapeHtml(dayTexts[at] ?? day)}</time></td>`,
  ]
}
