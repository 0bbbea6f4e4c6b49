import { describe, expect, it } from 'vitest'
import type { PublishedTable, TableShape } from '../../../schemas/cell.ts'
import { auditFromOutside, auditRelease } from '../../../transforms/audit/verdict.ts'
import {
  brief,
  counted,
  dimension,
  held,
  measure,
  parameters,
  published,
  shape,
  sums,
  tampered,
  unlimited,
} from './tables.ts'

const dimensions = [dimension('region', ['r1', 'r2', 'r3']), dimension('gender', ['f', 'm'])]
const leaves = { 'r1 f': 4, 'r1 m': 60, 'r2 f': 30, 'r2 m': 40, 'r3 f': 50, 'r3 m': 55 }
const truth = counted(shape(dimensions), sums(dimensions, leaves))
/** A block of four about the only primary. */
const block = published(truth, (at) => ['r1 f', 'r1 m', 'r2 f', 'r2 m'].includes(at.join(' ')))

async function judge(...candidate: readonly PublishedTable[]) {
  const { report, released } = await auditRelease(candidate, held(truth), parameters, unlimited)
  return { found: brief(report.findings), report, released }
}

async function lookAt(...tables: readonly PublishedTable[]) {
  return brief((await auditFromOutside(tables, parameters, unlimited)).findings)
}

describe('a release with one primary', () => {
  it('is released once a block of four hides it', async () => {
    const { found, report, released } = await judge(block)
    expect(found).toEqual([])
    expect(released).toEqual([block])
    expect(report.facts).toMatchObject({ primaries: 1, hidden: 4, components: 1 })
    expect(report.facts.narrowest).toMatchObject({ coordinates: ['r1', 'f'], measure: 'learners' })
    expect(await lookAt(block)).toEqual([])
  })

  it('is withheld where nothing is suppressed', async () => {
    const { found, released } = await judge(published(truth, () => false))
    expect([found, released]).toEqual([['few-contributors r1 f', 'published-primary r1 f'], null])
    expect(await lookAt(published(truth, () => false))).toEqual(['few-contributors r1 f'])
  })

  it('is released where everything is suppressed', async () => {
    const { found, report, released } = await judge(published(truth, () => true))
    expect([found, report.passed]).toEqual([[], true])
    expect(released).not.toBeNull()
    expect(await lookAt(published(truth, () => true))).toEqual([])
  })

  it('is withheld where only the primary is hidden, inside and out', async () => {
    const alone = published(truth, (at) => at.join(' ') === 'r1 f')
    expect((await judge(alone)).found).toEqual(['exact-recovery r1 f'])
    expect(await lookAt(alone)).toEqual(['below-threshold r1 f'])
  })

  it('is withheld where the solver has no time', async () => {
    let time = 0
    const budget = { now: () => time++, deadline: 0 }
    const { report, released } = await auditRelease([block], held(truth), parameters, budget)
    const four = ['unproven r1 f', 'unproven r1 m', 'unproven r2 f', 'unproven r2 m']
    expect([brief(report.findings), released]).toEqual([four, null])
    expect(brief((await auditFromOutside([block], parameters, budget)).findings)).toEqual(four)
  })

  it.each([
    { at: '_T _T', because: 'a total' },
    { at: 'r3 f', because: 'a leaf' },
    { at: 'r2 _T', because: 'a margin of hidden cells' },
  ])('is withheld where $because is off by one', async ({ at }) => {
    for (const by of [1, -1]) {
      const wrong = tampered(block, at, by)
      const { found, released } = await judge(wrong)
      expect(found).toContain(`figure-not-as-counted ${at}`)
      expect(released).toBeNull()
      expect((await lookAt(wrong)).some((finding) => finding.startsWith('arithmetic'))).toBe(true)
    }
  })

  it('says nothing of hidden figures in its clauses', async () => {
    const { report } = await judge(published(truth, (at) => at.join(' ') === 'r1 f'))
    for (const { clause } of report.findings) expect(clause).not.toMatch(/\d/)
  })
})

