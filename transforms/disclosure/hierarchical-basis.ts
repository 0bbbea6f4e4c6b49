import type { TabulatedTable } from '../../schemas/cell.ts'
import { identifyCodes } from './cell-identity.ts'
import { chooseCodeBasis } from './code-basis.ts'
import type { LinkedTables } from './linked-tables.ts'
import { multiply } from './modular.ts'
import { SparseArena } from './sparse-arena.ts'
import { combine, type SparseVector } from './sparse-vector.ts'
import { addsUp } from './table-matrix.ts'

/** Every quantity of a release as a vector: a quantity follows from others exactly if its vector does. */
export interface HierarchicalBasis {
  readonly size: number
  /** For each quantity. */
  readonly vectors: readonly SparseVector[]
}

/** A code as a combination of basis codes, by their numbers; the total is 0. */
interface Factor {
  readonly codes: readonly number[]
  readonly values: readonly number[]
}

/**
 * Writes each quantity in a basis of what the tables' equations leave free.
 *
 * Per dimension the basis keeps the total and all children but the largest of each parent; a cell is the
 * product over its dimensions, so that coarse cells are unit vectors and the others stay sparse.
 */
export function expressInBasis(tables: readonly TabulatedTable[], system: LinkedTables): HierarchicalBasis {
  const factorOf = codeFactors(tables)
  const prefixes = new Map<number, number>()
  /** Products of basis codes, each a path from what is counted; numbered as they come. */
  const extend = (prefix: number, code: number): number => {
    const path = prefix * factorOf.codes + code
    const known = prefixes.get(path)
    if (known !== undefined) return known
    prefixes.set(path, prefixes.size + 1)
    return prefixes.size
  }
  const roots = new Map<string, number>()
  const arena = new SparseArena(4 * system.quantities.length)
  const coordinateOf: number[] = []
  let size = 0
  /** By quantity: where its vector starts; those of what follows from others are empty. */
  const starts = new Int32Array(system.quantities.length + 1)
  const combined: number[] = []
  for (let q = 0; q < system.quantities.length; q++) {
    const { counts, coordinates, follows } = system.quantities[q]!
    const start = arena.end
    starts[q + 1] = start
    if (follows !== null) {
      combined.push(q)
      continue
    }
    let root = roots.get(counts)
    if (root === undefined) {
      root = extend(0, factorOf.codes - 1 - roots.size)
      roots.set(counts, root)
    }
    arena.take(1)
    arena.places[start] = root
    arena.values[start] = 1
    for (let d = 0; d < coordinates.length; d++) {
      const factor = factorOf.code(counts, coordinates[d]![0], coordinates[d]![1])
      const length = arena.end - start
      const times = factor.codes.length
      arena.take(length * (times - 1))
      const { places, values } = arena
      // From the last one on, so that no product is written where a factor is still to be read.
      for (let i = length - 1; i >= 0; i--) {
        const path = places[start + i]!
        const value = values[start + i]!
        for (let j = 0; j < times; j++) {
          const one = factor.codes[j]!
          places[start + i * times + j] = one === 0 ? path : extend(path, one)
          values[start + i * times + j] = multiply(value, factor.values[j]!)
        }
      }
    }
    const { places } = arena
    for (let i = start; i < arena.end; i++) {
      coordinateOf[places[i]!] ??= size++
      places[i] = coordinateOf[places[i]!]!
    }
    starts[q + 1] = arena.end
  }
  const { places, values } = arena
  const vectors = new Array<SparseVector>(system.quantities.length)
  for (let q = 0; q < vectors.length; q++)
    vectors[q] = { places, values, start: starts[q]!, end: starts[q + 1]! }
  for (const q of combined) {
    const { quantities, coefficients } = system.quantities[q]!.follows!
    vectors[q] = combine(
      quantities.map((other) => vectors[other]!),
      coefficients,
    )
  }
  return { size, vectors }
}

/** Numbers the codes of all dimensions and looks up what each is in the basis, where what is counted adds up. */
function codeFactors(tables: readonly TabulatedTable[]): {
  readonly codes: number
  readonly code: (counts: string, dimension: string, code: string) => Factor
} {
  const identity = identifyCodes(tables)
  const basis = chooseCodeBasis(tables, identity)
  const additive = additiveDimensions(tables)
  const numbers = new Map<string, Map<string, number>>()
  let next = 1
  const numberOf = (dimension: string, code: string): number => {
    if (code === '') return 0
    let known = numbers.get(dimension)
    if (known === undefined) {
      known = new Map()
      numbers.set(dimension, known)
    }
    const number = known.get(code) ?? next++
    known.set(code, number)
    return number
  }
  const plain = new Map<string, Map<string, Factor>>()
  const expressed = new Map<string, Map<string, Factor>>()
  for (const [dimension, codes] of identity) {
    const alone = new Map<string, Factor>()
    const combined = new Map<string, Factor>()
    plain.set(dimension, alone)
    expressed.set(dimension, combined)
    for (const code of codes.values()) {
      if (code === null || alone.has(code)) continue
      alone.set(code, { codes: [numberOf(dimension, code)], values: [1] })
      const vector = basis.get(dimension)?.get(code)
      if (vector === undefined) continue
      combined.set(code, {
        codes: [...vector.keys()].map((one) => numberOf(dimension, one)),
        values: [...vector.values()],
      })
    }
  }
  const measures = tables.flatMap(({ shape }) => shape.baseMeasures)
  for (const { part } of measures) {
    if (part === null) continue
    const alone = plain.get(part.dimension) ?? new Map<string, Factor>()
    plain.set(part.dimension, alone)
    for (const code of [part.code, part.rest])
      if (!alone.has(code)) alone.set(code, { codes: [numberOf(part.dimension, code)], values: [1] })
  }
  return {
    codes: next + new Set(measures.map(({ counts }) => counts)).size,
    code: (counts, dimension, code) =>
      (additive.get(counts)!.has(dimension) ? expressed.get(dimension)?.get(code) : undefined) ??
      plain.get(dimension)!.get(code)!,
  }
}

/** For each thing counted: the dimensions over which it adds up. */
function additiveDimensions(tables: readonly TabulatedTable[]): ReadonlyMap<string, ReadonlySet<string>> {
  const additive = new Map<string, Set<string>>()
  for (const { shape } of tables) {
    for (const measure of shape.baseMeasures) {
      const known = additive.get(measure.counts) ?? new Set<string>()
      additive.set(measure.counts, known)
      for (const dimension of shape.dimensions) if (addsUp(measure, dimension)) known.add(dimension.name)
    }
  }
  return additive
}
