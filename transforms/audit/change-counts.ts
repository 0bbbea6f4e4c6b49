import type { Move } from '../../schemas/change.ts'
import { codeOf, type TableGeometry } from './table-geometry.ts'

/** For each dimension and code: 1 at the code itself and at each of its ancestors. */
function ancestry({ counts, children }: TableGeometry): readonly (readonly Uint8Array[])[] {
  return counts.map((count, d) => {
    const marks = Array.from({ length: count }, (_, code) => {
      const mark = new Uint8Array(count)
      mark[code] = 1
      return mark
    })
    // Parents precede their children.
    for (let code = 0; code < count; code++)
      for (const child of children[d]![code]!)
        marks[code]!.forEach((one, above) => {
          if (one === 1) marks[child]![above] = 1
        })
    return marks
  })
}

/**
 * Counts who entered and who left rows of one table, row by row from the moves between its leaf rows.
 */
export class ChangeCounts {
  readonly #geometry: TableGeometry
  readonly #moves: readonly Move[]
  readonly #above: readonly (readonly Uint8Array[])[]
  /** Whether anybody moved from one leaf row to another: only then do entries not add up. */
  readonly #movedWithin: boolean
  /** By row: who was in no row before, and who is in none now. Sums over leaf rows, so that they add up. */
  readonly joined: Float64Array
  readonly departed: Float64Array
  /** By row: who came from another leaf row, and who went to one; sums likewise, moves within a row among them. */
  readonly movedIn: Float64Array
  readonly movedOut: Float64Array

  constructor(geometry: TableGeometry, moves: readonly Move[]) {
    this.#geometry = geometry
    this.#moves = moves
    this.#above = ancestry(geometry)
    this.#movedWithin = moves.some(({ from, to }) => from >= 0 && to >= 0)
    this.joined = new Float64Array(geometry.size)
    this.departed = new Float64Array(geometry.size)
    this.movedIn = new Float64Array(geometry.size)
    this.movedOut = new Float64Array(geometry.size)
    for (const { from, to, learners } of moves) {
      if (to >= 0) this.#add(from < 0 ? this.joined : this.movedIn, to, learners)
      if (from >= 0) this.#add(to < 0 ? this.departed : this.movedOut, from, learners)
    }
  }

  /** Learners who entered, and who left, a set of rows without common leaves. */
  of(rows: readonly number[]): { readonly entered: number; readonly left: number } {
    let [entered, left] = [0, 0]
    if (!this.#movedWithin) {
      for (const row of rows) {
        entered += this.joined[row]!
        left += this.departed[row]!
      }
      return { entered, left }
    }
    for (const { from, to, learners } of this.#moves) {
      const before = from >= 0 && rows.some((row) => this.#contains(row, from))
      const after = to >= 0 && rows.some((row) => this.#contains(row, to))
      if (after && !before) entered += learners
      if (before && !after) left += learners
    }
    return { entered, left }
  }

  #contains(row: number, leaf: number): boolean {
    return this.#above.every(
      (marks, d) => marks[codeOf(this.#geometry, leaf, d)]![codeOf(this.#geometry, row, d)] === 1,
    )
  }

  #add(sums: Float64Array, leaf: number, learners: number): void {
    const { counts, strides } = this.#geometry
    let rows = [0]
    for (let d = 0; d < counts.length; d++) {
      const marks = this.#above[d]![codeOf(this.#geometry, leaf, d)]!
      const codes = [...marks.keys()].filter((code) => marks[code] === 1)
      rows = rows.flatMap((row) => codes.map((code) => row + code * strides[d]!))
    }
    for (const row of rows) sums[row]! += learners
  }
}
