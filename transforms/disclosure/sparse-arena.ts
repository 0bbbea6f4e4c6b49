/** Entries of many sparse vectors in two typed arrays that grow at their end. */
export class SparseArena {
  places: Int32Array
  values: Int32Array
  end = 0

  constructor(room: number) {
    this.places = new Int32Array(room)
    this.values = new Int32Array(room)
  }

  /** Takes the next `count` entries and returns where they start; views of the arrays before are stale then. */
  take(count: number): number {
    const start = this.end
    this.end += count
    if (this.end > this.places.length) {
      const room = Math.max(this.end, Math.ceil(this.places.length * 1.5))
      const { places, values } = this
      this.places = new Int32Array(room)
      this.values = new Int32Array(room)
      this.places.set(places.subarray(0, start))
      this.values.set(values.subarray(0, start))
    }
    return start
  }
}
