import type { Figure, PublishedTable } from '../../schemas/cell.ts'
import { columnsOf } from '../columns.ts'
import { dayOf, markOf, type PageTable, placeOf, rowCount } from './browser/page-table.ts'
import { rowsAtOnce } from './browser/select-rows.ts'
import type { HtmlNode } from './parse-page.ts'

/** Whether the first rows of a table stand on the page, each figure in its place, and no other row. */
export function rowsAreShown(section: HtmlNode, table: PageTable): boolean {
  const rows = section.all('tbody tr')
  return (
    rows.length === Math.min(rowsAtOnce, rowCount(table)) && rows.every((row, r) => rowIsShown(row, table, r))
  )
}

function rowIsShown(row: HtmlNode, table: PageTable, r: number): boolean {
  const heads = row.all('th')
  const cells = row.all('td')
  const place = placeOf(table, r)
  const day = dayOf(table, r)
  return (
    heads.length === table.dimensions.length &&
    table.dimensions.every(({ codes }, d) => heads[d]!.attribute('data-c') === codes[place[d]!]) &&
    cells.length === table.measures.length + (table.days === null ? 0 : 1) &&
    table.measures.every(({ values, statuses, decimals }, m) =>
      isShown(cells[m]!.text(), values[r] ?? null, statuses.charAt(r), decimals),
    ) &&
    (table.days === null || dayIsShown(cells.at(-1)!, day))
  )
}

function dayIsShown(cell: HtmlNode, day: string | null): boolean {
  const [time] = cell.all('time')
  return day === null
    ? time === undefined && cell.text() === markOf('c')
    : time?.attribute('datetime') === day
}

/** Whether each key figure is that of the total of the table that it names, of its day, and there are any. */
export function keyFiguresAreShown(page: HtmlNode, tables: readonly PublishedTable[]): boolean {
  const cards = page.all('.figures li')
  if (cards.length === 0) return tables.length === 0
  return cards.every((card) => {
    const [node] = card.all('data')
    if (node === undefined) return false
    const table = tables.find(({ shape }) => shape.id === node.attribute('data-table'))
    const measures =
      table === undefined ? [] : columnsOf(table.shape).filter(({ kind }) => kind === 'measure')
    const at = measures.findIndex(({ name }) => name === node.attribute('data-measure'))
    const total = table?.rows[0]
    const figure: Figure | undefined = total?.figures[at]
    const day = card.all('time')[0]?.attribute('datetime') ?? null
    return (
      figure !== undefined &&
      day === (total?.asOf ?? null) &&
      node.attribute('value') === String(figure.value ?? '') &&
      isShown(node.text(), figure.value, figure.status, measures[at]!.decimals)
    )
  })
}

/** Languages differ in what they put between digits; where they put it, and the digits, are the same in all. */
function isShown(text: string, value: number | null, status: string, decimals: number): boolean {
  if (value === null) return text === markOf(status)
  const fraction = decimals === 0 ? '' : `[.,٫]\\d{${decimals}}`
  const digits = text.replaceAll(/[^\d−]/g, '')
  return (
    new RegExp(`^−?\\d{1,3}(?:[\\s.,'’٬]\\d{3})*${fraction}$`).test(text) &&
    digits === `${value < 0 ? '−' : ''}${String(Math.abs(value)).padStart(decimals + 1, '0')}`
  )
}
