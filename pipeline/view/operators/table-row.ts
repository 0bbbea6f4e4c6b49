import { columnsOf } from '../../../reports/columns.ts'
import { nameHtml } from '../../../reports/page/html.ts'
import type { TableShape } from '../../../schemas/cell.ts'
import { nameOfRow } from '../../../transforms/disclosure/named-figures.ts'
import type { Addresses } from './addresses.ts'
import { countedHtml, publishedText } from './figure-text.ts'
import { link, words } from './markup.ts'
import type { OperatorRow } from './operator-rows.ts'

/** A row with its codes, all that was counted, and why it is shown as it is, with a link to its explanation. */
export function rowHtml(shape: TableShape, row: OperatorRow, addresses: Addresses): string {
  const heads = shape.dimensions.map(({ codes }, d) => {
    const code = row.coordinates[d]!
    const label = codes.find((one) => one.code === code)?.labels.en ?? code
    const called = label === code ? '' : ` <small>${words(code)}</small>`
    return `<th scope="row">${nameHtml(label)}${called}</th>`
  })
  const decimals = columnsOf(shape).flatMap((column) => (column.kind === 'measure' ? [column.decimals] : []))
  const figures = row.published.map((figure, m) => {
    const counted = row.counted[m]
    const html =
      counted === undefined ? words(publishedText(figure, decimals[m])) : countedHtml(counted, figure)
    return `<td${figure.status === 'c' ? ' class="hidden"' : ''}>${html}</td>`
  })
  const { cell } = nameOfRow({ shape }, row)
  return `<tr>${heads.join('')}${figures.join('')}<td>${link(addresses.cell(shape.id, cell), whyText(row))}</td></tr>`
}

/** Why a row is shown as it is, in a few words. */
export function whyText({ state, reasons, asOf, waiting, published }: OperatorRow): string {
  if (state === 'primary') return `primary: ${reasons.join(', ')}`
  if (state === 'standing') {
    const moved = waiting === null || waiting.entered + waiting.left === 0 ? null : waiting
    const waits = moved === null ? '' : `; waits: ${moved.entered} entered, ${moved.left} left`
    return `stands as of ${asOf}${waits}`
  }
  const derived = published.some(({ status }) => status === 'c')
  return state === 'published' && derived ? 'published; derived figures hidden' : state
}
