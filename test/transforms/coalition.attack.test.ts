import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TabulatedTable } from '../../schemas/cell.ts'
import { auditRelease } from '../../transforms/audit/verdict.ts'
import { applyPattern } from '../../transforms/disclosure/apply-pattern.ts'
import { protectTables } from '../../transforms/disclosure/protect-tables.ts'
import { auditParameters, countTable, dimension, flat, held, limits, unlimited } from './disclosure/tables.ts'

const regions = ['r1', 'r2', 'r3']
const groups = ['a', 'b', 'c']
const leaves = regions.flatMap((region) => groups.map((group) => `${region} ${group}`))
/** Some of four cells are small; the others are large and of different sizes. */
const large = Object.fromEntries(leaves.map((leaf, i) => [leaf, 30 + i]))
const counts = fc
  .array(fc.constantFrom(2, 2, 3, 5, 12, 15, 18), { minLength: 4, maxLength: 4 })
  .map(([a, b, c, d]) => ({ ...large, 'r1 a': a!, 'r1 b': b!, 'r2 a': c!, 'r2 b': d! }))

/** Leaves that a release hides; the totals of regions and groups are published in these examples, or it is null. */
async function hiddenLeaves(table: TabulatedTable, coalition: number): Promise<readonly string[] | null> {
  const own = { ...limits, intervalWidth: 10, singletons: true, coalition }
  const { patterns, withheld } = await protectTables(held(table), own)
  const candidate = applyPattern(held(table), patterns, auditParameters, withheld)
  const hidden = candidate[0]!.rows.filter(({ figures }) => figures[0]!.value === null)
  if (hidden.some(({ coordinates }) => coordinates.includes('_T'))) return null
  const reader = { hiddenAtLeast: 1, singletons: true, coalition } as const
  const { report } = await auditRelease(candidate, held(table), auditParameters, unlimited, reader)
  expect(report.findings).toEqual([])
  return hidden.map(({ coordinates }) => coordinates.join(' '))
}

/**
 * Tries all counts of the hidden leaves with the published totals that leave the count of one of them, which its two
 * contributors know, and says which small group then has one count only.
 */
function computed(
  truth: Readonly<Record<string, number>>,
  hidden: readonly string[],
): readonly (readonly [known: string, victim: string])[] {
  const lines = [...regions, ...groups].map((code) => leaves.filter((leaf) => leaf.split(' ').includes(code)))
  const found: (readonly [string, string])[] = []
  for (const known of hidden.filter((leaf) => truth[leaf] === 2)) {
    const tried = new Map(Object.entries(truth).filter(([leaf]) => !hidden.includes(leaf) || leaf === known))
    const open = hidden.filter((leaf) => leaf !== known)
    const seen = new Map<string, Set<number>>(open.map((leaf) => [leaf, new Set()]))
    const fits = () =>
      lines.every((line) => {
        const whole = line.reduce((sum, leaf) => sum + truth[leaf]!, 0)
        const parts = line.flatMap((leaf) => tried.get(leaf) ?? [])
        const sum = parts.reduce((a, b) => a + b, 0)
        return parts.length === line.length ? sum === whole : sum + line.length - parts.length <= whole
      })
    const visit = (i: number): void => {
      if (i === open.length) {
        for (const leaf of open) seen.get(leaf)!.add(tried.get(leaf)!)
        return
      }
      for (let value = 1; value <= 40; value++) {
        tried.set(open[i]!, value)
        if (fits()) visit(i + 1)
      }
      tried.delete(open[i]!)
    }
    visit(0)
    for (const leaf of open) if (truth[leaf]! < 10 && seen.get(leaf)!.size === 1) found.push([known, leaf])
  }
  return found
}

it('two in one cell compute no small group, and would if only lone contributors were reckoned with', {
  timeout: 120_000,
}, async () => {
  let [attacked, broken] = [0, 0]
  for (const truth of fc.sample(counts, { seed: 1, numRuns: 20 })) {
    const table = countTable(
      [dimension('region', flat(...regions)), dimension('group', flat(...groups))],
      truth,
    )
    for (const coalition of [2, 1]) {
      const hidden = await hiddenLeaves(table, coalition)
      if (hidden === null || hidden.length > 6) continue
      const leaks = computed(truth, hidden).length
      if (coalition === 2) {
        attacked++
        expect(leaks).toBe(0)
      } else if (leaks > 0) broken++
    }
  }
  expect(broken).toBeGreaterThan(0)
  expect(attacked).toBeGreaterThan(9)
})
