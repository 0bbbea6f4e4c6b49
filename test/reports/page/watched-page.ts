import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'

/**
 * Opens a page of a release, looks at it, and expects no error, no breach of its policy, and no request but for the release's
 * own files.
 *
 * @param folder of the release
 * @param address path of the page within it, perhaps with a fragment
 */
export async function watchPage(
  browser: Browser,
  folder: string,
  address: string,
  look: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => requests.push(request.url().split('#')[0]!))
  await page.goto(`file://${folder}/${address}`)
  await look(page)
  await context.close()
  expect(complaints).toEqual([])
  expect(requests.filter((url) => !url.startsWith('blob:') && !url.startsWith(`file://${folder}/`))).toEqual(
    [],
  )
}

/** What the test puts into the page is not of the page. */
export const withAxe: BrowserContextOptions = { bypassCSP: true }

/** Expects that axe finds nothing in either scheme, on a telephone and a desk, and that nothing is wider than the page. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.addScriptTag({ content: axe.source })
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const violations = await page.evaluate(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))`,
      )
      expect([width, colorScheme, violations]).toEqual([width, colorScheme, []])
    }
  }
}
