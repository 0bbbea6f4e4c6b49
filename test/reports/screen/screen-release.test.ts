import { describe, expect, it } from 'vitest'
import type { Screened } from '../../../reports/screen/screen-check.ts'
import { screenChecks, screenRelease } from '../../../reports/screen/screen-release.ts'
import type { PublishedTable, TableShape } from '../../../schemas/cell.ts'
import { assessed, cleanTables, screened, tableOf, totals } from './clean-release.ts'

const [first, second] = cleanTables
/** The clean release with another definition of its first table. */
const defined = (change: Partial<TableShape>): Screened =>
  screened([{ ...first!, shape: { ...assessed, ...change } }, second!])
/** The clean release with other figures in its first table. */
const counted = (...values: Parameters<typeof tableOf>[1]): Screened =>
  screened([tableOf(assessed, values), second!])
const recoded = (
  change: (code: (typeof region)['codes'][number]) => Partial<(typeof region)['codes'][number]>,
) =>
  defined({ dimensions: [{ ...region, codes: region.codes.map((code) => ({ ...code, ...change(code) })) }] })
const [region] = assessed.dimensions as readonly [TableShape['dimensions'][number]]

/** The clean release a month later, after one that was changed. */
function following(tables: readonly PublishedTable[], change: (before: Screened) => Screened = (one) => one) {
  const now = screened()
  const { manifest } = now
  const before = change(screened(tables))
  const period = { id: '2026-09', grain: 'month' as const, start: '2026-09-01', end: '2026-10-01' }
  return { ...now, previous: { ...before, manifest: { ...before.manifest, period } }, manifest }
}

const resultsOf = (screening: Screened) =>
  screenRelease(screening)
    .filter(({ result }) => result !== 'pass' && result !== 'skip')
    .map(({ check, result, message }) => [check, result, message])

describe('a release that can be used as it is', () => {
  it('passes every check, alone and after another', () => {
    expect(resultsOf(screened())).toEqual([])
    const series = following(cleanTables)
    expect(resultsOf(series)).toEqual([])
    const known = { ...series, classifications: new Map([['region', new Set(['UZ-TK', 'UZ-AN'])]]) }
    expect(screenRelease(known).map(({ result }) => result)).toEqual(screenChecks.map(() => 'pass'))
  })

  it('says what it had nothing to check against', () => {
    const skipped = screenRelease(screened()).filter(({ result }) => result === 'skip')
    expect(skipped.map(({ check }) => check)).toEqual([
      'codes/classification',
      'series/next',
      'series/tables',
      'series/codes',
      'series/measures',
      'series/jumps',
      'series/policy',
    ])
  })
})

interface Case {
  readonly of: Screened
  readonly check: string
  readonly result: 'warn' | 'fail'
  readonly says: string
}