describe('structure', () => {
  const with_ = (change: (table: PublishedTable) => Partial<PublishedTable>) => ({
    ...block,
    ...change(block),
  })
  it.each([
    { broken: with_(({ rows }) => ({ rows: rows.slice(1) })), because: 'a row is missing' },
    { broken: with_(({ rows }) => ({ rows: rows.toReversed() })), because: 'rows are out of order' },
    {
      broken: with_(({ rows }) => ({
        rows: rows.map((row) => ({ ...row, figures: [{ value: 7, status: 'c' as const }] })),
      })),
      because: 'hidden figures keep their value',
    },
    {
      broken: with_(({ rows }) => ({
        rows: rows.map((row) => ({ ...row, figures: [{ value: null, status: 'z' as const }] })),
      })),
      because: 'a count does not apply',
    },
    {
      broken: with_(({ shape: of }) => ({
        shape: { ...of, baseMeasures: [measure('learners', { within: 'nobody' })] },
      })),
      because: 'a measure lies within none',
    },
    {
      broken: with_(({ shape: of, rows }) => ({
        shape: { ...of, baseMeasures: [measure('learners'), measure('views')] },
        rows: rows.map((row) => ({
          ...row,
          figures: [...row.figures, { value: null, status: 'c' as const }],
        })),
      })),
      because: 'one base measure of a row is hidden and another is not',
    },
  ])('is a finding, inside and out, where $because', async ({ broken }) => {
    const { report, released } = await judge(broken)
    expect(new Set(report.findings.map(({ rule }) => rule))).toEqual(new Set(['structure']))
    expect(released).toBeNull()
    expect(new Set((await lookAt(broken)).map((finding) => finding.split(' ')[0]))).toEqual(
      new Set(['structure']),
    )
  })

  it('is a finding where another table was counted', async () => {
    const renamed = { ...block, shape: { ...block.shape, id: 'other' } }
    expect((await judge(renamed)).found).toEqual(['structure'])
    expect((await judge(block, renamed)).found).toEqual(['structure'])
    expect((await judge()).found).toEqual(['structure'])
  })
})

describe('counts that break what the audit assumes', () => {
  it('are a finding, since intervals would mean nothing', async () => {
    const odd = counted(shape(dimensions), (at) => [at.includes('_T') ? 500 : 20])
    const { report, released } = await auditRelease(
      [published(odd, () => true)],
      held(odd),
      parameters,
      unlimited,
    )
    expect(report.findings.map(({ rule }) => rule)).toContain('model-contradicts-count')
    expect(released).toBeNull()
  })

  it.each([
    { mean: 49, findings: ['figure-not-as-counted x', 'model-contradicts-count x'] },
    { mean: 50, findings: [] },
    { mean: 51, findings: ['figure-not-as-counted x', 'model-contradicts-count x'] },
  ])('are a finding where scores of 50 have a mean of $mean', async ({ mean, findings }) => {
    const histogram = (at: readonly string[]) =>
      Array.from({ length: 101 }, (_, score) => (score === 50 ? (at[0] === '_T' ? 60 : 30) : 0))
    const measure = {
      name: 'mean',
      title: { en: 'Mean' },
      type: 'mean',
      score: 'score',
      decimals: 0,
    } as const
    const parts = [dimension('part', ['x', 'y'])]
    const scored = counted(
      shape(parts, { derivedMeasures: [measure] }),
      ([at]) => [at === '_T' ? 60 : 30],
      (at) => ({ scores: { score: histogram(at) } }),
    )
    const exact = published(scored, () => false)
    const rows = exact.rows.map(({ coordinates, figures }) => ({
      coordinates,
      figures: [figures[0]!, { value: coordinates[0] === 'x' ? mean : 50, status: 'A' as const }],
    }))
    const { report } = await auditRelease([{ ...exact, rows }], held(scored), parameters, unlimited)
    expect(brief(report.findings)).toEqual(expect.arrayContaining(findings))
    expect(report.passed).toBe(findings.length === 0)
  })

  it('are a finding where they are those of other rows', async () => {
    const moved = truth.cells.map((cell) => ({ ...cell, coordinates: cell.coordinates.toReversed() }))
    const { report, released } = await auditRelease(
      [block],
      held({ ...truth, cells: moved }),
      parameters,
      unlimited,
    )
    expect(report.findings.map(({ rule }) => rule)).toContain('model-contradicts-count')
    expect(released).toBeNull()
  })

  it('are a finding where two tables count one cell differently', async () => {
    const second = shape([dimensions[0]!], { id: 'second' })
    const more = counted(second, sums([dimensions[0]!], { r1: 64, r2: 71, r3: 105 }))
    const candidate = [published(truth, () => true), published(more, () => true)]
    const { report } = await auditRelease(candidate, held(truth, more), parameters, unlimited)
    expect(brief(report.findings)).toEqual(['model-contradicts-count _T _T', 'model-contradicts-count r2 _T'])
    const outside = await lookAt(
      published(truth, ([, gender]) => gender !== '_T'),
      published(more, () => false),
    )
    expect(outside).toContain('conflicting-figures r2 _T')
  })
})

