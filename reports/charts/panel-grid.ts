import type { ChartCell } from './chart-cells.ts'
import { chartWidth, smallSize } from './drawing.ts'
import { wrapped } from './fit-text.ts'
import { textAt } from './svg.ts'

/** Panels beside each other. */
const panelsInRow = 3
const gap = 10
const lineHeight = 12
/** Share of its room that a bold name may take, since widths are those of plain letters. */
const bold = 0.9

/** Where a small chart is drawn: the place below its name. */
export interface Panel {
  readonly cells: readonly ChartCell[]
  readonly left: number
  readonly top: number
  /** Whether no panel stands before it in its row. */
  readonly isFirst: boolean
  /** Its name, drawn. */
  readonly name: string
}

export interface PanelGrid {
  readonly panels: readonly Panel[]
  readonly width: number
  readonly height: number
}

/** The figures of each column of a chart, in the order of its code list. */
export function columnsOf(cells: readonly ChartCell[], across: number): readonly (readonly ChartCell[])[] {
  return Array.from({ length: across }, (_, column) => cells.filter((_cell, i) => i % across === column))
}

/**
 * Places of small charts, in rows, in the order of the code list: never in that of their figures, which would tell of those that are
 * withheld.
 *
 * @param left what the rows have before them
 * @param body height of a small chart
 * @param foot room below each row
 */
export function panelGrid(
  columns: readonly (readonly ChartCell[])[],
  { left, body, foot }: { readonly left: number; readonly body: number; readonly foot: number },
): PanelGrid {
  const width = (chartWidth - left - (panelsInRow - 1) * gap) / panelsInRow
  const names = columns.map(([cell]) => wrapped(cell!.labels[1]!, width * bold, smallSize))
  const panels: Panel[] = []
  let top = 0
  for (let row = 0; row < columns.length; row += panelsInRow) {
    const inRow = columns.slice(row, row + panelsInRow)
    const lines = Math.max(...inRow.map((_, i) => names[row + i]!.length))
    top += lines * lineHeight + 4
    inRow.forEach((cells, i) => {
      const at = left + i * (width + gap)
      const name = names[row + i]!.map((line, l) =>
        textAt(at, top - 6 - (names[row + i]!.length - 1 - l) * lineHeight, line, {
          class: 'kc-text kc-head',
          'font-size': smallSize,
        }),
      )
      panels.push({ cells, left: at, top, isFirst: i === 0, name: name.join('') })
    })
    top += body + foot
  }
  return { panels, width, height: top }
}
