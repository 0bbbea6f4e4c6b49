import { expect, it } from 'vitest'
import type { PublishedTable } from '../../../schemas/cell.ts'
import type { ReportLanguage } from '../../../schemas/report-language.ts'
import { exampleTable, results } from '../example-release.ts'
import { chosen, dimension, drawn, listed, shown } from './example-charts.ts'

const region = dimension('region', ['A', 'B', 'C', '_X:Not stated'])
const gender = dimension('gender', ['F', 'M'])
const matrix = [2300, 1100, 1200, 500, 240, 260, 700, null, null, 900, 460, 440, 150, 70, 80, 50, 20, 30]

it.each<{ language: ReportLanguage; sentence: string }>([
  {
    language: 'en',
    sentence:
      'Heat map: Learners by region and gender; total: 2,300; 2 of 8 figures are withheld (hatched, [c]); “Not stated” is a category like the others.',
  },
  {
    language: 'ru',
    sentence:
      'Тепловая карта: Учащиеся по признакам «region» и «gender»; всего: 2 300; скрыто значений: 2 из 8 (заштрихованы, [c]); «Not stated» — такая же категория, как остальные.',
  },
  {
    language: 'uz',
    sentence:
      'Issiqlik xaritasi: Oʻquvchilar, “region” va “gender” boʻyicha; jami: 2 300; 8 ta qiymatdan 2 tasi yashirilgan (shtrixlangan, [c]); “Not stated” ham boshqalari kabi alohida toifa.',
  },
  {
    language: 'uz-Cyrl',
    sentence:
      'Иссиқлик харитаси: Ўқувчилар, “region” ва “gender” бўйича; жами: 2 300; 8 та қийматдан 2 таси яширилган (штрихланган, [c]); “Not stated” ҳам бошқалари каби алоҳида тоифа.',
  },
])('says in $language what is shown, the total and what is withheld', ({ language, sentence }) => {
  const table = listed([region, gender], matrix)
  expect(drawn(table, undefined, language).sentence.replaceAll('\u00a0', ' ')).toBe(sentence)
})

it('says nothing about what is not stated where that is no category', () => {
  expect(drawn(listed([gender], [100, 60, 40])).sentence).toBe(
    'Bars: Learners by gender; total: 100; no figure of the chart is withheld.',
  )
})

const named = (table: PublishedTable): PublishedTable => ({
  ...table,
  shape: { ...table.shape, id: 'made-up' },
})

it('never shows a percentage without what it is one of', () => {
  const chart = drawn(named(exampleTable(results)), chosen({ measure: 'pass_rate', kind: 'bars' }))
  expect(chart.sentence).toContain(
    'in per cent of “Assessed” (40), shown where there are at least 20 learners; total: 0\u00a0%',
  )
  expect(chart.svg).toContain('Toshkent shahri: 15\u00a0%')
})

it('says that a mean is one of what can be reached, with its decimals', () => {
  const chart = drawn(named(exampleTable(results)), chosen({ measure: 'mean_score', kind: 'bars' }))
  expect(chart.sentence).toContain('in per cent of what can be reached')
  expect(chart.svg).toContain('Toshkent shahri: 1.6\u00a0%')
})

it('gives the day of a figure that stands from an earlier one, and counts those', () => {
  const table = listed([gender], [100, 60, 40])
  const stock: PublishedTable = {
    shape: { ...table.shape, asOf: '2026-10-31' },
    rows: table.rows.map((row, i) => ({
      ...row,
      figures: [shown(40)],
      asOf: i === 1 ? '2026-09-30' : '2026-10-31',
    })),
  }
  const chart = drawn(stock)
  expect(chart.svg).toContain('<title>F: 40 (As of: September 30, 2026)</title>')
  expect(chart.svg).toContain('<title>M: 40</title>')
  expect(chart.notes).toEqual([
    '1 figure is of an earlier day; point at a mark, or see the table, for the day.',
  ])
})
