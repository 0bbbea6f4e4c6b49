import { expect } from 'vitest'
import { judgeLonger, type PastRelease } from './longer-periods.ts'
import { readLearners, readViews } from './months-of-learners.ts'
import { nestedDifferences } from './subtraction-attacker.ts'

/** Contributors that a figure must have. */
export const k = 10

/**
 * Combinations of at most four published numbers: of learners that count 1 to k − 1, or of views to which so few contributed.
 * Of how often learners are in several periods the number counts, as everywhere.
 */
export function smallGroups(
  learners: readonly number[],
  releases: readonly PastRelease[],
): readonly string[] {
  const tables = releases.flatMap(({ published }) => published)
  const isFew = (count: number) => count > 0 && count < k
  const fewSaw = (_: number, views: Int32Array) =>
    isFew(views.reduce((sum, one, kind) => sum + (one > 0 ? learners[kind]! : 0), 0))
  return [
    ...nestedDifferences(readLearners(tables), isFew, 4),
    ...nestedDifferences(readViews(tables), fewSaw, 4),
  ].map(({ names }) => names.join(' '))
}

/**
 * Of how many populations a release tells small groups together with those that it is made of, though none does by
 * itself: the audit must refuse each.
 */
export async function disclosedTogether(
  populations: readonly (readonly number[])[],
  make: (learners: readonly number[]) => Promise<{ past: readonly PastRelease[]; released: PastRelease }>,
): Promise<number> {
  let found = 0
  for (const learners of populations) {
    const { past, released } = await make(learners)
    for (const one of [...past, released]) expect(smallGroups(learners, [one])).toEqual([])
    if (smallGroups(learners, [...past, released]).length === 0) continue
    found++
    expect((await judgeLonger(released, past)).report.passed).toBe(false)
  }
  return found
}
