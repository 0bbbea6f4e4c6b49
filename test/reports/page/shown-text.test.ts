import { expect, it } from 'vitest'
import { sayIn } from '../../../reports/messages/message.ts'
import { shownText } from '../../../reports/page/browser/page-texts.ts'
import { numberSigns } from '../../../reports/page/page-context.ts'
import { pageTexts } from '../../../reports/page/page-texts.ts'

const texts = pageTexts({ say: sayIn('en'), signs: numberSigns('en') })

it.each([
  {
    shown: { from: 0, rows: 0, matching: 0, carried: 126, total: 126 },
    says: 'No row matches the filters.',
  },
  {
    shown: { from: 50, rows: 42, matching: 92, carried: 126, total: 126 },
    says: 'Rows 51 to 92 of 92 that match; the table has 126.',
  },
  {
    shown: { from: 0, rows: 0, matching: 0, carried: 5000, total: 90_000 },
    says: 'No row matches among the 5,000 that this page has; the table has 90,000, and the page cannot search the others.',
  },
  {
    shown: { from: 0, rows: 7, matching: 7, carried: 5000, total: 90_000 },
    says: 'Rows 1 to 7 of 7 that match among the 5,000 that this page has; the table has 90,000.',
  },
  { shown: { from: 0, rows: 7, matching: 7, carried: 7, total: 7 }, says: 'All rows are shown: 7.' },
])('says of $shown what was searched', ({ shown, says }) => {
  expect(shownText(texts, shown)).toBe(says)
})
