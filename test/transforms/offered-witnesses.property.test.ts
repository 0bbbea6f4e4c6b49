import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { auditRelease } from '../../transforms/audit/verdict.ts'
import { applyPattern } from '../../transforms/disclosure/apply-pattern.ts'
import { protectTables } from '../../transforms/disclosure/protect-tables.ts'
import { countTable, dimension, flat, held, limits } from './disclosure/tables.ts'

const places = dimension('place', { n: '_T', s: '_T', n1: 'n', n2: 'n', n3: 'n', s1: 's', s2: 's' })
const rings = dimension('place', { in: '_T', out: '_T', n1: 'in', s1: 'in', n2: 'out', n3: 'out', s2: 'out' })
const ages = dimension('age', flat('young', 'mid', 'old'))
const counts = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 3, max: 60 }))
const parameters = {
  minimumContributors: 5,
  intervalWidth: 5,
  relativeWidth: 0,
  percentageBase: 20,
  outcomeDiversity: 1,
  dominance: { ...limits.dominance, minutesPerLearner: 6000 },
}
const budget = { now: () => 0, deadline: 60_000 }

const linkedTables = fc.array(counts, { minLength: 15, maxLength: 15 }).map((values) => {
  const names = ['n1', 'n2', 'n3', 's1', 's2'].flatMap((place) =>
    ['young', 'mid', 'old'].map((age) => ({ place, age })),
  )
  const leaves = Object.fromEntries(names.map(({ place, age }, i) => [`${place} ${age}`, values[i]!]))
  const byPlace: Record<string, number> = {}
  names.forEach(({ place }, i) => {
    byPlace[place] = (byPlace[place] ?? 0) + values[i]!
  })
  return held(
    countTable([places, ages], leaves, 'publish', 'places'),
    countTable([rings], byPlace, 'publish', 'rings'),
  )
})

it('what the suppression offers spares the audit its programs, and changes no verdict', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(linkedTables, fc.boolean(), async (tables, hidesLess) => {
      const { patterns, unproven, witnesses, withheld } = await protectTables(tables, {
        ...limits,
        minimumContributors: 5,
        intervalWidth: 5,
      })
      // A pattern that was not proven: what was hidden for the sake of others is published again.
      const shown = patterns.map(({ table, rows }) => ({
        table,
        rows: rows.map((row) =>
          hidesLess && row.status === 'complementary' ? { status: 'published' as const, reasons: [] } : row,
        ),
      }))
      const candidate = applyPattern(tables, shown, { minimumContributors: 5, percentageBase: 20 }, withheld)
      const judge = async (offers: typeof witnesses) =>
        (await auditRelease(candidate, tables, parameters, budget, undefined, undefined, offers)).report
      const [alone, helped] = [await judge([]), await judge(witnesses)]
      const rulesOf = ({ findings }: typeof alone) => findings.map((one) => JSON.stringify(one)).sort()
      expect(rulesOf(helped)).toEqual(rulesOf(alone))
      if (!hidesLess && unproven.length === 0) expect(helped.facts.linearPrograms).toBe(0)
    }),
    { numRuns: 25 },
  )
})
