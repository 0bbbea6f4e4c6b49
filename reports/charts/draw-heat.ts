import type { ChartCell, ChartCells } from './chart-cells.ts'
import { drawLegend } from './draw-legend.ts'
import { chartWidth, type Drawing, fontSize, smallSize } from './drawing.ts'
import { shortened, textWidth, wrapped } from './fit-text.ts'
import { lookOf } from './look.ts'
import { element, mark, textAt } from './svg.ts'
import { type ValueClasses, valueClasses } from './value-classes.ts'

const widestLabel = 126
const rowHeight = 28
const gap = 5
const lineHeight = 12

/** A matrix of shades with the figure in each cell, so that nothing is told by the shade alone. */
export function drawHeat(chart: ChartCells, across: number, withheld: string | null, table: string): Drawing {
  const { cells } = chart
  const classes = valueClasses(chart)
  const rows = Array.from({ length: cells.length / across }, (_, i) =>
    cells.slice(i * across, (i + 1) * across),
  )
  const longest = Math.max(...rows.map(([cell]) => textWidth(cell!.labels[0]!, fontSize)))
  const left = Math.min(widestLabel, longest) + gap
  const width = (chartWidth - left) / across
  const head = drawHead(
    rows[0]!.map(({ labels }) => labels[1]!),
    left,
    width,
  )
  const drawn = rows.flatMap((row, i) => {
    const y = head.height + i * rowHeight
    return [
      rowLabel(row[0]!.labels[0]!, left - gap, y),
      ...row.map((cell, j) => drawCell(cell, left + j * width, y, width, classes, table)),
    ]
  })
  const foot = head.height + rows.length * rowHeight + 8
  const key = drawKey(
    rows[0]!.map(({ labels }) => labels[1]!),
    head.isNumbered,
    foot,
  )
  const legend = drawLegend(classes, withheld, table, foot + key.height)
  return {
    height: foot + key.height + legend.height,
    body: [head.body, ...drawn, key.body, legend.body].join(''),
  }
}

function rowLabel(label: string, width: number, y: number): string {
  const lines = wrapped(label, width, fontSize)
  return lines
    .map((line, i) => {
      const baseline = y + rowHeight / 2 + 4 + (i - (lines.length - 1) / 2) * lineHeight
      return textAt(0, baseline, line, { class: 'kc-text' })
    })
    .join('')
}

/** Names of the columns where they fit above them on two lines, else their numbers. */
function drawHead(
  labels: readonly string[],
  left: number,
  width: number,
): Drawing & { readonly isNumbered: boolean } {
  const lines = labels.map((label) => wrapped(label, width - 3, smallSize))
  const isNumbered = lines.some((two) => two.some((line) => line.endsWith('…')))
  const shown = isNumbered ? labels.map((_, i) => [String(i + 1)]) : lines
  const most = Math.max(...shown.map(({ length }) => length))
  const drawn = shown.flatMap((two, column) =>
    two.map((line, i) =>
      textAt(left + (column + 0.5) * width, lineHeight * (most - two.length + i + 1) - 2, line, {
        class: 'kc-text kc-head',
        'text-anchor': 'middle',
        'font-size': smallSize,
      }),
    ),
  )
  return { height: most * lineHeight + 4, body: drawn.join(''), isNumbered }
}

/** Which column each number is, below the matrix. */
function drawKey(labels: readonly string[], isNumbered: boolean, top: number): Drawing {
  if (!isNumbered) return { height: 0, body: '' }
  const lines = labels.map((label, i) =>
    textAt(0, top + 9 + i * 14, shortened(`${i + 1} = ${label}`, chartWidth, smallSize), {
      class: 'kc-text',
      'font-size': smallSize,
    }),
  )
  return { height: labels.length * 14 + 6, body: lines.join('') }
}

function drawCell(
  cell: ChartCell,
  x: number,
  y: number,
  width: number,
  classes: ValueClasses,
  table: string,
): string {
  const { figure, text, told } = cell
  const shade = figure.value === null ? null : classes.shadeOf(figure.value)
  const size = Math.min(fontSize, (fontSize * (width - 4)) / textWidth(text, fontSize))
  return mark(
    'kc-mark',
    told,
    element('rect', {
      ...lookOf(cell, classes, table),
      x: x + 1,
      y: y + 1,
      width: width - 2,
      height: rowHeight - 2,
    }),
    ...(figure.status === 'c' ? [plate(x + width / 2, y + rowHeight / 2, text)] : []),
    textAt(x + width / 2, y + rowHeight / 2 + 4, text, {
      class: shade === null ? 'kc-number' : `kc-number kc-on-${shade}`,
      'text-anchor': 'middle',
      'font-size': size,
    }),
  )
}

/** Quiet ground for text on hatching. */
export function plate(x: number, y: number, text: string): string {
  const width = textWidth(text, fontSize) + 4
  return element('rect', { class: 'kc-plate', x: x - width / 2, y: y - 7, width, height: 14, rx: 2 })
}
