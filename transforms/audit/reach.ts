import type { HiddenSystem } from './hidden-system.ts'
import type { PublishedSystem } from './published-system.ts'
import { codeOf } from './table-geometry.ts'

/**
 * Says what the interval of a hidden quantity must reach, so that nobody can show it to lie below
 * `minimumContributors`: learners and events, and complements unless their superset is shown to be empty. Sums may
 * be small with many contributors, and virtual cells may be empty.
 *
 * @returns by variable: `minimumContributors`, or 0 where any interval will do
 */
export function reachOf(
  system: PublishedSystem,
  { values }: HiddenSystem,
  minimumContributors: number,
): (variable: number) => number {
  const { first, tables, figures, virtual, scores } = system
  return (variable) => {
    if (variable >= scores.start) return 0
    if (variable >= virtual.start) return minimumContributors
    const t = first.table[variable]!
    const measures = tables[t]!.shape.baseMeasures
    const position = first.position[variable]!
    const m = position % measures.length
    if (first.complement[variable] === 0) return measures[m]!.type === 'sum' ? 0 : minimumContributors
    const superset = measures.findIndex(({ name }) => name === measures[m]!.within)
    const of = figures[t]![position - m + superset]!
    return values[of] === 0 ? 0 : minimumContributors
  }
}

/**
 * Whether a zero that a reader derives says nothing that may not be published: where zeros are published, and
 * neither a sensitive outcome nor a superset makes it tell about a group.
 */
export function isHarmlessZero({ tables, geometries, first }: PublishedSystem, variable: number): boolean {
  const t = first.table[variable]!
  const { shape } = tables[t]!
  const measures = shape.baseMeasures
  const position = first.position[variable]!
  const row = Math.floor(position / measures.length)
  return (
    shape.zeros === 'publish' &&
    first.complement[variable] === 0 &&
    measures[position % measures.length]!.within === null &&
    shape.dimensions.every(({ sensitive }, d) => !sensitive || codeOf(geometries[t]!, row, d) === 0)
  )
}
