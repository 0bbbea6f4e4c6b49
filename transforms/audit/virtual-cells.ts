import type { BaseMeasure, PublishedTable } from '../../schemas/cell.ts'
import type { NestedPopulations } from '../../schemas/nested-populations.ts'
import type { SparseRows } from './sparse-rows.ts'
import { codeOf, rowsWith, type TableGeometry } from './table-geometry.ts'

/** One kind of difference within a table that a reader forms row by row, and that counts learners or events. */
export interface VirtualKind {
  readonly table: number
  /** What it is called in findings. */
  readonly name: string
  /** What the learners behind it are counted by, besides others. */
  readonly population: string
  /** Whether its number is one of distinct learners: not of events, nor of how often learners are counted twice. */
  readonly isOfLearners: boolean
  /** By row that has it: its variable. */
  readonly variables: ReadonlyMap<number, number>
  /** By row, where the part is an outcome: the variables of the whole and of the part. */
  readonly outcomes: ReadonlyMap<number, { readonly whole: number; readonly part: number }>
}

/** Variables of a system that are published nowhere: they follow those of figures and complements. */
export interface VirtualCells {
  readonly start: number
  readonly kinds: readonly VirtualKind[]
  /** By variable less `start`: the kind and the row where it was first met. */
  readonly places: readonly {
    readonly kind: number
    readonly row: number
    /** How often one learner is counted in it at most; who is in all m children is in their overlap m − 1 times. */
    readonly mostTimes: number
  }[]
}

/** What the differences are formed of: see `PublishedSystem`. */
export interface VirtualTerms {
  readonly tables: readonly PublishedTable[]
  readonly geometries: readonly TableGeometry[]
  readonly figures: readonly Int32Array[]
  readonly complements: readonly Int32Array[]
  readonly nested: readonly NestedPopulations[]
  /** Variable of what is counted at the coordinates of a row; undefined where no table counts it there. */
  readonly counted: (
    counts: string,
    table: number,
    row: number,
    part: BaseMeasure['part'],
  ) => number | undefined
}

type Entries = readonly (readonly [variable: number, coefficient: 1 | -1])[]

/**
 * Gives every virtual cell a variable and an equation; it is never negative.
 *
 * Over event dimensions where learners do not add up: parent − child, unless an outcome, being each learner's
 * latest, can differ between the two; Σ children − parent, of complements as well. And whole − part for
 * populations nested across measures or tables.
 *
 * @param start number of variables so far
 */
