import { fc, test } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import type { PublishedTable } from '../../schemas/cell.ts'
import type { DominanceLimits } from '../../schemas/dominance.ts'
import { auditRelease } from '../../transforms/audit/verdict.ts'
import { applyPattern } from '../../transforms/disclosure/apply-pattern.ts'
import { protectTables } from '../../transforms/disclosure/protect-tables.ts'
import { parameters, unlimited } from './audit/tables.ts'
import { held, limits } from './disclosure/tables.ts'
import { minutesTable } from './magnitudes.ts'

type Regions = Readonly<Record<string, readonly number[]>>

/** Per cent of the truth that an estimate must miss. */
const promised = 10
const coalition = 2
const inForce: DominanceLimits = { p: promised, coalition, concentration: null }
/** As good as off: the policy allows no less. */
const tiny: DominanceLimits = { p: 1, coalition: 0, concentration: null }

async function publish(regions: Regions, dominance: DominanceLimits, type: 'sum' | 'events' = 'sum') {
  const tables = held(minutesTable(regions, 3, type))
  const protection = { ...limits, intervalWidth: 10, singletons: true, dominance }
  const { patterns } = await protectTables(tables, protection)
  const published = applyPattern(tables, patterns, { minimumContributors: 10, percentageBase: 20 }, [])
  const audited = { ...parameters, outcomeDiversity: 1, dominance: { ...dominance, minutesPerLearner: 6000 } }
  const { report } = await auditRelease(published, tables, audited, unlimited)
  return { published: published[0]!, report }
}

/**
 * Estimates of single learners within the promised per cent: everyone whom up to two others of the same region, or
 * anywhere in the total, find by taking their own minutes off a sum: their region's where it is published, and else
 * that of all hidden regions, which is the total less the published ones.
 */
function estimated({ rows }: PublishedTable, regions: Regions): readonly string[] {
  const [total, ...parts] = rows.map(({ figures }) => figures[1]!.value)
  const rest = parts.reduce<number>((sum, part) => sum - (part ?? 0), total ?? Number.POSITIVE_INFINITY)
  return rows.flatMap(({ coordinates: [region], figures: [, minutes] }) => {
    const bound = minutes!.value ?? (region === '_T' ? Number.POSITIVE_INFINITY : rest)
    const own = region === '_T' ? Object.values(regions).flat() : regions[region!]!
    return own.flatMap((truth, victim) => {
      const colluders = own
        .filter((_, i) => i !== victim)
        .toSorted((a, b) => b - a)
        .slice(0, coalition)
      const estimate = colluders.reduce((left, known) => left - known, bound)
      return 100 * Math.abs(estimate - truth) < promised * truth ? [`${region}: ${truth}`] : []
    })
  })
}

/** Twelve to sixteen learners a region, most with few minutes, some with very many. */
const region = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 6000 })), {
  minLength: 12,
  maxLength: 16,
})
const dominated = fc
  .tuple(region, fc.integer({ min: 500, max: 6000 }))
  .map(([others, most]) => [most, ...others.map((minutes) => minutes % 20)])
const quiet = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 12, maxLength: 16 })
const regions = fc.record({
  a: dominated,
  b: fc.oneof(quiet, region),
  c: fc.oneof(region, dominated),
  d: region,
})

const known = {
  a: [3000, 200, 150, ...Array<number>(10).fill(20)],
  b: Array<number>(12).fill(300),
  c: Array<number>(12).fill(250),
}

it('two colluders estimate the third where the rule is as good as off', async () => {
  const { published } = await publish(known, tiny)
  expect(estimated(published, known)).toEqual(['a: 3000'])
})

it('they do not where it is in force', async () => {
  const { published, report } = await publish(known, inForce)
  expect(estimated(published, known)).toEqual([])
  expect(published.rows.map(({ figures }) => figures[1]!.status)).toEqual(['A', 'c', 'c', 'A'])
  expect(report.findings).toEqual([])
})

it('the audit by itself withholds what they could estimate', async () => {
  const table = minutesTable(known)
  const rows = table.cells.map(({ coordinates, measures }) => ({
    coordinates,
    figures: measures.map(({ value }) => ({ value, status: 'A' as const })),
  }))
  const { report } = await auditRelease([{ shape: table.shape, rows }], held(table), parameters, unlimited)
  expect(report.findings.map(({ rule, coordinates }) => [rule, ...coordinates])).toEqual([
    ['published-primary', 'a'],
  ])
})

test.prop([regions, fc.constantFrom('sum', 'events')], { numRuns: 25 })(
  'nobody in a published sum or number of views is estimated within 10 % by two others',
  async (given, type) => {
    const { published, report } = await publish(given, inForce, type)
    expect(estimated(published, given)).toEqual([])
    expect(report.findings).toEqual([])
  },
)

it('the same attack succeeds again and again where the rule is as good as off', async () => {
  let broken = 0
  for (const given of fc.sample(regions, { seed: 1, numRuns: 25 }))
    if (estimated((await publish(given, tiny)).published, given).length > 0) broken++
  expect(broken).toBeGreaterThan(12)
})
