import { describe, expect, it } from 'vitest'
import { loadProject } from '../../../pipeline/load-project.ts'
import { periodOf } from '../../../pipeline/period-calendar.ts'
import { type Chart, chartFor } from '../../../reports/charts/chart-for.ts'
import { labelIn } from '../../../reports/messages/label.ts'
import { sayIn } from '../../../reports/messages/message.ts'
import { wordingFaults } from '../../../reports/wording/wording-faults.ts'
import type { TableShape } from '../../../schemas/cell.ts'
import { reportLanguages } from '../../../schemas/report-language.ts'
import { planTable } from '../../../transforms/tabulate/plan-table.ts'
import { countTable, hidden, shown } from '../charts/example-charts.ts'
import { readMarks } from '../charts/read-marks.ts'

const courses = ['a', 'b', 'c'].map((code, number) => ({
  number,
  code: `course-${code}`,
  title: null,
  track: 'data',
}))
const catalogue = { passMarks: { least: 40, greatest: 60 }, tracks: ['data'], courses, lessons: [] }

describe.each([
  { name: 'uzbekistan', tables: 11 },
  { name: 'oulad', tables: 10 },
])('$name', async ({ name, tables }) => {
  const project = await loadProject(`sample-data/${name}/kohort.yaml`)
  const context = {
    attributes: project.attributes,
    catalogue,
    period: periodOf('2026-10-01', 'month'),
    policy: project.definition.policy,
  }
  const shapes = project.tables.map((table) => planTable(table, context).shape)

  /** Every fifth row withheld. */
  const filled = (shape: TableShape) => {
    const { rows } = countTable(shape.dimensions, (_, i) => (i % 5 === 4 ? hidden : shown(20 + i)))
    const measures = shape.baseMeasures.length + shape.derivedMeasures.length
    return {
      shape,
      rows: rows.map(({ coordinates, figures }) => ({
        coordinates,
        figures: Array.from({ length: measures }, () => figures[0]!),
      })),
    }
  }

  it('has a chart of each table', () => {
    expect(shapes).toHaveLength(tables)
  })

  it.each(reportLanguages)('speaks in %s as a statistics office may', (language) => {
    const say = sayIn(language)
    for (const shape of shapes) {
      const names = [...shape.baseMeasures, ...shape.derivedMeasures].map((measure) => measure.name)
      for (const measure of names) {
        const choices = new Map([[shape.id, { measure }]])
        const charts = { ...project.charts, choices }
        const chart: Chart | null = chartFor(filled(shape), { language, say, percentageBase: 20, charts })
        expect([shape.id, measure, chart === null]).toEqual([shape.id, measure, false])
        expect(readMarks(chart!.svg).size).toBeGreaterThan(0)
        const derived = shape.derivedMeasures.find((one) => one.name === measure)
        const denominator =
          derived?.type === 'ratio' && shape.baseMeasures.find((one) => one.name === derived.denominator)
        const base = denominator ? labelIn(denominator.title, language) : derived && say('chartOfScore')
        for (const text of [chart!.sentence, ...chart!.notes])
          expect([text, wordingFaults(text, { language, hasWithheld: true, base: base ?? null })]).toEqual([
            text,
            [],
          ])
      }
    }
  })
})
