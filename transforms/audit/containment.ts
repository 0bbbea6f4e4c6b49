import type { BaseMeasure, TableShape } from '../../schemas/cell.ts'
import { type PublishedSystem, placeOf } from './published-system.ts'

/** What is known of the learners behind one quantity and another, as far as their places tell. */
export interface Containment {
  /** Whether all learners behind one are behind the other. */
  readonly contains: (inner: number, outer: number) => boolean
  /**
   * Whether both, which have as many contributors, are known to be the same learners: one holds the other, or a third
   * that has as many lies in both.
   */
  readonly areSame: (one: number, other: number, contributors: Int32Array) => boolean
}

interface Group {
  readonly shape: TableShape
  readonly codes: ReadonlyMap<string, string>
  /** By dimension: the codes that its own one lies below, itself among them. */
  readonly above: ReadonlyMap<string, ReadonlySet<string>>
  /** Dimensions of which it is not the total, with its codes. */
  readonly within: readonly (readonly [name: string, code: string])[]
  /** `figure`, `complement`, or the name of a kind of virtual cells. */
  readonly kind: string
  /** What all of its learners are counted by. */
  readonly population: string
  readonly measure: BaseMeasure | null
  /** Whether the number is one of learners, so that as many are all of them. */
  readonly isOfLearners: boolean
}

/**
 * Compares groups by their coordinates: a group lies in another one if each of its codes is the other's, or lies
 * below it. A measure and its complement lie in the measure that it is `within`, a virtual cell in what it is a
 * difference of. One virtual cell lies in another of its kind only along attributes: who is outside of week 1 in one
 * course may be inside it in another.
 */
export function containment(system: PublishedSystem): Containment {
  const { tables, first, virtual } = system
  const parents = new Map<string, Map<string, string | null>>()
  for (const { shape } of tables)
    for (const { name, codes } of shape.dimensions) {
      const known = parents.get(name) ?? new Map<string, string | null>()
      for (const { code, parent } of codes) known.set(code, parent)
      parents.set(name, known)
    }
  const lines = new Map<string, ReadonlySet<string>>()
  const lineOf = (name: string, code: string): ReadonlySet<string> => {
    const key = `${name}\n${code}`
    const found = lines.get(key)
    if (found !== undefined) return found
    const line = new Set<string>()
    for (let at: string | null = code; at !== null; at = parents.get(name)?.get(at) ?? null) line.add(at)
    lines.set(key, line)
    return line
  }
  const groups: (Group | undefined)[] = []
  const groupOf = (variable: number): Group => {
    const known = groups[variable]
    if (known !== undefined) return known
    const group = newGroup(variable)
    groups[variable] = group
    return group
  }
  const newGroup = (variable: number): Group => {
    const { coordinates } = placeOf(system, variable)
    const place = virtual.places[variable - virtual.start]
    const difference = place === undefined ? null : virtual.kinds[place.kind]!
    const { shape } = tables[difference?.table ?? first.table[variable]!]!
    const codes = new Map(shape.dimensions.map(({ name }, d) => [name, coordinates[d]!]))
    const above = new Map([...codes].map(([name, code]) => [name, lineOf(name, code)]))
    const totals = shape.dimensions.map((dimension) => dimension.codes[0]!.code)
    const within = [...codes].filter(([, code], d) => code !== totals[d])
    const places = { shape, codes, above, within }
    if (difference !== null) {
      const { name, population, isOfLearners } = difference
      return { ...places, kind: name, population, measure: null, isOfLearners }
    }
    const measure = shape.baseMeasures[first.position[variable]! % shape.baseMeasures.length]!
    const isComplement = first.complement[variable] === 1
    const kind = isComplement ? 'complement' : 'figure'
    return { ...places, kind, population: measure.counts, measure, isOfLearners: true }
  }
  const contains = (inner: number, outer: number): boolean => {
    const a = groupOf(inner)
    const b = groupOf(outer)
    const isBelow = b.within.every(([name, code]) => a.above.get(name)?.has(code) === true)
    if (!isBelow || a.shape.period !== b.shape.period) return false
    if (b.measure === null)
      return a.kind === b.kind && a.population === b.population && isAlongAttributes(a, b)
    return a.measure === null
      ? b.kind === 'figure' && b.population === a.population && b.measure.part === null
      : isPartOf(a.measure, b.measure, a.kind, b.kind)
  }
  const areSame = (one: number, other: number, contributors: Int32Array): boolean => {
    const learners = contributors[one]!
    const isCounted = (v: number) => learners === 1 || groupOf(v).isOfLearners
    if (!isCounted(one) || !isCounted(other)) return false
    const liesInBoth = (v: number, count: number) =>
      count === learners && contains(v, one) && contains(v, other) && isCounted(v)
    return (
      contains(one, other) || contains(other, one) || contributors.some((count, v) => liesInBoth(v, count))
    )
  }
  return { contains, areSame }
}

/** Whether a measure or its complement counts only what another does, at the same coordinates. */
function isPartOf(inner: BaseMeasure, outer: BaseMeasure, innerKind: string, outerKind: string): boolean {
  const isLess = outer.part === null || JSON.stringify(inner.part) === JSON.stringify(outer.part)
  return (
    (inner.counts === outer.counts && innerKind === outerKind && isLess) ||
    (inner.within === outer.name && outerKind === 'figure')
  )
}

/** Whether two groups differ in attributes at most. */
function isAlongAttributes(a: Group, b: Group): boolean {
  const whole = (shape: TableShape, name: string) =>
    shape.dimensions.find((dimension) => dimension.name === name)?.codes[0]?.code
  const codeOf = ({ shape, codes }: Group, name: string) =>
    codes.get(name) === whole(shape, name) ? undefined : codes.get(name)
  return [...a.shape.dimensions, ...b.shape.dimensions].every(
    ({ name, kind }) => kind === 'attribute' || codeOf(a, name) === codeOf(b, name),
  )
}
