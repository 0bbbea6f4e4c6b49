import type { PublishedTable, TableShape } from '../../../schemas/cell.ts'
import { exampleTable, results } from '../example-release.ts'

/** 126 rows, of which a page shows 50 at once. */
const shape: TableShape = {
  ...results,
  id: 'long',
  title: { en: 'Results by day', uz: 'Kunlar boʻyicha natijalar', ru: 'Результаты по дням' },
  cellBudget: 1000,
  dimensions: [
    {
      ...results.dimensions[0]!,
      name: 'day',
      title: { en: 'Day', uz: 'Kun', ru: 'День' },
      codes: Array.from({ length: 42 }, (_, i) => ({
        code: i === 0 ? '_T' : `d${i}`,
        parent: i === 0 ? null : '_T',
        level: i === 0 ? 0 : 1,
        labels: { en: i === 0 ? 'Total' : `Day ${i}`, uz: i === 0 ? 'Jami' : `${i}-kun` },
      })),
    },
    results.dimensions[1]!,
  ],
}

export const longTable: PublishedTable = exampleTable(shape)
