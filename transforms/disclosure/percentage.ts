import type { Figure } from '../../schemas/cell.ts'

/** A whole per cent, half up; `z` where there is nobody to take it of, `c` where there are too few. */
export function percentage(numerator: number, denominator: number, percentageBase: number): Figure {
  if (denominator === 0) return { value: null, status: 'z' }
  if (denominator < percentageBase) return { value: null, status: 'c' }
  return { value: Math.floor((200 * numerator + denominator) / (2 * denominator)), status: 'A' }
}
