import type { ChartCell } from './chart-cells.ts'
import { chartWidth, type Drawing, smallSize } from './drawing.ts'
import { shortened, textWidth } from './fit-text.ts'
import { lookOf } from './look.ts'
import { element, mark, textAt } from './svg.ts'
import type { ValueClasses } from './value-classes.ts'

const mostColumns = 2
const between = 12
const lineHeight = 15
const swatch = 9
/** Bold letters are wider by about an eighth. */
const boldSize = smallSize * 1.15

/** Short code, name and figure of each region, down one or two columns in the order of the code list. */
export function drawMapKey(
  cells: readonly ChartCell[],
  short: ReadonlyMap<string, string>,
  classes: ValueClasses,
  table: string,
  top: number,
): Drawing {
  const codes = [...short.values()].map((code) => textWidth(code, boldSize))
  const nameAt = swatch + 4 + Math.max(0, ...codes) + 6
  const half = (chartWidth - between) / mostColumns
  const needs = ({ labels, text }: ChartCell) =>
    nameAt + textWidth(labels[0]!, smallSize) + 6 + textWidth(text, smallSize)
  // A name cut short could be its neighbour's: a city and the region around it.
  const columns = cells.every((cell) => needs(cell) <= half) ? mostColumns : 1
  const width = columns === 1 ? Math.min(chartWidth, Math.max(...cells.map(needs)) + between) : half
  const lines = Math.ceil(cells.length / columns)
  const entries = cells.map((cell, i) => {
    const x = Math.floor(i / lines) * (width + between)
    const y = top + (i % lines) * lineHeight
    const code = cell.codes[0]!.code
    const room = width - nameAt - textWidth(cell.text, smallSize) - 6
    return mark(
      'kc-mark',
      cell.told,
      element('rect', { ...lookOf(cell, classes, table), x, y: y + 1, width: swatch, height: swatch }),
      textAt(x + swatch + 4, y + 9.5, short.get(code) ?? code, {
        class: 'kc-text kc-head',
        'font-size': smallSize,
      }),
      textAt(x + nameAt, y + 9.5, shortened(cell.labels[0]!, room, smallSize), {
        class: 'kc-text',
        'font-size': smallSize,
      }),
      textAt(x + width, y + 9.5, cell.text, {
        class: 'kc-number',
        'text-anchor': 'end',
        'font-size': smallSize,
      }),
    )
  })
  return { height: lines * lineHeight, body: entries.join('') }
}
