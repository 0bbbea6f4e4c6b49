import { type NumberSigns, numberText } from '../number-text.ts'
import { markOf, type PageTable, placeOf } from '../page-table.ts'
import { create } from './page-elements.ts'

/** A row as the server writes its rows. */
export function rowElement(table: PageTable, row: number, signs: NumberSigns): HTMLTableRowElement {
  const element = create('tr')
  const place = placeOf(table, row)
  table.dimensions.forEach(({ codes, labels, levels }, d) => {
    const at = place[d]!
    const head = create('th', { scope: 'row', 'data-c': codes[at]!, 'data-l': String(levels[at]!) })
    head.append(create('bdi', {}, labels[at]!))
    element.append(head)
  })
  for (const { values, statuses, decimals } of table.measures) {
    const value = values[row] ?? null
    const status = statuses.charAt(row)
    element.append(
      value === null
        ? create('td', { class: status }, markOf(status))
        : create('td', {}, numberText(value, decimals, signs)),
    )
  }
  if (table.days !== null) element.append(dayCell(table, row))
  return element
}

function dayCell({ days, dayTexts, dayOf }: PageTable, row: number): HTMLTableCellElement {
  const at = dayOf[row] ?? -1
  const day = days?.[at]
  if (day === undefined) return create('td', { class: 'c' }, markOf('c'))
  const cell = create('td')
  cell.append(create('time', { datetime: day }, dayTexts[at] ?? day))
  return cell
}
