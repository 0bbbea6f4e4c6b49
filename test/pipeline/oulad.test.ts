import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditAgainstSources } from '../../pipeline/audit-release.ts'
import { type NightResult, night } from '../../pipeline/night.ts'
import { type Verified, verifyRelease } from '../../pipeline/verify.ts'
import { parsePage } from '../../reports/page/parse-page.ts'
import { hasChromium, startChromium } from '../reports/page/chromium.ts'
import { expectAccessible, watchPage, withAxe } from '../reports/page/watched-page.ts'
import { selectRows } from './tiny-project.ts'

const data = fileURLToPath(new URL('../../../shared/data/oulad', import.meta.url))
const absent = !existsSync(data) && process.env['REQUIRE_SHARED'] !== '1'
const project = 'sample-data/oulad/kohort.yaml'

/** Kuzilek, Hlosta, Zdrahal (Sci. Data 4:170171, 2017): days count from 1 February (B) or 1 October (J). */
const startDay = `make_date(CAST(left(code_presentation, 4) AS INTEGER), CASE right(code_presentation, 1) WHEN 'B' THEN 2 ELSE 10 END, 1)`
const inNovember = (offset: string) =>
  `${startDay} + CAST(${offset} AS INTEGER) BETWEEN DATE '2013-11-01' AND DATE '2013-11-30'`
const views = `read_parquet('${data}/studentVle_ds/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)`

