import type { ChartCell } from './chart-cells.ts'

/**
 * Length of a figure's bar; none where there is no figure.
 *
 * @param length of a published figure
 * @param withheld of a withheld one, whatever it is
 */
export function barLength(
  { value, status }: ChartCell['figure'],
  length: (value: number) => number,
  withheld: number,
): number {
  if (value !== null) return length(value)
  return status === 'c' ? withheld : 0
}
