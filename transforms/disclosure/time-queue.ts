/** A heap of distinct times, earliest first, each queued at most once until the next `clear`. */
export class TimeQueue {
  readonly #heap: Int32Array
  readonly #round: Int32Array
  #now = 1
  #length = 0

  constructor(size: number) {
    this.#heap = new Int32Array(size + 1)
    this.#round = new Int32Array(size)
  }

  clear(): void {
    this.#now++
    this.#length = 0
  }

  push(time: number): void {
    if (this.#round[time] === this.#now) return
    this.#round[time] = this.#now
    const heap = this.#heap
    let at = this.#length++
    while (at > 0) {
      const above = (at - 1) >> 1
      if (heap[above]! <= time) break
      heap[at] = heap[above]!
      at = above
    }
    heap[at] = time
  }

  /** The earliest time; −1 if there is none. */
  pop(): number {
    if (this.#length === 0) return -1
    const heap = this.#heap
    const first = heap[0]!
    const length = --this.#length
    const last = heap[length]!
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= length) break
      if (below + 1 < length && heap[below + 1]! < heap[below]!) below++
      if (heap[below]! >= last) break
      heap[at] = heap[below]!
      at = below
    }
    heap[at] = last
    return first
  }
}
