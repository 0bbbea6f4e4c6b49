import type { TabulatedTable } from '../../schemas/cell.ts'
import type { PublishedSystem } from './published-system.ts'

/** By variable: the distinct learners behind it as counted; of a complement, those not in the measure. */
export function contributorsOf(system: PublishedSystem, truth: readonly TabulatedTable[]): Int32Array {
  const contributors = new Int32Array(system.size)
  truth.forEach(({ shape, cells }, t) => {
    const measures = shape.baseMeasures
    const supersets = measures.map(({ within }) => measures.findIndex(({ name }) => name === within))
    cells.forEach((cell, r) => {
      measures.forEach((_, m) => {
        const position = r * measures.length + m
        const own = cell.measures[m]!.contributors
        contributors[system.figures[t]![position]!] = own
        const superset = supersets[m]!
        if (superset < 0) return
        contributors[system.complements[t]![position]!] = cell.measures[superset]!.contributors - own
      })
    })
  })
  return contributors
}
