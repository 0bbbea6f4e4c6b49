import type { ChartCell } from './chart-cells.ts'
import { chartWidth, hatchOf, smallSize } from './drawing.ts'
import { textWidth } from './fit-text.ts'
import { element, textAt } from './svg.ts'

/** Where a course in time is drawn, from the top left corner of the chart. */
export interface Plot {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** A point of time and half the way to its neighbours, hatched from top to bottom. */
export function hatchedBand(
  x: number,
  step: number,
  { left, right, top, bottom }: Plot,
  table: string,
): string {
  const from = Math.max(left, x - step / 2)
  const to = Math.min(right, x + step / 2)
  return element('rect', {
    class: 'kc-withheld kc-band',
    fill: hatchOf(table),
    x: from,
    y: top,
    width: to - from,
    height: bottom - top,
  })
}

/** First and last number of each run of withheld figures. */
export function withheldRuns(cells: readonly ChartCell[]): readonly (readonly [number, number])[] {
  const isHidden = (i: number) => cells[i]?.figure.status === 'c'
  return cells.flatMap((_, from) => {
    if (!isHidden(from) || isHidden(from - 1)) return []
    let to = from
    while (isHidden(to + 1)) to++
    return [[from, to] as const]
  })
}

/** As many dates below a course as do not touch each other, the first among them. */
export function dates(
  labels: readonly string[],
  x: (i: number) => number,
  bottom: number,
  edges: readonly [number, number] = [0, chartWidth],
): readonly string[] {
  const widest = Math.max(...labels.map((label) => textWidth(label, smallSize))) + 10
  const room = Math.max(1, Math.floor((x(labels.length - 1) - x(0)) / widest))
  const every = Math.max(1, Math.ceil((labels.length - 1) / room))
  return labels.flatMap((label, i) => {
    if (i % every !== 0) return []
    const half = textWidth(label, smallSize) / 2
    const at = Math.min(edges[1] - half, Math.max(edges[0] + half, x(i)))
    return [
      element('line', { class: 'kc-axis', x1: x(i), y1: bottom, x2: x(i), y2: bottom + 3 }),
      textAt(at, bottom + 15, label, { class: 'kc-tick', 'text-anchor': 'middle', 'font-size': smallSize }),
    ]
  })
}
