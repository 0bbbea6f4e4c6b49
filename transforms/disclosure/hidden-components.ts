import { DisjointSets } from './disjoint-sets.ts'
import type { LinkedTables } from './linked-tables.ts'

/**
 * Groups the hidden quantities so that no equation or inequality links two groups; largest group first.
 *
 * @param wholeUnits keep all quantities of a unit in one group, for searches that publish whole units
 */
export function hiddenComponents(
  system: LinkedTables,
  hidden: Uint8Array,
  wholeUnits = false,
): readonly (readonly number[])[] {
  const isHidden = (q: number) => hidden[system.quantities[q]!.unit] === 1
  const sets = new DisjointSets(system.quantities.length)
  for (const { quantities } of [...system.equations, ...system.inequalities]) {
    let first = -1
    for (const q of quantities) {
      if (!isHidden(q)) continue
      if (first === -1) first = q
      else sets.join(first, q)
    }
  }
  if (wholeUnits) {
    system.units.forEach(({ quantities }, unit) => {
      if (hidden[unit] === 1) for (const q of quantities) sets.join(quantities[0]!, q)
    })
  }
  const components = new Map<number, number[]>()
  system.quantities.forEach((_, q) => {
    if (!isHidden(q)) return
    const root = sets.find(q)
    const component = components.get(root)
    if (component === undefined) components.set(root, [q])
    else component.push(q)
  })
  return [...components.values()].sort((a, b) => b.length - a.length || a[0]! - b[0]!)
}
