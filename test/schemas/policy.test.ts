import { describe, expect, it } from 'vitest'
import { type Policy, policySchema } from '../../schemas/policy.ts'

const accepts = (policy: object) => policySchema.safeParse(policy).success
const defaults: Policy = policySchema.parse({})

it('defaults to what the design promises', () => {
  expect(defaults).toEqual({
    minimumContributors: 10,
    intervalWidth: 10,
    dominance: { p: 10, coalition: 2, concentration: null, minutesPerLearner: 6000 },
    effort: 'standard',
    loss: 'cells',
    outcomeDiversity: 3,
    relativeWidth: 10,
    zeros: 'protect',
    percentageBase: 20,
    rounding: 'none',
    admission: [
      'staff-or-test',
      'erasure-requested',
      'statistics-refused',
      'under-16-without-guardian',
      'deleted-over-3-years',
    ],
    quarantineShare: 0.05,
    auditSeconds: 600,
    approval: 'auto',
    approvalDays: 14,
    usefulness: { cells: 0.4, learners: 0.9 },
  })
})

const limits: readonly { limit: string; low: number; high: number; with: (n: number) => object }[] = [
  {
    limit: 'minimumContributors',
    low: 5,
    high: 1000,
    with: (n: number) => ({ minimumContributors: n, intervalWidth: 10_000 }),
  },
  {
    limit: 'intervalWidth',
    low: 5,
    high: 10_000,
    with: (n: number) => ({ minimumContributors: 5, intervalWidth: n }),
  },
  { limit: 'dominance.p', low: 1, high: 100, with: (n: number) => ({ dominance: { p: n } }) },
  { limit: 'dominance.coalition', low: 0, high: 10, with: (n: number) => ({ dominance: { coalition: n } }) },
  {
    limit: 'dominance.minutesPerLearner',
    low: 60,
    high: 525_600,
    with: (n: number) => ({ dominance: { minutesPerLearner: n } }),
  },
  {
    limit: 'dominance.concentration.contributors',
    low: 1,
    high: 10,
    with: (n: number) => ({ dominance: { concentration: { contributors: n, share: 85 } } }),
  },
  {
    limit: 'dominance.concentration.share',
    low: 1,
    high: 99,
    with: (n: number) => ({ dominance: { concentration: { contributors: 2, share: n } } }),
  },
  {
    limit: 'outcomeDiversity',
    low: 1,
    high: 1000,
    with: (n: number) => ({ outcomeDiversity: n, intervalWidth: 10_000 }),
  },
  { limit: 'percentageBase', low: 20, high: 1000, with: (n: number) => ({ percentageBase: n }) },
  { limit: 'auditSeconds', low: 1, high: 36_000, with: (n: number) => ({ auditSeconds: n }) },
]
describe.each(limits)('$limit', ({ low, high, with: policyWith }) => {
  it('takes both ends of its range', () => {
    expect([low, high].map((n) => accepts(policyWith(n)))).toEqual([true, true])
  })
  it('refuses what lies below, above or between whole numbers', () => {
    expect([low - 1, high + 1, low + 0.5, Number.NaN].map((n) => accepts(policyWith(n)))).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})

it.each([
  { share: 0, accepted: true },
  { share: 0.5, accepted: true },
  { share: -0.01, accepted: false },
  { share: 0.51, accepted: false },
])('a quarantineShare of $share is accepted: $accepted', ({ share, accepted }) => {
  expect(accepts({ quarantineShare: share })).toBe(accepted)
})

it.each([
  { intervalWidth: 10, minimumContributors: 11, accepted: false },
  { intervalWidth: 11, minimumContributors: 11, accepted: true },
  { intervalWidth: 9, minimumContributors: 10, accepted: false },
])(
  'an interval of $intervalWidth beside a threshold of $minimumContributors is accepted: $accepted',
  ({ accepted, ...policy }) => {
    expect(accepts(policy)).toBe(accepted)
  },
)

it.each([
  { outcomeDiversity: 10, accepted: true },
  { outcomeDiversity: 11, accepted: false },
])('an interval of 10 beside a diversity of $outcomeDiversity is accepted: $accepted', (given) => {
  expect(accepts({ outcomeDiversity: given.outcomeDiversity })).toBe(given.accepted)
})

describe('there is no switch that turns protection off', () => {
  it.each(Object.keys(defaults).filter((key) => key !== 'admission' && key !== 'quarantineShare'))(
    '%s takes none of the usual off values',
    (key) => {
      for (const off of [false, null, 'off', 'none', -1]) {
        if (key === 'rounding' && off === 'none') continue
        expect(accepts({ [key]: off })).toBe(false)
      }
    },
  )
  it.each(['enabled', 'skipSuppression', 'disable', 'dryRun', 'unsafe', 'audit'])(
    'the key %s is refused',
    (key) => {
      expect(accepts({ [key]: true })).toBe(false)
      expect(accepts({ [key]: false })).toBe(false)
    },
  )
  it('rounding has a base that leaves no published count at zero', () => {
    expect(accepts({ rounding: { base: 5, method: 'controlled' } })).toBe(true)
    expect(accepts({ rounding: { base: 10, method: 'conventional' } })).toBe(true)
    expect(accepts({ rounding: { base: 10, method: 'conventional' }, minimumContributors: 9 })).toBe(false)
    expect(accepts({ rounding: { base: 4, method: 'controlled' } })).toBe(false)
    expect(accepts({ rounding: { base: 5, method: 'random' } })).toBe(false)
    expect(accepts({ rounding: { base: 5 } })).toBe(false)
  })
  it('zeros are published for a reason only', () => {
    expect(accepts({ zeros: 'publish' })).toBe(false)
    expect(accepts({ zeros: { publish: true, reason: 'too short' } })).toBe(false)
    expect(accepts({ zeros: { publish: true, reason: 'an empty course is no secret' } })).toBe(true)
  })
  it('dominance has no key of its own to leave it out', () => {
    expect(accepts({ dominance: { enabled: false } })).toBe(false)
  })
})

it('takes admission rules by name only', () => {
  expect(accepts({ admission: ['staff-or-test'] })).toBe(true)
  expect(accepts({ admission: ['everyone'] })).toBe(false)
})
