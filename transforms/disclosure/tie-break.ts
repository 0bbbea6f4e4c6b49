import { createHash } from 'node:crypto'

type State = [number, number, number, number]

/**
 * A keyed hash of coordinates, made of SipHash's rounds on 32-bit words: who lacks the key cannot tell which of
 * two rows that are alike is hidden. Each name is hashed once, so that a large release costs no more than its
 * coordinates.
 *
 * @see Aumasson and Bernstein (2012), SipHash: a fast short-input PRF
 */
export function keyedTie(
  secret: string,
): (counts: string, coordinates: readonly (readonly [dimension: string, code: string])[]) => number {
  const digest = createHash('sha256').update(secret).digest()
  const key: State = [
    digest.readInt32LE(0),
    digest.readInt32LE(4),
    digest.readInt32LE(8),
    digest.readInt32LE(12),
  ]
  const names = new Map<string, Map<string, readonly [number, number]>>()
  const wordsOf = (dimension: string, code: string): readonly [number, number] => {
    let codes = names.get(dimension)
    if (codes === undefined) {
      codes = new Map()
      names.set(dimension, codes)
    }
    let words = codes.get(code)
    if (words === undefined) {
      const hash = createHash('sha256').update(JSON.stringify([dimension, code])).digest()
      words = [hash.readInt32LE(0), hash.readInt32LE(4)]
      codes.set(code, words)
    }
    return words
  }
  const state: State = [0, 0, 0, 0]
  return (counts, coordinates) => {
    for (let i = 0; i < 4; i++) state[i] = key[i]!
    for (const word of wordsOf('', counts)) absorb(state, word)
    for (const [dimension, code] of coordinates) for (const word of wordsOf(dimension, code)) absorb(state, word)
    state[2] ^= 0xff
    for (let i = 0; i < 4; i++) round(state)
    return ((state[1] ^ state[3]) >>> 0) * 0x200000 + ((state[0] ^ state[2]) >>> 11)
  }
}

function absorb(state: State, word: number): void {
  state[3] ^= word
  round(state)
  round(state)
  state[0] ^= word
}

/** One round of HalfSipHash. */
function round(state: State): void {
  let [a, b, c, d] = state
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
  state[0] = a
  state[1] = b
  state[2] = c
  state[3] = d
}
