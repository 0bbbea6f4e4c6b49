import { chartWidth, type Drawing, hatchOf, smallSize } from './drawing.ts'
import { textWidth } from './fit-text.ts'
import { element, textAt } from './svg.ts'
import type { ValueClasses } from './value-classes.ts'

const lineHeight = 17
const swatch = 12
const gap = 5

/** The bounds of the classes, and what is hatched, as many on a line as fit. */
export function drawLegend(
  { legend }: ValueClasses,
  withheld: string | null,
  table: string,
  top: number,
): Drawing {
  const entries = [
    ...legend.map(({ shade, text }) => ({ look: { class: `kc-shade kc-shade-${shade}` }, text })),
    ...(withheld === null ? [] : [{ look: { class: 'kc-withheld', fill: hatchOf(table) }, text: withheld }]),
  ]
  let x = 1
  let y = top
  const drawn = entries.map(({ look, text }) => {
    const width = swatch + gap + textWidth(text, smallSize) + 2 * gap
    if (x > 1 && x + width > chartWidth) {
      x = 1
      y += lineHeight
    }
    const at = x
    x += width
    return [
      element('rect', { ...look, x: at, y, width: swatch, height: swatch }),
      textAt(at + swatch + gap, y + 10, text, { class: 'kc-tick', 'font-size': smallSize }),
    ].join('')
  })
  return { height: entries.length === 0 ? 0 : y + lineHeight - top, body: drawn.join('') }
}
