import type { ChartCells } from './chart-cells.ts'
import { codeText } from './chart-cells.ts'
import type { ChartContext } from './chart-context.ts'
import type { ChartPlan } from './chart-plan.ts'
import { codesAtLevel } from './code-list.ts'
import type { MapDrawing } from './draw-map.ts'
import { isolated } from './fit-text.ts'

/** What a chart leaves out, or shows otherwise than a reader would expect. */
export function chartNotes(
  plan: ChartPlan,
  { cells, earlier }: ChartCells,
  { notOnMap, withoutFigure }: MapDrawing,
  context: ChartContext,
): readonly string[] {
  const { say } = context
  const absent = cells.filter(({ figure }) => figure.status === 'z' || figure.status === 'x').length
  const leftOut = plan.axes.flatMap(({ dimension, codes }) =>
    codesAtLevel(dimension, codes[0]!.level).filter((code) => !codes.includes(code)),
  )
  return [
    ...(notOnMap.length === 0
      ? []
      : [say('chartNotOnMap', { labels: notOnMap.map(({ told }) => told).join('; ') })]),
    ...(withoutFigure.length === 0
      ? []
      : [say('chartWithoutFigure', { labels: withoutFigure.map(isolated).join(', ') })]),
    ...(leftOut.length === 0
      ? []
      : [
          say('chartLeftOut', {
            labels: leftOut.map((code) => isolated(codeText(code, context))).join(', '),
          }),
        ]),
    ...(absent === 0 ? [] : [say('chartAbsent', { figures: absent, marks: '[z], [x]' })]),
    ...(earlier === 0 ? [] : [say('chartEarlier', { figures: earlier })]),
  ]
}
