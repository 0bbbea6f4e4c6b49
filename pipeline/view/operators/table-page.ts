import { columnsOf } from '../../../reports/columns.ts'
import { escapeHtml } from '../../../reports/page/html.ts'
import type { TableShape } from '../../../schemas/cell.ts'
import { type Addresses, codeParameter } from './addresses.ts'
import { link, paragraph, scrolledTable, titled } from './markup.ts'
import type { OperatorTable } from './operator-layer.ts'
import { operatorPage } from './operator-page.ts'
import { filteredRows, type TableFilter } from './table-filter.ts'
import { rowHtml } from './table-row.ts'

/** Rows on one page. */
export const rowsPerPage = 200

/** A table with what is hidden of it, and why. */
export function tablePage({ shape, rows }: OperatorTable, filter: TableFilter, addresses: Addresses): string {
  const wanted = filteredRows(shape, rows, filter)
  const pages = Math.max(1, Math.ceil(wanted.length / rowsPerPage))
  const page = Math.min(filter.page, pages)
  const shown = wanted.slice((page - 1) * rowsPerPage, page * rowsPerPage)
  const measures = columnsOf(shape).filter(({ kind }) => kind === 'measure')
  const heads = [
    ...[...shape.dimensions, ...measures].map(({ name, title }) => titled(title.en, name)),
    'Why',
  ]
  return operatorPage(addresses, `${shape.id}: ${shape.title.en}`, [
    filterForm(shape, filter, addresses),
    paragraph(`${wanted.length} of ${rows.length} rows; page ${page} of ${pages}`),
    pager(shape, { ...filter, page }, pages, addresses),
    scrolledTable(
      caption,
      heads,
      shown.map((row) => rowHtml(shape, row, addresses)),
    ),
  ])
}

const caption =
  'As counted, of how many learners; hidden figures are hatched. What is not counted but derived is as shown.'

function pager(
  { id }: TableShape,
  { codes, hiddenOnly, page }: TableFilter,
  pages: number,
  addresses: Addresses,
): string {
  const to = (number: number, text: string) =>
    link(addresses.table(id, Object.fromEntries(codes), hiddenOnly, number), text)
  const links = [
    ...(page > 1 ? [to(page - 1, 'Previous rows')] : []),
    ...(page < pages ? [to(page + 1, 'Next rows')] : []),
  ]
  return links.length === 0 ? '' : `<nav aria-label="Rows">${links.join('')}</nav>`
}

function filterForm(
  { id, dimensions }: TableShape,
  { codes, hiddenOnly }: TableFilter,
  addresses: Addresses,
): string {
  const selects = dimensions.map(({ name, title, codes: known }) => {
    const options = known.map(({ code, level, labels }) => {
      const selected = codes.get(name) === code ? ' selected' : ''
      const indent = '\u00a0\u00a0'.repeat(level)
      return `<option value="${escapeHtml(code)}"${selected}>${escapeHtml(`${indent}${titled(labels.en, code)}`)}</option>`
    })
    return `<label>${escapeHtml(title.en)}<select name="${escapeHtml(codeParameter(name))}"><option value="">all</option>${options.join('')}</select></label>`
  })
  return `<form method="get" action="${escapeHtml(addresses.table(id))}">
${selects.join('\n')}
<label class="check"><input type="checkbox" name="hidden" value="1"${hiddenOnly ? ' checked' : ''}>Only what is hidden, or stands as of an earlier day</label>
<button type="submit">Show</button>
</form>`
}
