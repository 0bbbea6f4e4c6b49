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

function leafClasses({ above }: LeafRows, shown: Uint8Array, fixed: Uint8Array | null): LeafClasses {
  const index = new Map<string, number>()
  const members: number[][] = []
  const of = Int32Array.from(above, (rows, leaf) => {
    const signature = rows.filter((row) => shown[row] === 1 || fixed?.[row] === 1).join(' ')
    const found = index.get(signature) ?? members.length
    if (found === members.length) {
      index.set(signature, found)
      members.push([])
    }
    members[found]!.push(leaf)
    return found
  })
  return { of, members, free: index.get('') ?? -1 }
}
