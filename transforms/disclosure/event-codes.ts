import type { Code, Dimension, TableShape } from '../../schemas/cell.ts'
import { WithheldError } from '../../schemas/failure.ts'

/** Days are codes of their own period only; what else happens can happen in any period. */
const daysOfPeriod = 'day'

/** For each event dimension by name: all codes that any table has, every parent before its children. */
export type EventCodes = ReadonlyMap<string, readonly Code[]>

/**
 * Collects the codes of event dimensions over tables of several periods: the school may have added courses in between.
 *
 * @throws {WithheldError} if a code has two parents
 */
export function eventCodes(shapes: readonly TableShape[]): EventCodes {
  const known = new Map<string, Map<string, Code>>()
  for (const { dimensions, id } of shapes) {
    for (const { name, kind, codes } of dimensions) {
      if (kind !== 'event' || name === daysOfPeriod) continue
      const all = known.get(name) ?? new Map<string, Code>()
      known.set(name, all)
      for (const one of codes) {
        const before = all.get(one.code)
        if (before !== undefined && (before.parent !== one.parent || before.level !== one.level))
          throw new WithheldError(
            `a code keeps its place from period to period, or longer periods are not the sums of shorter ones. Provided value: ${one.code} of ${name} in table ${id}`,
          )
        all.set(one.code, one)
      }
    }
  }
  return new Map(
    [...known].map(([name, all]) => [name, [...all.values()].toSorted((a, b) => a.level - b.level)]),
  )
}

/** A dimension with all codes down to its own finest level; days are named after their period. */
export function alignedDimension(dimension: Dimension, period: string, codes: EventCodes): Dimension {
  if (dimension.kind !== 'event') return dimension
  if (dimension.name === daysOfPeriod) return { ...dimension, name: `${daysOfPeriod} of ${period}` }
  const finest = dimension.codes.reduce((level, code) => Math.max(level, code.level), 0)
  return { ...dimension, codes: codes.get(dimension.name)!.filter(({ level }) => level <= finest) }
}
