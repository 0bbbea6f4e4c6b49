import type { HiddenComponent } from './components.ts'
import type { Target } from './feasibility-interval.ts'
import { rowsOfColumns } from './peel.ts'

/** As many of the targets as share no equation with one another, taken in their order. */
export function nextBatch(component: HiddenComponent, targets: readonly Target[]): readonly Target[] {
  const { starts, rowsOf } = rowsOfColumns(component.equations, component.variables.length)
  const taken = new Uint8Array(component.equations.count)
  return targets.filter(({ column }) => {
    for (let o = starts[column]!; o < starts[column + 1]!; o++) if (taken[rowsOf[o]!] === 1) return false
    for (let o = starts[column]!; o < starts[column + 1]!; o++) taken[rowsOf[o]!] = 1
    return true
  })
}
