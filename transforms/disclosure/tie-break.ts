import { createHash } from 'node:crypto'

/**
 * A keyed hash of coordinates, made of HalfSipHash-1-3's rounds: who lacks the key cannot tell which of
 * two rows that are alike is hidden. Each name is hashed once.
 *
 * @returns a function with values from 0 to 2^53 − 1
 * @see Aumasson and Bernstein (2012), SipHash: a fast short-input PRF
 */
export function keyedTie(
  secret: string,
): (counts: string, coordinates: readonly (readonly [dimension: string, code: string])[]) => number {
  const digest = createHash('sha256').update(secret).digest()
  const hash = new WordHash(Int32Array.from({ length: 4 }, (_, i) => digest.readInt32LE(4 * i)))
  const dimensions = new Map<string, Map<string, number>>()
  const wordOf = (dimension: string, code: string): number => {
    let codes = dimensions.get(dimension)
    if (codes === undefined) {
      codes = new Map()
      dimensions.set(dimension, codes)
    }
    let word = codes.get(code)
    if (word === undefined) {
      hash.start()
      hash.absorb(dimension.length)
      for (const name of [dimension, code])
        for (let i = 0; i < name.length; i++) hash.absorb(name.charCodeAt(i))
      hash.finish()
      word = hash.low
      codes.set(code, word)
    }
    return word
  }
  const words: number[] = []
  return (counts, coordinates) => {
    words.length = 0
    words.push(wordOf('', counts))
    for (let i = 0; i < coordinates.length; i++) words.push(wordOf(coordinates[i]![0], coordinates[i]![1]))
    hash.start()
    for (let i = 0; i < words.length; i++) hash.absorb(words[i]!)
    hash.finish()
    return (hash.low >>> 0) * 0x200000 + (hash.high >>> 11)
  }
}

/** HalfSipHash's state, started from a key of 128 bits. */
class WordHash {
  readonly #key: Int32Array
  #a = 0
  #b = 0
  #c = 0
  #d = 0

  constructor(key: Int32Array) {
    this.#key = key
  }

  get low(): number {
    return this.#b ^ this.#d
  }

  get high(): number {
    return this.#a ^ this.#c
  }

  start(): void {
    this.#a = this.#key[0]!
    this.#b = this.#key[1]!
    this.#c = this.#key[2]!
    this.#d = this.#key[3]!
  }

  absorb(word: number): void {
    this.#d ^= word
    this.#stir(1)
    this.#a ^= word
  }

  finish(): void {
    this.#c ^= 0xff
    this.#stir(3)
  }

  #stir(rounds: number): void {
    let a = this.#a
    let b = this.#b
    let c = this.#c
    let d = this.#d
    for (let i = 0; i < rounds; i++) {
      a = (a + b) | 0
      b = ((b << 5) | (b >>> 27)) ^ a
      a = (a << 16) | (a >>> 16)
      c = (c + d) | 0
      d = ((d << 8) | (d >>> 24)) ^ c
      a = (a + d) | 0
      d = ((d << 7) | (d >>> 25)) ^ a
      c = (c + b) | 0
      b = ((b << 13) | (b >>> 19)) ^ c
      c = (c << 16) | (c >>> 16)
    }
    this.#a = a
    this.#b = b
    this.#c = c
    this.#d = d
  }
}
