import { fc, test } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import type { Cell, PublishedTable, TabulatedTable } from '../../schemas/cell.ts'
import { auditRelease } from '../../transforms/audit/verdict.ts'
import { applyPattern } from '../../transforms/disclosure/apply-pattern.ts'
import { protectTables } from '../../transforms/disclosure/protect-tables.ts'
import { auditParameters, countTable, dimension, flat, held, limits, unlimited } from './disclosure/tables.ts'

const regions = dimension('region', flat('x', 'y', 'z'))
const outcomes = dimension(
  'outcome',
  { passed: '_T', failed: '_T', p50: 'passed', p70: 'passed', f0: 'failed', f50: 'failed' },
  'outcome',
)
const leaves = regions.codes
  .slice(1)
  .flatMap(({ code }) => ['p50', 'p70', 'f0', 'f50'].map((band) => `${code} ${band}`))

/** Pass counts by region, and score bands within passed and failed by region: two tables about the same scores. */
function release(counts: readonly number[], linked: boolean): readonly TabulatedTable[] {
  const scores = Object.fromEntries(leaves.map((leaf, i) => [leaf, counts[i]!]))
  const bands = countTable([regions, outcomes], scores, 'protect', 'bands')
  const at = (region: string, outcome: string) =>
    bands.cells.find(({ coordinates }) => coordinates[0] === region && coordinates[1] === outcome)!
  const [learners] = bands.shape.baseMeasures
  const cells = regions.codes.map(({ code }): Cell => {
    const of = (outcome: string) => at(code, outcome).measures[0]!
    return { ...at(code, '_T'), coordinates: [code], measures: [of('_T'), of('passed')] }
  })
  const passed = {
    ...learners!,
    name: 'passed',
    within: 'learners',
    atMost: ['learners'],
    where: 'passed',
    ...(linked
      ? { part: { dimension: 'outcome', code: 'passed', rest: 'failed' } }
      : { counts: 'learners passed' }),
  }
  const shape = { ...bands.shape, id: 'passes', dimensions: [regions], baseMeasures: [learners!, passed] }
  return [{ shape, cells }, bands]
}

async function publish(tables: readonly TabulatedTable[]): Promise<readonly PublishedTable[]> {
  const { patterns } = await protectTables(held(...tables), {
    ...limits,
    intervalWidth: 10,
    singletons: true,
    coalition: 2,
  })
  return applyPattern(held(...tables), patterns, auditParameters, [])
}

/** Groups of 1 to 9 learners that a reader forms from a pass count and the bands of one region. */
function smallGroups([passes, bands]: readonly PublishedTable[]): readonly string[] {
  return passes!.rows.flatMap(({ coordinates: [region], figures }) => {
    const [assessed, passed] = figures.map(({ value }) => value)
    const band = (code: string) =>
      bands!.rows.find(({ coordinates }) => coordinates[0] === region && coordinates[1] === code)!.figures[0]!
        .value
    const differences: readonly [number | null | undefined, number | null][] = [
      [passed, band('p50')],
      [passed, band('p70')],
      [assessed == null || passed == null ? null : assessed - passed, band('f0')],
      [assessed == null || passed == null ? null : assessed - passed, band('f50')],
    ]
    return differences.flatMap(([whole, part]) =>
      whole != null && part != null && whole - part > 0 && whole - part < 10 ? [`${region}`] : [],
    )
  })
}

const small = fc.array(fc.integer({ min: 0, max: 40 }), {
  minLength: leaves.length,
  maxLength: leaves.length,
})

test.prop([small], { numRuns: 40 })('no band follows from a pass count', async (counts) => {
  const tables = release(counts, true)
  const published = await publish(tables)
  expect(smallGroups(published)).toEqual([])
  const { report } = await auditRelease(published, held(...tables), auditParameters, unlimited)
  expect(report.findings).toEqual([])
})

it('the attack succeeds where pass counts and bands are not known to be one thing', async () => {
  const broken: number[] = []
  for (const [i, counts] of fc.sample(small, { seed: 1, numRuns: 60 }).entries())
    if (smallGroups(await publish(release(counts, false))).length > 0) broken.push(i)
  expect(broken).not.toEqual([])
})
