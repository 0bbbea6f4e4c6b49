import type { Figure, MeasureCell } from '../../../schemas/cell.ts'
import { words } from './markup.ts'

/** A published figure, or the letter of the status that hides it. @param decimals digits after the point */
export function publishedText({ value, status }: Figure, decimals = 0): string {
  return value === null ? `[${status}]` : (value / 10 ** decimals).toFixed(decimals)
}

/** What was counted, of how many learners, and what is shown instead where it is not the same; as HTML. */
export function countedHtml({ value, contributors }: MeasureCell, shown: Figure): string {
  const notes = [
    ...(contributors === value ? [] : [`of ${contributors}`]),
    ...(shown.value === value ? [] : [`shown as ${publishedText(shown)}`]),
  ]
  return notes.length === 0 ? words(value) : `${words(value)} <small>${words(notes.join('; '))}</small>`
}
