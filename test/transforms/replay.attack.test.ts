import { describe, expect, it } from 'vitest'
import { type Replayed, replay } from './disclosure/replay.ts'

const values = [3, 9, 12]
const tables = values.flatMap((a) => values.flatMap((b) => values.map((c) => [[a, b, c]])))

/** Sums over all tables of three cells and their total. */
async function attackAll(keys: readonly string[]): Promise<Replayed> {
  const sum = { primaries: 0, exact: 0, narrowed: 0, narrowAnyway: 0 }
  for (const table of tables) {
    const one = await replay(table, 'the secret key', keys)
    for (const name of ['primaries', 'exact', 'narrowed', 'narrowAnyway'] as const) sum[name] += one[name]
  }
  return sum
}

describe('replaying the suppression (attack 9)', { timeout: 240_000 }, () => {
  it('gives figures away to who knows the key', async () => {
    const { exact, narrowed, narrowAnyway } = await attackAll(['the secret key'])
    expect(narrowAnyway).toBe(0)
    expect(exact).toBeGreaterThan(0)
    expect(narrowed).toBeGreaterThan(14)
  })

  it('gives nobody away exactly without the key, and few narrowly', async () => {
    const { primaries, exact, narrowed } = await attackAll(['a guess', 'another'])
    // Of 54: a reader knows that the hidden figure that is not primary is at least the threshold.
    expect({ primaries, exact, narrowed }).toEqual({ primaries: 54, exact: 0, narrowed: 17 })
  })
})