describe.skipIf(absent)(
  'a month of OULAD from ../shared (skipped where absent)',
  { timeout: 300_000 },
  () => {
    let folder: string
    let result: NightResult
    let verified: Verified
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'kohort-oulad-'))
      result = await night({
        project,
        data,
        releases: join(folder, 'releases'),
        workspace: join(folder, 'workspace'),
        asOf: '2015-12-31',
        period: '2013-11',
        publish: true,
        now: new Date('2016-01-01T00:00:00Z'),
        progress: () => undefined,
      })
      verified = await verifyRelease(release(), 120)
      return () => rm(folder, { recursive: true, force: true })
    }, 300_000)

    const release = () => join(folder, 'releases/2013-11/v1')
    /** A figure of the row with these codes, all other dimensions at their totals. */
    const published = async (
      table: string,
      measure: string,
      codes: Readonly<Record<string, string>> = {},
    ) => {
      const shape = verified.manifest?.tables.find(({ id }) => id === table)
      if (shape === undefined) throw new Error(`the release must have the table ${table}`)
      const row = shape.dimensions.map(({ name }) => `${name} = '${codes[name] ?? '_T'}'`).join(' AND ')
      const file = join(release(), 'tables', `${table}.parquet`)
      return (await selectRows(`SELECT ${measure} FROM '${file}' WHERE ${row}`))[0]?.[0]
    }
    const counted = async (sql: string) => (await selectRows(sql))[0]?.[0]

    it('is released', () => {
      expect(result.periods.map(({ outcome, reasons }) => [outcome, reasons])).toEqual([['released', []]])
    })

    it('has books that balance, and all 28,785 students in them', () => {
      for (const { read, quarantined, notAdmitted, merged, later, used } of Object.values(result.books))
        expect(quarantined + notAdmitted + merged + later + used).toBe(read)
      expect(result.books.learners).toMatchObject({ read: 28_785, used: 28_785 })
      expect(result.books.courses).toMatchObject({ read: 22, used: 22 })
    })

    it('is accepted by verify and audit, every cell recounted', async () => {
      expect(verified).toMatchObject({ passed: true, findings: [] })
      const audit = await auditAgainstSources({
        project,
        data,
        workspace: join(folder, 'workspace'),
        release: release(),
        now: new Date('2016-01-01T00:00:00Z'),
        progress: () => undefined,
      })
      expect(audit).toMatchObject({ passed: true, findings: [], differences: [], changedSources: [] })
      expect(audit.recounted).toBeGreaterThan(500)
    })

    it('shows as many active students and views as plain SQL counts', async () => {
      const students = await counted(
        `SELECT count(DISTINCT id_student) FROM ${views} WHERE ${inNovember('date')}`,
      )
      expect(students).toBeGreaterThan(5_000)
      expect(await published('active-demography', 'students')).toBe(students)
      expect(await published('active-education', 'students')).toBe(students)
      expect(await published('daily-activity', 'students')).toBe(students)
      expect(await published('daily-activity', 'views')).toBe(
        await counted(`SELECT count(*) FROM ${views} WHERE ${inNovember('date')}`),
      )
    })

    it('shows as many students of one module, on one day and by gender as plain SQL counts', async () => {
      expect(await published('daily-activity', 'students', { course: 'BBB', day: '2013-11-15' })).toBe(
        await counted(
          `SELECT count(DISTINCT id_student) FROM ${views} WHERE code_module = 'BBB' AND ${startDay} + CAST(date AS INTEGER) = DATE '2013-11-15'`,
        ),
      )
      expect(await published('active-demography', 'students', { gender: 'F' })).toBe(
        await counted(
          `SELECT count(DISTINCT id_student) FROM ${views} JOIN (SELECT id_student, arg_max(gender, code_presentation || code_module) AS gender FROM '${data}/studentInfo.parquet' GROUP BY id_student) USING (id_student) WHERE gender = 'F' AND ${inNovember('date')}`,
        ),
      )
    })

    it.runIf(hasChromium)(
      'has a page in English, with a chart of each table and no word of another school',
      async () => {
        const html = await readFile(join(release(), 'report/index.html'), 'utf8')
        const page = await parsePage(html)
        expect(page.attribute('lang')).toBe('en')
        expect(page.all('h1')[0]?.text()).toBe('Open University learning analytics')
        const tables = verified.manifest?.tables.map(({ id }) => id)
        const charts = page
          .all('section[data-table]')
          .map((node) => [node.attribute('data-table'), node.all('svg').length])
        expect(charts).toEqual(tables?.map((id) => [id, 1]))
        // One for each module, on one scale.
        expect(page.all('#table-daily-activity figcaption')[0]?.text()).toMatch(
          /^Small charts.*by Day, one for each/,
        )
        expect(
          html.match(/[^<>"]*(?:uz[-_"]|uzb|o.zbek|[уў]збек|to?shkent|soato|viloyat)[^<>"]*/gi),
        ).toBeNull()
        const browser = await startChromium()
        try {
          await watchPage(browser, release(), 'report/index.html', expectAccessible, withAxe)
        } finally {
          await browser.close()
        }
      },
    )

    it('shows as many withdrawals as plain SQL counts', async () => {
      const withdrawals = await counted(
        `SELECT count(DISTINCT id_student) FROM '${data}/studentRegistration.parquet' WHERE date_unregistration IS NOT NULL AND ${inNovember('date_unregistration')}`,
      )
      expect(withdrawals).toBeGreaterThan(100)
      expect(await published('withdrawals', 'withdrawn')).toBe(withdrawals)
    })

    it('shows the assessed students and their mean score as plain SQL computes them', async () => {
      const latest = `SELECT id_student, arg_max(CAST(score AS INTEGER), (${startDay} + CAST(date_submitted AS INTEGER), CAST(id_assessment AS BIGINT) || '-' || CAST(id_student AS BIGINT))) AS score
      FROM '${data}/studentAssessment.parquet' JOIN '${data}/assessments.parquet' USING (id_assessment)
      WHERE is_banked = 0 AND score IS NOT NULL AND ${inNovember('date_submitted')} GROUP BY id_student`
      expect(await published('test-scores', 'assessed')).toBe(
        await counted(`SELECT count(*) FROM (${latest})`),
      )
      expect(await published('test-scores', 'CAST(mean_score AS DOUBLE)')).toBeCloseTo(
        Number(await counted(`SELECT avg(score) FROM (${latest})`)),
        1,
      )
    })
  },
)
