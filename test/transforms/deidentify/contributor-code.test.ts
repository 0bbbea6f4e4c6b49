import { expect, it } from 'vitest'
import { assignCodes } from '../../../transforms/deidentify/contributor-code.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()
const salts = Array.from({ length: 20 }, (_, i) => `salt ${i}`)

/** The codes of persons 1 to n, in the order of their numbers. */
async function codes(salt: string, n: number): Promise<readonly number[]> {
  await database.run(assignCodes(`SELECT CAST(range AS INTEGER) AS person FROM range(1, ${n + 1})`, salt))
  return (await valuesOf(database, 'SELECT code FROM vault.code ORDER BY person')).map(([code]) =>
    Number(code),
  )
}

/** Spearman's rank correlation of a permutation of 1…n with the identity. */
function correlation(permutation: readonly number[]): number {
  const n = permutation.length
  const squares = permutation.reduce((sum, code, i) => sum + (code - i - 1) ** 2, 0)
  return 1 - (6 * squares) / (n * (n * n - 1))
}

it('runs from 1 to the number of persons', async () => {
  expect((await codes(salts[0]!, 100)).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 100 }, (_, i) => i + 1),
  )
})

it('depends on the salt, and on nothing else', async () => {
  expect(await codes(salts[0]!, 100)).not.toEqual(await codes(salts[1]!, 100))
  expect(await codes(salts[0]!, 100)).toEqual(await codes(salts[0]!, 100))
})

it('takes a salt as it is', async () => {
  expect(await codes("it's", 3)).toHaveLength(3)
})

it('has no relation to the order of persons', async () => {
  // A random permutation of 1000 has a rank correlation with standard deviation 1 / √999.
  const found: number[] = []
  for (const salt of salts) found.push(correlation(await codes(salt, 1000)))
  expect(Math.max(...found.map(Math.abs))).toBeLessThan(4 / Math.sqrt(999))
  expect(Math.abs(found.reduce((sum, r) => sum + r, 0) / salts.length)).toBeLessThan(
    4 / Math.sqrt(999 * salts.length),
  )
})

it('spreads any one person over all codes', async () => {
  const first: number[] = []
  for (const salt of salts) first.push((await codes(salt, 10))[0]!)
  expect(new Set(first).size).toBeGreaterThan(5)
})
