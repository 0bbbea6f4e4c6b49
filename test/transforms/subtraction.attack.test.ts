import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import type { PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import type { NestedPopulations } from '../../schemas/nested-populations.ts'
import { projectReader } from '../../transforms/audit/reader-assumptions.ts'
import { auditFromOutside, auditRelease } from '../../transforms/audit/verdict.ts'
import { applyPattern } from '../../transforms/disclosure/apply-pattern.ts'
import { protectTables } from '../../transforms/disclosure/protect-tables.ts'
import { activeTable, apart, readFigures, registeredTable, someLearners } from './active-learners.ts'
import { auditParameters, held, limits, unlimited } from './disclosure/tables.ts'
import { nestedDifferences } from './subtraction-attacker.ts'

const k = 10
const parameters = { ...auditParameters, minimumContributors: k, intervalWidth: k }
const isActive: readonly NestedPopulations[] = [
  { whole: 'registered', part: 'active', outcome: false, because: 'only registered learners are active' },
]

async function publish(
  tables: readonly TabulatedTable[],
  nested: readonly NestedPopulations[] = [],
): Promise<readonly PublishedTable[]> {
  const change = { intervalWidth: k, singletons: true, coalition: 2, nested }
  const { patterns } = await protectTables(held(...tables), { ...limits, ...change })
  return applyPattern(held(...tables), patterns, parameters, [])
}

/** Combinations of at most four published figures that count 1 to k − 1 learners. */
function smallGroups(tables: readonly PublishedTable[]): readonly string[] {
  const few = (value: number) => value > 0 && value < k
  return nestedDifferences(readFigures(tables), few, 4).map(({ names }) => names.join(' '))
}

/** Names of what the attack gets at in any of many months. */
async function harvest(
  release: (learners: readonly number[]) => Promise<readonly PublishedTable[]>,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const learners of fc.sample(someLearners, { seed: 1, numRuns: 25 }))
    found.push(...smallGroups(await release(learners)))
  return found
}

describe('subtraction (attack 18)', { timeout: 240_000 }, () => {
  test.prop([someLearners], { numRuns: 25 })(
    'no month less week, overlap of weeks, or registered less active counts 1 to 9 learners',
    async (learners) => {
      const tables = [activeTable(learners), registeredTable(learners)]
      const published = await publish(tables, isActive)
      expect(smallGroups(published)).toEqual([])
      const { report } = await auditRelease(
        published,
        held(...tables),
        parameters,
        unlimited,
        projectReader,
        isActive,
      )
      expect(report.findings).toEqual([])
      expect((await auditFromOutside(published, parameters, unlimited, isActive)).findings).toEqual([])
    },
    240_000,
  )

  it('succeeds where months and weeks are not known to count the same learners', async () => {
    const found = await harvest((learners) => publish(apart(activeTable(learners))))
    const [lessWeek, overlap] = [
      /^\+active \S+ _T -active \S+ w\d$/,
      /^-active \S+ _T( \+active \S+ w\d){3}$/,
    ]
    expect(found.some((name) => lessWeek.test(name))).toBe(true)
    expect(found.some((name) => overlap.test(name))).toBe(true)
  })

  it('succeeds where active learners are not known to be registered', async () => {
    const found = await harvest((learners) => publish([activeTable(learners), registeredTable(learners)]))
    expect(found.some((name) => /^-active (\S+) _T \+registered \1$/.test(name))).toBe(true)
  })
})
