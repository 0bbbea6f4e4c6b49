import { line } from 'd3-shape'
import type { ChartCell } from './chart-cells.ts'
import { smallSize } from './drawing.ts'
import { element, mark, textAt } from './svg.ts'

/** Places of the figures of one course. */
export interface Course {
  readonly x: (i: number) => number
  readonly y: (value: number) => number
  /** Where the plot ends. */
  readonly bottom: number
  /** Radius of a point. */
  readonly point: number
  /** Lengths of dashes and gaps; null for a line without. */
  readonly dashes: string | null
  /** What stands for a withheld figure. */
  readonly withheld: (i: number) => string
}

/** One line, which breaks where a figure is withheld, and a mark for each figure. */
export function drawCourse(cells: readonly ChartCell[], course: Course): string {
  const { x, y, bottom, dashes } = course
  const path = line<ChartCell>()
    .defined(({ figure }) => figure.value !== null)
    .x((_, i) => x(i))
    .y(({ figure }) => y(figure.value ?? 0))
    .digits(2)(cells.slice())
  const curve =
    path === null
      ? ''
      : element('path', {
          class: 'kc-line',
          d: path,
          fill: 'none',
          ...(dashes === null ? {} : { 'stroke-dasharray': dashes }),
        })
  const marks = cells.map(({ figure, told }, i) =>
    mark(
      'kc-mark',
      told,
      figure.value !== null
        ? element('circle', { class: 'kc-point', cx: x(i), cy: y(figure.value), r: course.point })
        : figure.status === 'c'
          ? course.withheld(i)
          : textAt(x(i), bottom - 4, `[${figure.status}]`, {
              class: 'kc-number',
              'text-anchor': 'middle',
              'font-size': smallSize,
            }),
    ),
  )
  return curve + marks.join('')
}
