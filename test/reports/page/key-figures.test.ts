import { describe, expect, it } from 'vitest'
import { sayIn } from '../../../reports/messages/message.ts'
import { keyFigureSection } from '../../../reports/page/key-figure-html.ts'
import { keyFigures } from '../../../reports/page/key-figures.ts'
import { numberSigns } from '../../../reports/page/page-context.ts'
import { parsePage } from '../../../reports/page/parse-page.ts'
import type { ComparedRelease, ReleaseFacts } from '../../../reports/release-facts.ts'
import type { Figure, PublishedTable } from '../../../schemas/cell.ts'
import type { AuditParameters } from '../../../schemas/release.ts'
import type { ReportLanguage } from '../../../schemas/report-language.ts'
import { exampleTable, facts, results, tables } from '../example-release.ts'

const hidden: Figure = { value: null, status: 'c' }
const shown = (value: number): Figure => ({ value, status: 'A' })

/** Test results whose total row has these figures: assessed, passed, pass rate, mean score in tenths. */
function withTotal(...figures: readonly Figure[]): PublishedTable {
  const [total, ...rest] = exampleTable(results).rows
  return { shape: results, rows: [{ ...total!, figures }, ...rest] }
}

const september = { id: '2026-09', grain: 'month', start: '2026-09-01', end: '2026-10-01' } as const

async function sectionOf(
  now: readonly PublishedTable[],
  compared?: Partial<ComparedRelease>,
  language: ReportLanguage = 'en',
  own: Partial<ReleaseFacts> = {},
) {
  const { auditParameters, policyParameters } = facts
  const last = { period: september, version: 1, newerWithdrawn: false, manifestSha256: '', tables: [] }
  const html = keyFigureSection({
    content: {
      facts: {
        ...{ ...facts, ...own },
        ...(compared === undefined
          ? {}
          : { compared: { ...last, auditParameters, policyParameters, ...compared } }),
      },
      tables: now,
      files: new Map(),
    },
    language,
    say: sayIn(language),
    signs: numberSigns(language),
  })
  return parsePage(`<!doctype html><html><body>${html}</body></html>`)
}

async function changes(
  now: PublishedTable,
  before: PublishedTable | null,
  language: ReportLanguage = 'en',
  auditParameters = facts.auditParameters,
): Promise<readonly string[]> {
  const compared = before === null ? undefined : { auditParameters, tables: [before] }
  const page = await sectionOf([now], compared, language)
  return page.all('.change').map((node) => node.text())
}

describe('key figures', () => {
  it('are the totals, each once whatever the number of tables that have it', () => {
    const twice = [...tables, { ...tables[0]!, shape: { ...results, id: 'again' } }]
    expect(keyFigures(twice, []).map(({ shape, measure }) => `${shape.id} ${measure.name}`)).toEqual([
      ...[
        'test-results assessed',
        'test-results passed',
        'test-results pass_rate',
        'test-results mean_score',
      ],
      'lesson-views views',
    ])
  })

  it('tell apart whom a measure counts and those of them who have an outcome', () => {
    const { baseMeasures } = results
    const shape = {
      ...results,
      baseMeasures: baseMeasures.map((measure) => ({
        ...measure,
        counts: 'test_results:learners',
        part: measure.name === 'passed' ? { dimension: 'outcome', code: 'passed', rest: 'failed' } : null,
      })),
    }
    const now = { ...withTotal(shown(200), shown(120), shown(60), shown(715)), shape }
    const before = {
      ...withTotal(shown(110), shown(190), shown(58), shown(720)),
      shape: { ...shape, baseMeasures: shape.baseMeasures.toReversed() },
    }
    expect(keyFigures([now], [before]).map(({ measure, former }) => [measure.name, former?.value])).toEqual([
      ['assessed', 190],
      ['passed', 110],
      ['pass_rate', 58],
      ['mean_score', 720],
    ])
  })

  it('of a stock are those of the newest day, whichever table has it, and of equal days the first', () => {
    const stock = (id: string, asOf: string | null, figure: Figure): PublishedTable => {
      const { shape, rows } = withTotal(figure, shown(1), shown(2), shown(3))
      return {
        shape: { ...shape, id, asOf: '2026-10-31' },
        rows: rows.map((row) => ({ ...row, asOf })),
      }
    }
    const tables_ = [
      stock('waits', '2026-08-31', shown(100)),
      stock('hidden', null, hidden),
      stock('moved', '2026-10-31', shown(130)),
      stock('last', '2026-10-31', shown(130)),
    ]
    const [learners] = keyFigures(tables_, [])
    expect([learners?.shape.id, learners?.day, learners?.figure.value]).toEqual(['moved', '2026-10-31', 130])
  })

  it('say the same of a hidden mean as of a hidden count', async () => {
    const page = await sectionOf([withTotal(hidden, hidden, hidden, hidden)])
    const said = page
      .all('.figures li')
      .map((card) => [card.all('data')[0]?.text(), card.all('p').map((node) => node.text())[1]])
    expect(said).toEqual(Array(4).fill(['[c]', 'The figure is withheld to protect learners.']))
  })

  it('that are percentages name their base', () => {
    const bases = keyFigures([withTotal(shown(200), shown(120), shown(60), shown(715))], []).map(
      ({ measure, base }) => [measure.name, base?.measure.name, base?.figure.value],
    )
    expect(bases).toEqual([
      ['assessed', undefined, undefined],
      ['passed', undefined, undefined],
      ['pass_rate', 'assessed', 200],
      ['mean_score', 'assessed', 200],
    ])
  })
})

