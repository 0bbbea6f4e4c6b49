/** Union-find over 0…size−1; the least member represents its set. */
export class DisjointSets {
  readonly #parent: Int32Array

  constructor(size: number) {
    this.#parent = new Int32Array(size)
    for (let i = 0; i < size; i++) this.#parent[i] = i
  }

  find(member: number): number {
    let root = member
    while (this.#parent[root]! !== root) root = this.#parent[root]!
    for (let i = member; i !== root; ) {
      const next = this.#parent[i]!
      this.#parent[i] = root
      i = next
    }
    return root
  }

  join(left: number, right: number): void {
    const a = this.find(left)
    const b = this.find(right)
    if (a < b) this.#parent[b] = a
    else this.#parent[a] = b
  }
}