const cases: readonly Case[] = [
  {
    check: 'files/whole',
    result: 'fail',
    says: 'tables/x.csv: checksum',
    of: screened(cleanTables, {
      findings: [{ rule: 'checksum', file: 'tables/x.csv', clause: 'a file has the SHA-256 stated for it' }],
    }),
  },
  { check: 'files/signed', result: 'warn', says: 'origin', of: screened(cleanTables, { isSigned: false }) },
  {
    check: 'files/not-withdrawn',
    result: 'fail',
    says: 'withdrawal',
    of: screened(cleanTables, { isWithdrawn: true }),
  },
  {
    check: 'names/tables',
    result: 'warn',
    says: 'Assessed_Learners',
    of: defined({ id: 'Assessed_Learners' }),
  },
  {
    check: 'names/columns',
    result: 'warn',
    says: 'assessed-learners.pass-rate',
    of: defined({ derivedMeasures: [{ ...assessed.derivedMeasures[0]!, name: 'pass-rate' }] }),
  },
  {
    check: 'names/unique',
    result: 'fail',
    says: 'assessed-learners.time_period',
    of: defined({ derivedMeasures: [{ ...assessed.derivedMeasures[0]!, name: 'time_period' }] }),
  },
  {
    check: 'labels/titles',
    result: 'warn',
    says: 'assessed-learners (uz, ru)',
    of: defined({ title: { en: 'Assessed learners' } }),
  },
  {
    check: 'labels/codes',
    result: 'warn',
    says: 'assessed-learners.region=UZ-TK (ru)',
    of: recoded(({ code }) => (code === 'UZ-TK' ? { labels: { en: 'Tashkent', uz: 'Toshkent' } } : {})),
  },
  {
    check: 'labels/unique',
    result: 'warn',
    says: 'UZ-TK and UZ-AN (en)',
    of: recoded(({ code, labels }) =>
      code === '_T' || code === '_X' ? {} : { labels: { ...labels, en: 'Tashkent' } },
    ),
  },
  {
    check: 'labels/tidy',
    result: 'warn',
    says: 'assessed-learners.region=UZ-AN',
    of: recoded(({ code, labels }) => (code === 'UZ-AN' ? { labels: { ...labels, en: 'Andijan ' } } : {})),
  },
  {
    check: 'wording/ranking',
    result: 'warn',
    says: 'assessed-learners (en): “Top”',
    of: screened([
      tableOf({ ...assessed, title: { ...assessed.title, en: 'Top regions by learners assessed' } }, [
        [100, 60, 60],
        null,
        [30, 15, 50],
        null,
      ]),
      second!,
    ]),
  },
  {
    check: 'wording/percentage-base',
    result: 'warn',
    says: 'assessed-learners (ru): “%”',
    of: defined({ title: { ...assessed.title, ru: 'Доля, %' } }),
  },
  {
    check: 'wording/withheld',
    result: 'warn',
    says: 'assessed-learners.region=_X',
    of: recoded(({ code, labels }) => (code === '_X' ? { labels: { ...labels, en: 'Suppressed' } } : {})),
  },
  {
    check: 'completeness/tables',
    result: 'fail',
    says: 'assessed-total has no rows',
    of: { ...screened(), tables: [first!] },
  },
  {
    check: 'completeness/matrix',
    result: 'fail',
    says: 'assessed-learners: 3 of 4 combinations in 4 rows',
    of: screened([{ ...first!, rows: [...first!.rows.slice(0, 3), first!.rows[2]!] }, second!]),
  },
  {
    check: 'completeness/grand-totals',
    result: 'warn',
    says: 'assessed-learners',
    of: counted(null, [60, 40, 67], [30, 15, 50], [10, 5, 50]),
  },
  {
    check: 'completeness/withheld',
    result: 'warn',
    says: 'assessed-learners: 25 % published',
    of: counted([100, 60, 60], null, null, null),
  },
  {
    check: 'completeness/not-stated',
    result: 'warn',
    says: 'assessed-learners.region: 40 % not stated',
    of: screened([
      tableOf(assessed, [
        [100, 60, 60],
        [50, 40, 80],
        [10, 5, 50],
        [40, 15, 38],
      ]),
    ]),
  },
  {
    check: 'totals/add-up',
    result: 'fail',
    says: 'assessed-learners _T assessed',
    of: counted([100, 60, 60], [60, 40, 67], [30, 15, 50], [11, 5, 45]),
  },
  {
    check: 'totals/agree',
    result: 'fail',
    says: 'assessed-learners UZ-TK assessed and assessed-total UZ-TK assessed',
    of: screened([first!, tableOf(totals, [[100], [61], [29], [10]])]),
  },
  {
    check: 'totals/parts-of-wholes',
    result: 'fail',
    says: 'assessed-learners _X passed > assessed',
    of: counted([100, 66, 66], [60, 40, 67], [30, 15, 50], [10, 11, 100]),
  },
  {
    check: 'units/counts',
    result: 'fail',
    says: 'assessed-learners _X passed',
    of: counted([100, 54.5, 55], [60, 40, 67], [30, 15, 50], [10, -0.5, 0]),
  },
  {
    check: 'units/percentages',
    result: 'fail',
    says: 'assessed-learners UZ-TK pass_rate',
    of: counted([100, 60, 60], [60, 40, 167], [30, 15, 50], [10, 5, 50]),
  },
  {
    check: 'codes/classification',
    result: 'warn',
    says: 'assessed-learners.region=UZ-AN',
    of: screened(cleanTables, { classifications: new Map([['region', new Set(['UZ-TK'])]]) }),
  },
  {
    check: 'codes/one-list',
    result: 'warn',
    says: 'region=UZ-AN: assessed-learners and assessed-total',
    of: recoded(({ code }) => (code === 'UZ-AN' ? { parent: 'UZ-TK', level: 2 } : {})),
  },
  {
    check: 'series/next',
    result: 'warn',
    says: '2026-09 v1 and 2026-12 v1',
    of: (() => {
      const one = following(cleanTables)
      const period = { id: '2026-12', grain: 'month' as const, start: '2026-12-01', end: '2027-01-01' }
      return { ...one, manifest: { ...one.manifest, period } }
    })(),
  },
  {
    check: 'series/tables',
    result: 'warn',
    says: 'dropped-table',
    of: following([...cleanTables, { ...second!, shape: { ...totals, id: 'dropped-table' } }]),
  },
  {
    check: 'series/codes',
    result: 'warn',
    says: 'assessed-total.region: 2 new, 0 gone',
    of: following([
      first!,
      tableOf({ ...totals, dimensions: [{ ...region, codes: region.codes.slice(0, 2) }] }, [[60], [60]]),
    ]),
  },
  {
    check: 'series/measures',
    result: 'warn',
    says: 'assessed-total.assessed counts something else',
    of: following([
      first!,
      {
        ...second!,
        shape: { ...totals, baseMeasures: [{ ...totals.baseMeasures[0]!, counts: 'attempts' }] },
      },
    ]),
  },
  {
    check: 'series/jumps',
    result: 'warn',
    says: 'assessed-total.assessed: +100 %',
    of: following([first!, tableOf(totals, [[50], [30], [15], [5]])]),
  },
  {
    check: 'series/policy',
    result: 'warn',
    says: 'minimumContributors',
    of: following(cleanTables, (before) => {
      const { audit } = before.manifest
      const parameters = { ...audit.parameters, minimumContributors: 5 }
      return { ...before, manifest: { ...before.manifest, audit: { ...audit, parameters } } }
    }),
  },
]

describe('a release that is not', () => {
  it.each(cases)('is told so by $check', ({ of, check, result, says }) => {
    const found = resultsOf(of)
    const own = found.find(([id]) => id === check)
    expect(own?.slice(0, 2)).toEqual([check, result])
    expect(own?.[2]).toContain(says)
  })

  it('has a case above for each check', () => {
    expect(cases.map(({ check }) => check)).toEqual(screenChecks.map(({ id }) => id))
  })
})