describe('linked tables', () => {
  const second = shape([dimensions[0]!], { id: 'by-region' })
  const byRegion = counted(second, sums([dimensions[0]!], { r1: 64, r2: 70, r3: 105 }))
  it('are one system: what one hides the other must not give away', async () => {
    const hidden = ['r1 f', '_T f', 'r1 _T', '_T _T']
    const first = published(truth, (at) => hidden.includes(at.join(' ')))
    const alone = await auditRelease([first], held(truth), parameters, unlimited)
    expect(brief(alone.report.findings)).toEqual([])
    const both = [first, published(byRegion, () => false)]
    const { report, released } = await auditRelease(both, held(truth, byRegion), parameters, unlimited)
    expect([brief(report.findings), released]).toEqual([['exact-recovery r1 f'], null])
  })
})

describe('nested measures', () => {
  const measures = [measure('enrolled'), measure('completed', { within: 'enrolled', atMost: ['enrolled'] })]
  const of: TableShape = shape([dimension('region', ['r1', 'r2', 'r3'])], { baseMeasures: measures })
  const audit = async (counts: Readonly<Record<string, readonly number[]>>, hidden: readonly string[]) => {
    const table = counted(of, ([at]) => counts[at!]!)
    const candidate = published(table, ([at]) => hidden.includes(at!))
    const { report } = await auditRelease([candidate], held(table), parameters, unlimited)
    return { inside: brief(report.findings), outside: await lookAt(candidate) }
  }

  it('leave no small difference', async () => {
    const counts = { _T: [130, 90], r1: [50, 47], r2: [40, 20], r3: [40, 23] }
    expect(await audit(counts, [])).toEqual({
      inside: ['exact-recovery r1', 'few-contributors r1'],
      outside: ['few-contributors r1'],
    })
    expect(await audit(counts, ['r1', 'r2'])).toEqual({ inside: [], outside: [] })
  })

  it.each([
    { r1: [50, 50], because: 'all of a group are in it' },
    { r1: [50, 0], because: 'none of a group are in it' },
  ])('show no group where $because', async ({ r1 }) => {
    const counts = { _T: [130, r1[1]! + 43], r1, r2: [40, 20], r3: [40, 23] }
    const { inside, outside } = await audit(counts, [])
    expect(inside).toContain('group-disclosure r1')
    expect(outside).toEqual(['group-disclosure r1'])
    expect(await audit(counts, ['r1', 'r2'])).toEqual({ inside: [], outside: [] })
  })

  it('show no union of groups where all are in it: 7 of 7 and 5 of 5', async () => {
    const counts = { _T: [52, 32], r1: [7, 7], r2: [5, 5], r3: [40, 20] }
    const { inside, outside } = await audit(counts, ['r1', 'r2'])
    expect(inside).toContain('narrow-interval r1')
    expect(inside).toContain('narrow-interval r2')
    expect(outside).toEqual(['below-threshold r1', 'below-threshold r2'])
  })
})

describe('sensitive outcomes', () => {
  const region = dimension('region', ['r1', 'r2'])
  const outcome = dimension('outcome', ['pass', 'fail'], { kind: 'outcome', sensitive: true })
  const both = [region, outcome]
  const results = { 'r1 pass': 30, 'r1 fail': 0, 'r2 pass': 40, 'r2 fail': 25 }
  const table = counted(shape(both), sums(both, results))

  it('show no outcome that nobody of a group had, even where zeros are published', async () => {
    const { report } = await auditRelease([published(table, () => false)], held(table), parameters, unlimited)
    const shown = ['group-disclosure r1 fail', 'group-disclosure r1 pass']
    expect(brief(report.findings)).toEqual([...shown, 'published-primary r1 fail'])
    expect(await lookAt(published(table, () => false))).toEqual(shown)
  })

  it('may hide it in a block', async () => {
    const candidate = published(table, (at) => !at.includes('_T'))
    const { report } = await auditRelease([candidate], held(table), parameters, unlimited)
    expect(brief(report.findings)).toEqual([])
    expect(await lookAt(candidate)).toEqual([])
  })
})

describe('zeros', () => {
  const region = dimension('region', ['r1', 'r2', 'r3', 'r4'])
  const results = { r1: 0, r2: 40, r3: 25, r4: 30 }
  it.each([
    {
      zeros: 'protect',
      inside: ['published-primary r1', 'published-zero r1'],
      outside: ['published-zero r1'],
    },
    { zeros: 'publish', inside: [], outside: [] },
  ] as const)('are published only where the table says so: $zeros', async ({ zeros, inside, outside }) => {
    const table = counted(shape([region], { zeros }), sums([region], results))
    const candidate = published(table, () => false)
    const { report } = await auditRelease([candidate], held(table), parameters, unlimited)
    expect(brief(report.findings)).toEqual(inside)
    expect(await lookAt(candidate)).toEqual(outside)
  })
})
