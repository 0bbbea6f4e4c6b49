import type { TabulatedTable } from '../../schemas/cell.ts'
import type { PublishedSystem } from './published-system.ts'

/**
 * By variable: the distinct learners behind it as counted; of a complement, those not in the measure; of a virtual
 * cell what it counts, which is never fewer.
 *
 * @param counted by variable: its value
 */
export function contributorsOf(
  system: PublishedSystem,
  truth: readonly TabulatedTable[],
  counted: Float64Array,
): Int32Array {
  const { start, places } = system.virtual
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
  for (let v = start; v < start + places.length; v++) contributors[v] = counted[v]!
  return contributors
}
