import { pathToFileURL } from 'node:url'
import { findBrowser } from './find-browser.ts'

/** Milliseconds until a browser that does not answer is closed, and the printing fails. */
const patience = 300_000

/**
 * Prints a page to PDF, tagged and with an outline, as the browser prints it: by its style for paper, all rows of its tables.
 * The browser is one of its own, without network: so the same page gives the same bytes but for the days in them.
 *
 * @param path of an HTML file
 * @throws {Error} if there is no browser, or it fails
 */
export async function printPage(path: string): Promise<Buffer> {
  const executablePath = findBrowser()
  if (executablePath === null)
    throw new Error('a PDF needs Chromium: install it, or name it in KOHORT_CHROMIUM')
  const { chromium } = await import('playwright-core')
  // Chromium has no sandbox for root, as whom containers run; the page is our own and has no network.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  // Who stops the run, and how, is the run's to decide.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }
  const browser = await chromium.launch({ executablePath, args, ...signals })
  const alarm = setTimeout(() => void browser.close(), patience)
  try {
    const context = await browser.newContext({ offline: true })
    const page = await context.newPage()
    await page.goto(pathToFileURL(path).href)
    return await page.pdf({
      format: 'A4',
      preferCSSPageSize: true,
      printBackground: true,
      tagged: true,
      outline: true,
    })
  } finally {
    clearTimeout(alarm)
    await browser.close()
  }
}
