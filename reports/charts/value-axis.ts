import { type ScaleLinear, scaleLinear } from 'd3-scale'
import type { ChartCells } from './chart-cells.ts'
import { smallSize } from './drawing.ts'
import { textWidth } from './fit-text.ts'
import { element, textAt } from './svg.ts'

/** The scale of all courses of a chart, from zero to what is published most. */
export interface ValueAxis {
  readonly y: ScaleLinear<number, number>
  readonly ticks: readonly number[]
  /** Room that the widest number takes, and its distance to the plot. */
  readonly room: number
}

/** @param steps how many numbers there are about */
export function valueAxis(
  { cells, textOf }: Pick<ChartCells, 'cells' | 'textOf'>,
  [bottom, top]: readonly [number, number],
  steps: number,
): ValueAxis {
  const longest = Math.max(1, ...cells.map(({ figure }) => figure.value ?? 0))
  const y = scaleLinear([0, longest], [bottom, top]).nice(steps)
  const ticks = y.ticks(steps).filter(Number.isInteger)
  return { y, ticks, room: Math.max(...ticks.map((tick) => textWidth(textOf(tick), smallSize))) + 8 }
}

/** Lines at some numbers, with the numbers before them unless they stand elsewhere. */
export function gridLines(
  { y, ticks }: Pick<ValueAxis, 'y' | 'ticks'>,
  [left, right]: readonly [number, number],
  textOf: ((scaled: number) => string) | null,
): readonly string[] {
  return ticks.flatMap((tick) => [
    element('line', {
      class: tick === 0 ? 'kc-axis' : 'kc-grid',
      x1: left,
      y1: y(tick),
      x2: right,
      y2: y(tick),
    }),
    ...(textOf === null
      ? []
      : [
          textAt(left - 5, y(tick) + 3.5, textOf(tick), {
            class: 'kc-tick',
            'text-anchor': 'end',
            'font-size': smallSize,
          }),
        ]),
  ])
}
