import type { LeafRows } from './leaf-rows.ts'

/** Leaves that no shown row tells apart. */
export interface LeafClasses {
  /** By leaf: its class. */
  readonly of: Int32Array
  readonly members: readonly (readonly number[])[]
  /** The class of leaves that no shown row holds; −1 where there are none. */
  readonly free: number
}

/** Classes of leaves by what is shown, the last few of them kept. */
export class KnownClasses {
  readonly #rows: LeafRows
  readonly #fixed: Uint8Array | null
  #last: readonly { readonly shown: Uint8Array; readonly classes: LeafClasses }[] = []

  constructor(rows: LeafRows, fixed: Uint8Array | null) {
    this.#rows = rows
    this.#fixed = fixed
  }

  of(shown: Uint8Array): LeafClasses {
    const known = this.#last.find((one) => one.shown.every((is, row) => is === shown[row]))
    if (known !== undefined) return known.classes
    const classes = leafClasses(this.#rows, shown, this.#fixed)
    this.#last = [{ shown: shown.slice(), classes }, ...this.#last].slice(0, 2)
    return classes
  }
}

/** Splits all leaves by one shown row after the other; classes come in the order of their first leaves. */
function leafClasses({ leaves, below }: LeafRows, shown: Uint8Array, fixed: Uint8Array | null): LeafClasses {
  const parts = new Int32Array(leaves.length)
  let count = 1
  for (let row = 0; row < shown.length; row++) {
    if (shown[row] !== 1 && fixed?.[row] !== 1) continue
    const inside = new Map<number, number>()
    for (const leaf of below[row]!) {
      const part = inside.get(parts[leaf]!) ?? count++
      inside.set(parts[leaf]!, part)
      parts[leaf] = part
    }
  }
  const index = new Map<number, number>()
  const members: number[][] = []
  const of = parts.map((part, leaf) => {
    const found = index.get(part) ?? members.length
    if (found === members.length) {
      index.set(part, found)
      members.push([])
    }
    members[found]!.push(leaf)
    return found
  })
  // What no row has split off is in none.
  return { of, members, free: index.get(0) ?? -1 }
}
