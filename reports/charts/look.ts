import type { ChartCell } from './chart-cells.ts'
import { hatchOf } from './drawing.ts'
import type { ValueClasses } from './value-classes.ts'

/** How an area looks; its shade is nothing but a class of its published figure. */
export function lookOf(
  cell: ChartCell | undefined,
  { shadeOf }: ValueClasses,
  table: string,
): { readonly class: string; readonly fill?: string } {
  if (cell === undefined) return { class: 'kc-empty' }
  if (cell.figure.value !== null) return { class: `kc-shade kc-shade-${shadeOf(cell.figure.value)}` }
  return cell.figure.status === 'c' ? { class: 'kc-withheld', fill: hatchOf(table) } : { class: 'kc-empty' }
}
