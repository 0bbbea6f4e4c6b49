import type { PublishedTable, TableShape } from '../../../schemas/cell.ts'
import { exampleTable, results } from '../example-release.ts'

/** Labels that a page must not take for markup, that are long, or written from right to left. */
export const awkwardLabels = [
  'Total',
  '</script><script>alert(1)</script>',
  `${'Uzunnomlituman'.repeat(12)}`,
  'منطقة طويلة الاسم',
  `"quoted" & 'so' on \u2028`,
  'same',
  'same',
  'Not stated',
]

const codes = ['_T', '-15', '16-17', '65+', '$2B', 'a,"b"', '\u{1F600}\uFF21', '\uFF21']

export const awkwardShape: TableShape = {
  ...results,
  id: 'awkward',
  title: { en: 'Stock of <awkward> names', uz: 'Gʻalati nomlar', ru: 'Странные имена' },
  asOf: '2026-10-31',
  dimensions: [
    {
      ...results.dimensions[0]!,
      name: 'age',
      codes: codes.map((code, i) => ({
        code,
        parent: i === 0 ? null : '_T',
        level: i === 0 ? 0 : 1,
        labels: { en: awkwardLabels[i]! },
      })),
    },
    results.dimensions[1]!,
  ],
}

/** A stock whose rows are of two days. */
export const awkwardStock: PublishedTable = {
  shape: awkwardShape,
  rows: exampleTable(awkwardShape).rows.map((row, i) => ({
    ...row,
    asOf: row.figures[0]!.status === 'A' ? (i % 2 === 0 ? '2026-10-31' : '2026-09-30') : null,
  })),
}
