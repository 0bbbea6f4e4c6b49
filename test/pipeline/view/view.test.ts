import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diffReleases, type ReleaseDifference } from '../../../pipeline/diff.ts'
import { explainReleasedCell, type ReleaseExplanation } from '../../../pipeline/explain.ts'
import { intervalText } from '../../../pipeline/explanation-words.ts'
import { type HtmlNode, parsePage } from '../../../reports/page/parse-page.ts'
import type { TinyProject } from '../tiny-project.ts'
import { type Shown, shownSchool, stateBelow, wildName } from './viewed-school.ts'

describe('the restricted pages of a release', { timeout: 120_000 }, () => {
  let school: TinyProject
  let shown: Shown
  let june: string
  let before: ReadonlyMap<string, string>

  let close: () => Promise<void>

  beforeAll(async () => {
    ;({ school, june, before, shown, close } = await shownSchool())
  }, 120_000)
  afterAll(() => close())

  async function page(path: string, status = 200): Promise<HtmlNode> {
    const response = await fetch(`${shown.operators}${path}`)
    expect(response.status).toBe(status)
    return parsePage(await response.text())
  }

  const rowsOf = (node: HtmlNode) =>
    node.all('tbody tr').map((row) => row.all('th, td').map((cell) => cell.text()))
  const links = (node: HtmlNode) => node.all('a').map((one) => one.attribute('href') ?? '')

  async function explain(cell: string): Promise<ReleaseExplanation> {
    const { project, workspace } = school
    const explained = await explainReleasedCell({ project, workspace, release: june, table: 'active', cell })
    if ('stock' in explained) throw new Error('the table must be of flows')
    return explained
  }

  it('are each marked as restricted, escape names, and hold no script', async () => {
    for (const path of ['/', '/tables/active', '/tables/courses', '/tables/active/cell', '/compare']) {
      const response = await fetch(`${shown.operators}${path}`)
      const text = await response.text()
      const node = await parsePage(text)
      expect(node.all('title')[0]!.text()).toMatch(/^RESTRICTED: /)
      expect(node.all('.restricted')[0]!.text()).toMatch(/^RESTRICTED: /)
      expect(node.all('meta[name=robots]')[0]!.attribute('content')).toBe('noindex, nofollow')
      expect(node.all('script')).toEqual([])
      expect(text).not.toContain('<script')
    }
    expect((await page('/tables/active')).all('h1')[0]!.text()).toBe(`active: ${wildName}`)
    expect((await page('/tables/courses')).text()).toContain(wildName)
  })

  it('begin with the books, the night, and the place in the ledger', async () => {
    const start = await page('/')
    const text = start.text()
    const { learners, lesson_views: views } = shown.view.operators!.layer.run.books
    const books = rowsOf(start)
    for (const [source, entry] of [
      ['learners', learners!],
      ['lesson_views', views!],
    ] as const)
      expect(books).toContainEqual(expect.arrayContaining([source, String(entry.read), String(entry.used)]))
    expect(learners!.read).toBe(240)
    expect(text).toContain('Hash chain verifiedyes')
    expect(text).toMatch(/This releaseentry \d+, published/)
    expect(books.map(([name]) => name)).toEqual(
      expect.arrayContaining(['tiny/2026-05/1', 'tiny/2026-06/1', '6 release']),
    )
    expect(links(start)).toContain('/operators/token-of-the-test/tables/active')
  })

  it('show each hidden figure, of how many learners, and by which rule', async () => {
    const rows = rowsOf(await page('/tables/active?d.region=D1&d.gender=M'))
    expect(rows).toHaveLength(1)
    const minutes = 3 * Math.floor(74_713 / 60)
    const [region, gender, learners, views, spent, why] = rows[0]!
    expect([region, gender]).toEqual([expect.stringContaining('D1'), expect.stringContaining('M')])
    expect([learners, views]).toEqual(['3 shown as [c]', '3 shown as [c]'])
    expect(Math.abs(Number.parseInt(spent!, 10) - minutes)).toBeLessThanOrEqual(3)
    expect(spent).toContain('of 3; shown as [c]')
    expect(why).toMatch(/^primary: .*threshold/)
    const hidden = await page('/tables/active?hidden=1')
    const statuses = shown.view.operators!.layer.record.statuses[0]!
    expect(rowsOf(hidden)).toHaveLength(statuses.filter((status) => status !== 'published').length)
    expect(rowsOf(hidden).map((row) => row.at(-1))).toContain('complementary')
    expect(links(hidden)).toContain('/operators/token-of-the-test/tables/active/cell?d.region=D1&d.gender=M')
  })

  it.each(['region=D1,gender=M', 'region=D1,gender=F', 'total'])(
    'tell of the cell %s what explain does',
    async (cell) => {
      const explained = await explain(cell)
      const query = new URLSearchParams(
        Object.entries(explained.cell).map(([name, code]): [string, string] => [`d.${name}`, code]),
      )
      const node = await page(`/tables/active/cell?${query}`)
      expect(rowsOf(node)).toEqual(
        explained.figures.map(({ figure, value, contributors, primary, interval }) => [
          ...[figure, String(value), String(contributors)],
          interval === null ? 'published' : intervalText(interval),
          primary ? 'yes' : 'no',
        ]),
      )
      const text = node.text()
      const { rules, hidesBehind, ifPublished, extent } = explained
      for (const { rule, figure, clause } of rules) expect(text).toContain(`${rule}: ${figure}: ${clause}`)
      for (const { words } of hidesBehind) expect(text).toContain(words)
      for (const { before: now, after } of ifPublished.primaries)
        expect(text).toContain(`${intervalText(now)} now, then ${intervalText(after)}`)
      if (explained.status !== 'published')
        expect(text).toContain(`examined: ${extent.examinedFigures} of ${extent.hiddenFigures}`)
    },
  )

  it('compare with an earlier release as diff does, from the ledger even where its folder is gone', async () => {
    const may = join(school.releases, '2026-05', 'v1')
    const difference: ReleaseDifference = await diffReleases(may, june, { now: new Date() })
    const { figures } = difference.tables.find(({ table }) => table === 'active')!
    expect(figures.length).toBeGreaterThan(0)
    const options = (await page('/compare')).all('option').map((one) => one.attribute('value'))
    expect(options).toEqual(['2026-05/v1'])
    const node = await page('/compare?with=2026-05/v1')
    const section = node.all('section').find((one) => one.all('h2')[0]?.text() === 'active')!
    expect(rowsOf(section).toSorted()).toEqual(
      figures
        .map((one) => [
          ...[one.coordinates.join(' '), one.measure],
          ...[String(one.before ?? one.statusBefore), String(one.after ?? one.statusAfter)],
          one.kind.replace('-', ' '),
          one.few ? 'yes' : 'no',
        ])
        .toSorted(),
    )
    expect(node.text()).toContain('tiny/2026-05/1 in the ledger → tiny/2026-06/1')
  })

  it.each([
    { path: '/tables/active?d.region=nowhere', says: 'a filter must name dimensions and codes of the table' },
    { path: '/tables/active?d.age=18', says: 'a filter must name dimensions and codes of the table' },
    { path: '/tables/active/cell?d.gender=X', says: 'the code must be one of gender in active' },
    { path: '/compare?with=2026-07/v1', says: 'an earlier release must be one of the list' },
  ])('say what is wrong with $path, and show no stack', async ({ path, says }) => {
    const text = (await page(path, 400)).text()
    expect(text).toContain(says)
    expect(text).not.toMatch(/\bat .*:\d+:\d+/)
  })

  it.each(['/tables/nosuch', '/tables/..%2f..', '/nosuch', '/tables/active/cell/'])(
    'lack %s',
    async (path) => {
      expect((await fetch(`${shown.operators}${path}`)).status).toBe(404)
    },
  )

  it('changed nothing of the release, the ledger or the workspace by all of this', () => {
    expect(stateBelow(school.folder)).toEqual(before)
  })

  it('say of a ledger that was edited that it does not hold, and compare with the folder instead', async () => {
    await rm(join(school.workspace, 'ledger', 'head.json'))
    const start = await page('/')
    expect(start.text()).toContain('Hash chain verified: NO.')
    const node = await page('/compare?with=2026-05/v1')
    expect(node.text()).toContain('tiny/2026-05/1 → tiny/2026-06/1')
  })
})
