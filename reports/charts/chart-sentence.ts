import type { PublishedTable, TableShape } from '../../schemas/cell.ts'
import type { MessageKey } from '../messages/en.ts'
import { labelIn } from '../messages/label.ts'
import { type ChartCells, codeText } from './chart-cells.ts'
import type { ChartContext } from './chart-context.ts'
import type { ChartPlan } from './chart-plan.ts'
import { levelsOf, notStated } from './code-list.ts'
import { isolated } from './fit-text.ts'
import { numberText } from './number-text.ts'

const opening = {
  line: 'chartLine',
  bars: 'chartBars',
  pyramid: 'chartPyramid',
  heat: 'chartHeat',
  map: 'chartMap',
} as const satisfies Readonly<Record<ChartPlan['kind'], MessageKey>>

function openingOf({ kind, layout }: ChartPlan): MessageKey {
  if (layout === 'series') return 'chartLines'
  return layout === 'panels' ? 'chartPanels' : opening[kind]
}

/**
 * What a chart shows, in one sentence: measure, dimensions, base of a percentage, total, and how many of its figures are
 * withheld. It compares no categories: where one is withheld, its rank would tell about it.
 */
export function chartSentence(
  table: PublishedTable,
  plan: ChartPlan,
  chart: ChartCells,
  context: ChartContext,
): string {
  const { say, language } = context
  const name = (title: Parameters<typeof labelIn>[0]) => isolated(labelIn(title, language))
  const [rows, columns] = plan.axes.map(({ dimension }) => name(dimension.title))
  const others = table.shape.dimensions.filter(
    (dimension) => !plan.axes.some((axis) => axis.dimension.name === dimension.name),
  )
  const measure = isolated(chart.measure.title)
  const unstated = plan.axes
    .flatMap(({ codes }) => codes)
    .filter(({ code }) => code === notStated)
    .map((code) => isolated(codeText(code, context)))
  const parts = [
    say(openingOf(plan), { measure, rows: rows!, columns: columns ?? '' }),
    ...(others.length === 0
      ? []
      : [say('chartAllOf', { dimensions: others.map(({ title }) => name(title)).join(', ') })]),
    ...(isCoarser(plan) ? [say('chartCoarser')] : []),
    ...baseOf(table, plan, context),
    chart.total.figure.value === null
      ? say('chartTotalHidden', { mark: chart.total.text })
      : say('chartTotal', { total: chart.total.text }),
    withheldPart(chart, context),
    ...[...new Set(unstated)].map((label) => say('chartNotStated', { label })),
  ]
  return `${parts.join('; ')}.`
}

/** Whether the table has finer codes than the chart. */
function isCoarser({ axes }: ChartPlan): boolean {
  return axes.some(({ dimension, codes }) =>
    codes.every(({ level }) => level < (levelsOf(dimension)[0] ?? 0)),
  )
}

function withheldPart({ cells }: ChartCells, { say }: ChartContext): string {
  const withheld = cells.filter(({ figure }) => figure.status === 'c').length
  return withheld === 0
    ? say('chartNoneWithheld')
    : say('chartWithheld', { withheld, cells: cells.length, mark: '[c]' })
}

/** Of what a percentage is one. */
function baseOf(
  { shape, rows }: PublishedTable,
  { measure }: ChartPlan,
  { say, language, percentageBase }: ChartContext,
): readonly string[] {
  const derived = shape.derivedMeasures[measure - shape.baseMeasures.length]
  if (derived === undefined) return []
  if (derived.type !== 'ratio') return [say('chartOfScore')]
  const i = shape.baseMeasures.findIndex(({ name }) => name === derived.denominator)
  const total = rows[0]?.figures[i]
  const figure = total?.value == null ? `[${total?.status ?? 'x'}]` : numberText(total.value, 0, '', language)
  return [
    say('chartOfBase', { denominator: denominatorOf(shape, i, language), figure, base: percentageBase }),
  ]
}

function denominatorOf(shape: TableShape, i: number, language: ChartContext['language']): string {
  return isolated(labelIn(shape.baseMeasures[i]!.title, language))
}
