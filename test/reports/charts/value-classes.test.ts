import { expect, it } from 'vitest'
import { valueClasses } from '../../../reports/charts/value-classes.ts'

const figure = (value: number) => ({
  codes: [],
  labels: [],
  figure: { value, status: 'A' as const },
  text: String(value),
  told: String(value),
})

it.each([
  { values: [7], legend: ['7'] },
  { values: [5, 5, 5, 100], legend: ['5–100'] },
  { values: [995, 999], legend: ['995–999'] },
  { values: [10, 20, 30, 40, 50], legend: ['< 18', '18–25', '26–33', '34–41', '≥ 42'] },
])('the legend of $values says in what shade each is: $legend', ({ values, legend }) => {
  const classes = valueClasses({ cells: values.map(figure), textOf: String })
  expect(classes.legend.map(({ text }) => text)).toEqual(legend)
  const drawn = new Set(values.map(classes.shadeOf))
  expect(classes.legend.every(({ shade }) => drawn.has(shade))).toBe(true)
})
