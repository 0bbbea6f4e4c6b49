import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { explainRecordedCell, explainReleasedCell } from '../../../pipeline/explain.ts'
import { explanationText } from '../../../pipeline/explanation-text.ts'
import { recordedRules } from '../../../pipeline/recorded-reasons.ts'
import { readReleaseRecord } from '../../../pipeline/release-record.ts'
import type { StockExplanation } from '../../../pipeline/stocks/explain-stock.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { simulate } from '../updates/simulated-stock.ts'
import { fillSchool, monthOf, stockSchool } from './stock-school.ts'

const nights = simulate(3, 3)

describe('an explanation of a row of a stock', { timeout: 200_000 }, () => {
  let school: TinyProject
  let waiting: readonly {
    readonly coordinates: readonly [string, string]
    readonly since: string
    readonly entered: number
    readonly left: number
  }[]
  let shown: readonly (readonly unknown[])[]
  beforeAll(async () => {
    school = await stockSchool(5, false)
    for (const m of [0, 1]) {
      await fillSchool(school, nights, m)
      const { record } = await school.run(monthOf(m))
      if (m === 1) waiting = JSON.parse(readFileSync(join(record, 'stocks-2026-04.json'), 'utf8'))[0].rows
    }
    shown = await selectRows(
      `SELECT region, gender, registered, CAST(as_of AS VARCHAR) FROM '${join(school.releases, '2026-04/v1/tables/registered.parquet')}'`,
    )
    return () => school.remove()
  })

  async function explain(region: unknown, gender: unknown, month = '2026-04'): Promise<StockExplanation> {
    const { project, workspace } = school
    const cell = [`region=${region}`, `gender=${gender}`].filter((one) => !one.endsWith('_T')).join(',')
    const options = { project, workspace, release: join(school.releases, month, 'v1') }
    const explained = await explainReleasedCell({ ...options, table: 'registered', cell })
    if (!('stock' in explained)) throw new Error('the table must be of a stock')
    return explained
  }

  it('says since when each stands, what waits, and what is counted', async () => {
    let standing = 0
    for (const [region, gender, value, day] of shown) {
      const { stock, why } = await explain(region, gender)
      const row = waiting.find(({ coordinates }) => coordinates[0] === region && coordinates[1] === gender)
      const status = day === null ? 'hidden' : day === '2026-04-30' ? 'fresh' : 'standing'
      if (status === 'standing') standing++
      expect(stock).toMatchObject({ status, since: day, shown: value })
      expect(stock.waiting).toEqual({ entered: row?.entered ?? 0, left: row?.left ?? 0 })
      if (status === 'fresh') expect(stock.counted).toBe(value)
      if (status === 'standing')
        expect(stock.counted).toBe(Number(value) + stock.waiting.entered - stock.waiting.left)
      if (status === 'standing' && row === undefined) expect(why).toContain('nobody entered or left it')
    }
    expect(standing).toBeGreaterThan(0)
    const first = await explain('_T', '_T', '2026-03')
    expect(first.stock).toMatchObject({ status: 'fresh', since: '2026-03-31', shown: first.stock.counted })
  })

  it('says why one waits, for people as well', async () => {
    const few = waiting.find(({ entered, left }) => entered + left > 0 && entered + left < 5)!
    const explained = await explain(...few.coordinates)
    expect(explained.why).toBe(
      explained.stock.counted < 5
        ? 'fewer than 5 learners are in it by now'
        : 'fewer than 5 learners entered or left it since then: the difference would tell of them',
    )
    const text = explanationText(explained)
    expect(text.split('\n')[0]).toMatch(/^RESTRICTED/)
    expect(text).toContain(`is shown as of ${few.since}`)
    expect(text).toContain(`waiting since ${few.since}: ${few.entered} entered, ${few.left} left`)
    expect(text).toContain(`why: ${explained.why}`)
  })

  it('lets flows beside it be explained, though rows of it were held back', async () => {
    const release = join(school.releases, '2026-04', 'v1')
    const record = await readReleaseRecord(release, school.workspace, 'tiny')
    const of = (id: string) => record.tables.findIndex(({ shape }) => shape.id === id)
    expect(record.reasons[of('registered')]!.flat()).toContain('change')
    const active = of('active')
    const held = record.reasons[of('registered')]!.findIndex((reasons) => reasons.includes('change'))
    expect(recordedRules(record, { table: of('registered'), row: held })).toMatchObject([
      { rule: 'change', figure: 'registered', table: 'registered' },
    ])
    const statuses = new Set<string>()
    for (const [row, { coordinates }] of record.tables[active]!.cells.entries()) {
      const status = record.statuses[active]![row]!
      if (statuses.has(status)) continue
      statuses.add(status)
      const cell = new Map(['region', 'gender'].map((name, d) => [name, coordinates[d]!]))
      const explained = await explainRecordedCell(record, { table: 'active', cell }, async () => [])
      expect(explained).toMatchObject({ status })
    }
    expect(statuses.size).toBeGreaterThan(1)
  })
})
