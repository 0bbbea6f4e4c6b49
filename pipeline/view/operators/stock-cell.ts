import { stockState } from '../../explanation-words.ts'
import type { StockExplanation } from '../../stocks/explain-stock.ts'
import { facts, paragraph, words } from './markup.ts'

/** Since when a row of a stock stands, what waits, and why. */
export function stockSections({ stock, why }: StockExplanation): readonly string[] {
  const { status, since, shown, counted, waiting } = stock
  return [
    paragraph(`It is ${stockState(stock)}.`),
    facts([
      ...(shown === null ? [] : [['Shown', words(shown)] as const]),
      ['Counted', words(counted)],
      ...(status === 'standing'
        ? [[`Waiting since ${since}`, words(`${waiting.entered} entered, ${waiting.left} left`)] as const]
        : []),
      ['Why', words(why)],
    ]),
  ]
}
