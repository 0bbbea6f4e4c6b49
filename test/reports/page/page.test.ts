import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ReleaseContent } from '../../../reports/formats/release-content.ts'
import { buildManifest } from '../../../reports/manifest.ts'
import { pageHtml } from '../../../reports/page/page-html.ts'
import { parsePage } from '../../../reports/page/parse-page.ts'
import { reportLanguages } from '../../../schemas/report-language.ts'
import { exampleTable, facts, tables } from '../example-release.ts'
import { awkwardLabels, awkwardStock } from './awkward-stock.ts'

const content: ReleaseContent = {
  facts: { ...facts, languages: [...reportLanguages] },
  tables: [...tables, awkwardStock],
  files: new Map(),
}
const english = pageHtml(content, 'en')

describe('a page', () => {
  it('may run its own script and show its own style, and nothing else', async () => {
    const page = await parsePage(english)
    const policy = page.all('meta[http-equiv]').map((node) => node.attribute('content') ?? '')
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const script = page.all('script').filter((node) => node.attribute('type') === null)
    expect(policy).toEqual([
      `default-src 'none'; script-src ${hash(script[0]!.text())}; style-src ${hash(page.all('style')[0]!.text())}; connect-src 'none'; base-uri 'none'; form-action 'none'`,
    ])
    expect(script).toHaveLength(1)
    expect(english).not.toMatch(/ style=| on[a-z]+=/)
  })

  it.each(reportLanguages)('in %s points to nothing outside the release', async (language) => {
    const page = await parsePage(pageHtml(content, language))
    expect(page.all('[src]')).toEqual([])
    const links = page.all('[href]').map((node) => node.attribute('href')!)
    expect(links.filter((link) => !/^(#[\w-]+|\.\.\/[\w./-]+|index[\w.-]*\.html)$/.test(link))).toEqual([])
    const ids = new Set(page.all('[id]').map((node) => node.attribute('id')))
    expect(links.filter((link) => link.startsWith('#') && !ids.has(link.slice(1)))).toEqual([])
    expect(ids.size).toBe(page.all('[id]').length)
  })

  it('is there in each language, and each knows the others', async () => {
    const page = await parsePage(pageHtml(content, 'ru'))
    const others = page.all('a[hreflang]').map((node) => [node.attribute('hreflang'), node.attribute('href')])
    expect(page.attribute('lang')).toBe('ru')
    expect(others).toEqual([
      ['uz', 'index.html'],
      ['uz-Cyrl', 'index.uz-Cyrl.html'],
      ['en', 'index.en.html'],
    ])
  })

  it('takes names for names, whatever is in them', async () => {
    const page = await parsePage(english)
    const shown = page.all('section[data-table=awkward] tbody th[data-l="1"] bdi').map((node) => node.text())
    for (const label of awkwardLabels.slice(1, 5)) expect(shown).toContain(label)
    expect(shown).toContain('same (a,"b")')
    expect(page.all('script').filter((node) => node.text().startsWith('alert'))).toEqual([])
    expect(english.replace(/<script>.*<\/script>/s, '')).not.toMatch(/[\u2028\u2029]"/)
  })

  it('says how much is withheld and what that is, and never why', async () => {
    const figures = tables[0]!.rows.flatMap((row) => row.figures)
    const withheld = figures.filter(({ status }) => status === 'c').length
    const text = (await parsePage(english)).all('section[data-table=test-results]')[0]!.text()
    expect(text).toContain(`${withheld} of 48 figures are withheld.`)
    expect(english).not.toMatch(/primary|complementary|dominance|threshold/i)
  })

  it('explains that not stated and withheld are two things', () => {
    expect(english).toContain('“Not stated” is a category')
    expect(english).toContain('“Withheld” is not a category')
  })

  it('has the parts of a quality note in their order', async () => {
    const heads = (await parsePage(english)).all('#methodology h3').map((node) => node.text())
    expect(heads).toEqual([
      ...['Prerequisites of quality', 'Assurances of integrity', 'Methodological soundness'],
      ...['Accuracy and reliability', 'Serviceability', 'Accessibility'],
    ])
  })

  it('has the first rows of a table that is too long, and says where all are', async () => {
    const page = await parsePage(pageHtml(content, 'en', 7))
    const section = page.all('section[data-table=test-results]')[0]!
    expect(section.all('tbody tr')).toHaveLength(7)
    expect(section.all('.cut')[0]!.text()).toBe(
      'The table has 12 rows, too many for this page. The first 7 are here, in the order of the code lists; all are in the file tables/test-results.csv.',
    )
  })

  it('names no dimensions of a table that has none', async () => {
    const total = exampleTable({ ...tables[1]!.shape, dimensions: [] })
    const page = await parsePage(pageHtml({ ...content, tables: [total] }, 'en'))
    expect(page.all('section[data-table] > p')[0]?.text()).toBe('Views. Period: October 2026.')
  })

  it('cites the release by the name that its manifest has', async () => {
    const cited = (await parsePage(english)).all('#cite code').map((node) => node.text())
    expect(cited).toEqual([buildManifest(tables, facts, []).id])
  })

  it('is the same bytes for the same release', () => {
    expect(pageHtml(content, 'en')).toBe(english)
  })
})