export function addVirtualCells(terms: VirtualTerms, start: number, equations: SparseRows): VirtualCells {
  const kinds: VirtualKind[] = []
  const places: { kind: number; row: number; mostTimes: number }[] = []
  const known = new Map<string, number>()

  const variableFor = (entries: Entries, kind: number, row: number): number => {
    const sorted = [...entries].sort(([a], [b]) => a - b)
    const name = sorted.map(([variable, coefficient]) => `${coefficient}*${variable}`).join(' ')
    const found = known.get(name)
    if (found !== undefined) return found
    const variable = start + places.length
    known.set(name, variable)
    places.push({ kind, row, mostTimes: Math.max(1, sorted.length - 2) })
    equations.begin(variable, 2 * equations.count + 1)
    for (const [of, coefficient] of sorted) equations.entry(of, coefficient)
    equations.entry(variable, -1)
    return variable
  }
  const addKind = (
    table: number,
    { name, population, isOfLearners }: Pick<VirtualKind, 'name' | 'population' | 'isOfLearners'>,
    rows: readonly number[],
    entriesOf: (row: number) => Entries | null,
    outcomes: VirtualKind['outcomes'] = new Map(),
  ): void => {
    const variables = new Map<number, number>()
    for (const row of rows) {
      const entries = entriesOf(row)
      if (entries !== null) variables.set(row, variableFor(entries, kinds.length, row))
    }
    if (variables.size > 0) kinds.push({ table, name, population, isOfLearners, variables, outcomes })
  }

  terms.tables.forEach(({ shape }, t) => {
    const geometry = terms.geometries[t]!
    const measures = shape.baseMeasures
    const isSorted = (row: number) =>
      shape.dimensions.some(({ kind }, d) => kind === 'outcome' && codeOf(geometry, row, d) !== 0)
    const addOverlap = (variables: Int32Array, m: number, d: number, name: string, population: string) => {
      const rows = geometry.children[d]!.flatMap((children, code) =>
        children.length > 1 ? rowsWith(geometry, d, code) : [],
      )
      const kind = {
        name: `children less ${name} over ${shape.dimensions[d]!.name}`,
        population,
        isOfLearners: false,
      }
      addKind(t, kind, rows, (row) => {
        const code = codeOf(geometry, row, d)
        const children = geometry.children[d]![code]!
        const at = (other: number) =>
          variables[(row + (other - code) * geometry.strides[d]!) * measures.length + m]!
        return [...children.map((child) => [at(child), 1] as const), [at(code), -1]]
      })
    }

    measures.forEach((measure, m) => {
      const figure = (row: number) => terms.figures[t]![row * measures.length + m]!
      shape.dimensions.forEach(({ kind, name, codes }, d) => {
        if (kind !== 'event' || measure.overEvents === 'additive') return
        addOverlap(terms.figures[t]!, m, d, measure.name, measure.counts)
        const whole = measures.find((other) => other.name === measure.within)
        if (whole !== undefined && whole.overEvents !== 'additive')
          addOverlap(terms.complements[t]!, m, d, `${whole.name} less ${measure.name}`, whole.counts)
        if (measure.overEvents === 'latest') return
        geometry.children[d]!.forEach((children, parent) => {
          if (children.length < 2) return
          const rows = rowsWith(geometry, d, parent).filter((row) => !isSorted(row))
          for (const child of children) {
            const kind = {
              name: `${measure.name} outside ${name} ${codes[child]!.code}`,
              population: measure.counts,
              isOfLearners: true,
            }
            addKind(t, kind, rows, (row) => {
              const below = row + (child - parent) * geometry.strides[d]!
              return [[figure(row), 1] as const, [figure(below), -1]]
            })
          }
        })
      })
      for (const { whole, outcome, sorts } of wholesOf(measure, measures, terms.nested)) {
        const wholeAt = (row: number) => terms.counted(whole, t, row, sorts ? null : measure.part)
        const outcomes = new Map<number, { whole: number; part: number }>()
        for (let row = 0; outcome && row < geometry.size; row++) {
          const all = wholeAt(row)
          if (all !== undefined) outcomes.set(row, { whole: all, part: figure(row) })
        }
        const restOf = (row: number): Entries | null => {
          const all = wholeAt(row)
          return all === undefined ? null : [[all, 1] as const, [figure(row), -1]]
        }
        const kind = {
          name: `${whole} less ${measure.name}`,
          population: whole,
          isOfLearners: measure.type === 'learners',
        }
        addKind(t, kind, [...terms.tables[t]!.rows.keys()], restOf, outcomes)
      }
    })
  })
  return { start, kinds, places }
}

/** The populations that a measure is nested in, but for the one it is `within`. */
function wholesOf(
  measure: BaseMeasure,
  measures: readonly BaseMeasure[],
  nested: readonly NestedPopulations[],
): readonly { readonly whole: string; readonly outcome: boolean; readonly sorts: boolean }[] {
  const own = measures.find(({ name }) => name === measure.within)?.counts
  const declared = nested
    .filter(({ whole, part }) => part === measure.counts && whole !== own)
    .map(({ whole, outcome }) => ({ whole, outcome, sorts: false }))
  const isAlone = measure.part !== null && measure.within === null
  return isAlone ? [...declared, { whole: measure.counts, outcome: true, sorts: true }] : declared
}