describe('changes since the last period', () => {
  const now = withTotal(shown(1250), shown(900), shown(72), shown(715))

  it('are absolute, in learners or in points; a share of the former figure stands beside that figure', async () => {
    expect(await changes(now, withTotal(shown(1000), shown(902), shown(70), shown(720)))).toEqual([
      '+250 since September 2026 (then 1,000; +25.0% of that)',
      '−2 since September 2026 (then 902; −0.2% of that)',
      '+2 percentage points since September 2026 (then 70%)',
      '−0.5 percentage points since September 2026 (then 72.0%)',
    ])
  })

  it('have no share of a figure that is too small for percentages', async () => {
    const [first] = await changes(now, withTotal(shown(19), shown(12), shown(70), shown(720)))
    expect(first).toBe('+1,231 since September 2026 (then 19)')
  })

  it('have no share of a figure that was rounded up to what percentages need', async () => {
    const before = withTotal(shown(20), shown(25), shown(70), shown(720))
    const first = async (rounding: AuditParameters['rounding']) => {
      const auditParameters = { ...facts.auditParameters, ...(rounding === undefined ? {} : { rounding }) }
      const page = await sectionOf([now], { auditParameters, tables: [before] }, 'en', { auditParameters })
      return page
        .all('.change')
        .slice(0, 2)
        .map((node) => node.text().includes('% of that'))
    }
    expect(await first(undefined)).toEqual([true, true])
    // 20 may have been 18, 25 at least 23; rounded together, 25 may have been 21, or with 2 bases 16.
    expect(await first({ base: 5, method: 'conventional', within: 1 })).toEqual([false, true])
    expect(await first({ base: 5, method: 'controlled', within: 1 })).toEqual([false, true])
    expect(await first({ base: 5, method: 'controlled', within: 2 })).toEqual([false, false])
  })

  it.each([
    {
      changed: 'who is counted',
      rules: { policyParameters: { ...facts.policyParameters, admission: ['staff-or-test'] } },
      says: 'The rules for who is counted are not those of September 2026',
    },
    {
      changed: 'a limit',
      rules: { auditParameters: { ...facts.auditParameters, minimumContributors: 11 } },
      says: 'The limits of disclosure control are not those of September 2026',
    },
    {
      changed: 'the rounding',
      rules: {
        auditParameters: {
          ...facts.auditParameters,
          rounding: { base: 5, method: 'conventional', within: 1 },
        },
      },
      says: 'Figures of September 2026 were rounded otherwise',
    },
  ] satisfies readonly { changed: string; rules: Partial<ComparedRelease>; says: string }[])(
    'are preceded by that $changed was otherwise then',
    async ({ rules, says }) => {
      const page = await sectionOf([now], { ...rules, tables: [now] })
      expect(page.all('.break').map((node) => node.text().slice(0, says.length))).toEqual([says])
    },
  )

  it('are preceded by that the limit of minutes was otherwise then, where there is a sum', async () => {
    const dominance = { ...facts.auditParameters.dominance, minutesPerLearner: 60 }
    const auditParameters = { ...facts.auditParameters, dominance }
    const [measure, ...others] = now.shape.baseMeasures
    const baseMeasures = [{ ...measure!, type: 'sum' as const }, ...others]
    const summed = { ...now, shape: { ...now.shape, baseMeasures } }
    const notes = async (table: typeof now) => {
      const page = await sectionOf([table], { auditParameters, tables: [table] })
      return page.all('.break').map((node) => node.text().slice(0, 25))
    }
    expect(await notes(summed)).toEqual(['Minutes of September 2026'])
    expect(await notes(now)).toEqual([])
  })

  it('are of what was counted by the same rules where no more than their order changed', async () => {
    const rules = (admission: readonly string[]) => ({ ...facts.policyParameters, admission })
    const page = await sectionOf(
      [now],
      { policyParameters: rules(['staff-or-test', 'erasure-requested']), tables: [now] },
      'en',
      { policyParameters: rules(['erasure-requested', 'staff-or-test']) },
    )
    expect(page.all('.break')).toEqual([])
  })

  it('say which version they are since where a later one was withdrawn', async () => {
    const page = await sectionOf([now], { newerWithdrawn: true, tables: [now] })
    expect(page.all('.break').map((node) => node.text())).toEqual([
      'Of September 2026 the figures of version 1 are used: a later version was withdrawn.',
    ])
  })

  it('are not claimed of a figure of a stock that only stands, whose day is said', async () => {
    const ofDay = (asOf: string, learners: number) => {
      const { shape, rows } = withTotal(shown(learners), shown(900), shown(72), shown(715))
      return { shape: { ...shape, asOf: '2026-10-31' }, rows: rows.map((row) => ({ ...row, asOf })) }
    }
    const september = ofDay('2026-08-31', 1000)
    expect((await changes(ofDay('2026-08-31', 1000), september))[0]).toBe(
      'No newer figure than that of September 2026.',
    )
    expect((await changes(ofDay('2026-10-31', 1000), september))[0]).toBe('Unchanged since September 2026.')
    expect(keyFigures([september], []).map(({ day }) => day)).toEqual(Array(4).fill('2026-08-31'))
  })

  it('are said not to be there where either figure is withheld', async () => {
    const withheld = 'No comparison with September 2026: one of the two figures is withheld.'
    expect(await changes(now, withTotal(hidden, hidden, hidden, hidden))).toEqual(Array(4).fill(withheld))
    const hiddenNow = withTotal(hidden, hidden, hidden, hidden)
    expect(await changes(hiddenNow, withTotal(shown(9), shown(8), shown(7), shown(6)))).toEqual(
      Array(4).fill(withheld),
    )
  })

  it('are said not to be there where figures were rounded otherwise, or minutes summed up to another limit', async () => {
    const none = 'No earlier figure to compare with.'
    const rounding = { base: 5, method: 'conventional', within: 1 } as const
    const rounded = { ...facts.auditParameters, rounding }
    expect(await changes(now, now, 'en', rounded)).toEqual(Array(4).fill(none))

    const { minutesPerLearner } = facts.auditParameters.dominance
    const dominance = { ...facts.auditParameters.dominance, minutesPerLearner: minutesPerLearner - 1 }
    const limited = { ...facts.auditParameters, dominance }
    const [assessed, ...others] = now.shape.baseMeasures
    const shape = { ...now.shape, baseMeasures: [{ ...assessed!, type: 'sum' as const }, ...others] }
    const minutes = { ...now, shape }
    const unchanged = 'Unchanged since September 2026.'
    expect((await changes(minutes, minutes, 'en', limited)).slice(0, 2)).toEqual([none, unchanged])
  })

  it('are said not to be there where nothing came before', async () => {
    expect(await changes(now, null)).toEqual(Array(4).fill('No earlier figure to compare with.'))
    const another = { ...tables[1]! }
    expect(await changes(now, another)).toEqual(Array(4).fill('No earlier figure to compare with.'))
  })

  it('are written as each language writes numbers', async () => {
    const before = withTotal(shown(1000), shown(900), shown(70), shown(720))
    const [ru] = await changes(now, before, 'ru')
    expect(ru).toBe(
      '+250 по сравнению с периодом «сентябрь 2026 г.» (тогда 1\u00A0000; +25,0\u00A0% от этого числа)',
    )
    expect((await changes(now, before, 'ru'))[1]).toBe(
      'Без изменений по сравнению с периодом «сентябрь 2026 г.».',
    )
  })
})
