import { type PublishedSystem, placeOf } from './published-system.ts'

/** Whether all learners behind one variable are behind another, as far as their places tell. */
export type Containment = (inner: number, outer: number) => boolean

/**
 * Compares groups by their coordinates: a group lies in another one if each of its codes is the other's, or lies
 * below it. A measure and its complement lie in the measure that it is `within`.
 */
export function containment(system: PublishedSystem): Containment {
  const { tables, first } = system
  const above = new Map<string, string | null>()
  for (const { shape } of tables)
    for (const { name, codes } of shape.dimensions)
      for (const { code, parent } of codes) above.set(`${name}\n${code}`, parent)
  const groupOf = (variable: number) => {
    const { shape } = tables[first.table[variable]!]!
    const { coordinates } = placeOf(system, variable)
    const codes = new Map(shape.dimensions.map(({ name }, d) => [name, coordinates[d]!]))
    const m = first.position[variable]! % shape.baseMeasures.length
    return { shape, codes, measure: shape.baseMeasures[m]!, isComplement: first.complement[variable] === 1 }
  }
  const liesBelow = (name: string, code: string | undefined, outer: string): boolean => {
    for (let at = code ?? null; at !== null; at = above.get(`${name}\n${at}`) ?? null)
      if (at === outer) return true
    return false
  }
  return (inner, outer) => {
    const a = groupOf(inner)
    const b = groupOf(outer)
    const isPart =
      (a.measure.counts === b.measure.counts && a.isComplement === b.isComplement) ||
      (a.measure.within === b.measure.name && !b.isComplement)
    return (
      isPart &&
      a.shape.period === b.shape.period &&
      b.shape.dimensions.every(
        ({ name, codes }) =>
          b.codes.get(name) === codes[0]!.code || liesBelow(name, a.codes.get(name), b.codes.get(name)!),
      )
    )
  }
}
