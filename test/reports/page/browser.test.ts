import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { pagePath } from '../../../reports/formats/format-paths.ts'
import { pageHtml } from '../../../reports/page/page-html.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import { type ReportLanguage, reportLanguages } from '../../../schemas/report-language.ts'
import { exampleTable, facts, held, results, tables } from '../example-release.ts'
import { awkwardStock } from './awkward-stock.ts'
import { hasChromium, startChromium } from './chromium.ts'
import { longTable } from './long-table.ts'
import { expectAccessible, watchPage, withAxe } from './watched-page.ts'

const september = { id: '2026-09', grain: 'month', start: '2026-09-01', end: '2026-10-01' } as const
const compared = {
  ...{ period: september, version: 1, newerWithdrawn: false, manifestSha256: 'a'.repeat(64) },
  ...{ auditParameters: facts.auditParameters, policyParameters: facts.policyParameters },
  tables: [exampleTable({ ...results, period: '2026-09' })],
}

describe.runIf(hasChromium)('in Chromium', () => {
  let browser: Browser
  let folder: string
  beforeAll(async () => {
    const releases = await mkdtemp(join(tmpdir(), 'kohort-page-'))
    const all = held(...tables, awkwardStock, longTable)
    const formats = { formats: ['page' as const], languages: [...reportLanguages], compared }
    folder = (await writeRelease(all, { ...facts, ...formats }, releases)).folder
    browser = await startChromium()
    return async () => {
      await browser.close()
      await rm(releases, { recursive: true })
    }
  })

  /** Opens a page in a language, looks at it, and expects nothing wrong. */
  const onPage = (
    look: (page: Page) => Promise<void>,
    { language = 'en', fragment = '', ...options }: Options = {},
  ) => watchPage(browser, folder, `${pagePath(language, reportLanguages)}${fragment}`, look, options)

  const section = (page: Page, id: string) => page.locator(`#table-${id}`)
  const codes = (page: Page, id: string) =>
    section(page, id)
      .locator('tbody tr')
      .evaluateAll<readonly string[], HTMLRow>((rows) =>
        rows.map((row) => [...row.querySelectorAll('th')].map((head) => head.getAttribute('data-c')).join()),
      )
  const shown = (page: Page, id: string) => section(page, id).locator('.shown').textContent()

  it.each(reportLanguages)('the page in %s opens, and goes on to the others', async (language) => {
    await onPage(
      async (page) => {
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        expect(await section(page, 'long').locator('tbody tr').count()).toBe(50)
        const other = reportLanguages.find((one) => one !== language)!
        await section(page, 'long').locator('select').last().selectOption('=f')
        await page.locator(`a[hreflang=${other}]`).click()
        expect(await page.locator('html').getAttribute('lang')).toBe(other)
        expect(await section(page, 'long').locator('tbody tr').count()).toBe(42)
      },
      { language },
    )
  })

  it('rows are sorted, filtered and paged, and stand as they were written when all of that is taken back', async () => {
    await onPage(async (page) => {
      const rows = () => section(page, 'awkward').locator('tbody').innerHTML()
      const written = (await rows()).trim().replaceAll('>\n<', '><')
      await section(page, 'awkward').getByRole('button', { name: 'Assessed' }).click()
      expect((await codes(page, 'awkward')).slice(0, 2)).toEqual(['\uFF21,f', '\uFF21,_T'])
      expect(await section(page, 'awkward').locator('[aria-sort=descending]').textContent()).toBe('Assessed')
      expect(await rows()).not.toBe(written)
      await section(page, 'awkward').getByRole('button', { name: 'Show all rows again' }).click()
      expect(await rows()).toBe(written)

      await section(page, 'long').getByRole('button', { name: 'Next rows' }).click()
      expect(await shown(page, 'long')).toBe('Rows 51 to 100 of 126 that match; the table has 126.')
      await section(page, 'long').getByRole('combobox', { name: 'Gender' }).selectOption({ label: 'Female' })
      expect(await shown(page, 'long')).toBe('Rows 1 to 42 of 42 that match; the table has 126.')
      await section(page, 'long').locator('[data-filter=day]').selectOption({ label: 'Day 7' })
      expect(await codes(page, 'long')).toEqual(['d7,f'])
    })
  })

  it('a filter says that it searched the rows which the page has, not all of the table', async () => {
    const cut = pageHtml({ facts: { ...facts, languages: ['en'] }, tables, files: new Map() }, 'en', 3)
    await writeFile(join(folder, 'report/cut.html'), cut)
    await watchPage(browser, folder, 'report/cut.html', async (page) => {
      await section(page, 'test-results').locator('[data-filter=region]').selectOption('=UZ-AN')
      expect(await shown(page, 'test-results')).toBe(
        'No row matches among the 3 that this page has; the table has 12, and the page cannot search the others.',
      )
    })
  })

  it('the address keeps what was done, through reloads and back again', async () => {
    await onPage(async (page) => {
      await section(page, 'long').getByRole('combobox', { name: 'Gender' }).selectOption({ label: 'Male' })
      await section(page, 'test-results').getByRole('button', { name: 'Passed' }).click()
      expect(new URL(page.url()).hash).toBe('#t=long&f.gender=m&t=test-results&s=passed:desc')
      await page.reload()
      expect((await codes(page, 'long'))[1]).toBe('d1,m')
      expect((await codes(page, 'test-results'))[0]).toBe('_X,f')
      await page.getByRole('link', { name: 'How to cite' }).click()
      expect(new URL(page.url()).hash).toBe('#at=cite&t=long&f.gender=m&t=test-results&s=passed:desc')
      await page.goBack()
      await page.goBack()
      expect((await codes(page, 'test-results'))[0]).toBe('_T,_T')
      expect((await codes(page, 'long'))[1]).toBe('d1,m')
      await page.goBack()
      expect((await codes(page, 'long'))[1]).toBe('_T,f')
    })
  })

  it('what a foreign address asks for is shown as far as the tables have it', async () => {
    const fragment = '#t=long&f.day=nowhere&s=passed:asc&p=99&t=gone&p=2'
    await onPage(
      async (page) => {
        expect(await shown(page, 'long')).toBe('Rows 101 to 126 of 126 that match; the table has 126.')
        // Sections above it may not be laid out yet.
        const top = "document.getElementById('table-long').getBoundingClientRect().top"
        expect(await page.evaluate(top)).toBeLessThan(40)
      },
      { fragment },
    )
  })

  it('the download of a table is its CSV file, and of a part of it the same lines', async () => {
    await onPage(async (page) => {
      for (const id of ['test-results', 'awkward', 'long', 'lesson-views']) {
        const file = await readFile(join(folder, `tables/${id}.csv`))
        expect(await download(page, id), id).toEqual(file)
        await section(page, id).locator('[data-filter=gender]').selectOption({ label: 'Female' })
        const lines = file.toString().split('\n')
        const part = lines.filter((line, i) => i === 0 || /(^|,)f,2026-10,/.test(line) || line === '')
        expect((await download(page, id)).toString(), id).toBe(part.join('\n'))
      }
    })
  })

  it('all of it can be done with keys alone', async () => {
    await onPage(async (page) => {
      await page.keyboard.press('Tab')
      expect(await focused(page)).toBe('Skip to the content')
      await page.keyboard.press('Enter')
      await tabTo(page, 'select[data-filter=region]')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      expect(await codes(page, 'test-results')).toEqual(['UZ-TK,_T', 'UZ-TK,f', 'UZ-TK,m'])
      await tabTo(page, '#table-test-results [data-column=gender] button')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      expect(await codes(page, 'test-results')).toEqual(['UZ-TK,m', 'UZ-TK,f', 'UZ-TK,_T'])
      const outline = 'getComputedStyle(document.activeElement).outlineStyle'
      expect(await page.evaluate(outline)).toBe('solid')
    })
  })

  it('axe finds nothing in either scheme, on a telephone and a desk, and nothing is wider than the page', async () => {
    await onPage(expectAccessible, withAxe)
  })

  it('paper has all rows and no controls', async () => {
    await onPage(async (page) => {
      const rows = () => expect.poll(() => section(page, 'long').locator('tbody tr').count())
      await page.emulateMedia({ media: 'print' })
      await rows().toBe(126)
      // Browsers repeat headings on each sheet, but no buttons.
      expect(await page.locator('thead button').count()).toBe(0)
      expect(await page.locator('.controls:visible, .pager:visible, .languages:visible').count()).toBe(0)
      await page.emulateMedia({ media: 'screen' })
      await rows().toBe(50)
      expect(await page.locator('thead button').count()).toBe(
        await page.locator('[data-table] thead th').count(),
      )
      await section(page, 'long').getByRole('combobox', { name: 'Gender' }).selectOption({ label: 'Female' })
      expect((await page.pdf()).length).toBeGreaterThan(10_000)
      await rows().toBe(42)
    })
  })

  it('reads without its script', async () => {
    await onPage(
      async (page) => {
        expect(await section(page, 'long').locator('tbody tr').count()).toBe(50)
        expect(await page.locator('.controls:visible').count()).toBe(0)
        expect(await section(page, 'long').locator('.cut').textContent()).toContain('tables/long.csv')
      },
      { javaScriptEnabled: false },
    )
  })

  async function download(page: Page, id: string): Promise<Buffer> {
    const begun = page.waitForEvent('download')
    await section(page, id).getByRole('button', { name: 'Download' }).click()
    return readFile(await (await begun).path())
  }
})

interface Options extends BrowserContextOptions {
  readonly language?: ReportLanguage
  readonly fragment?: string
}

/** What of a row's element is used. */
interface HTMLRow {
  querySelectorAll(selector: string): Iterable<{ getAttribute(name: string): string | null }>
}

async function focused(page: Page): Promise<unknown> {
  return page.evaluate('document.activeElement.textContent')
}

async function tabTo(page: Page, selector: string): Promise<void> {
  const isThere = `document.activeElement.matches(${JSON.stringify(selector)})`
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate(isThere)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`nobody gets to ${selector} with Tab`)
}
