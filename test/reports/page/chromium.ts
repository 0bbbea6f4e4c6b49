import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from '../../../reports/pdf/find-browser.ts'

const executablePath = findBrowser()

/** Whether tests in a browser run: where everything has to run, it has to be there. */
export const hasChromium = executablePath !== null || process.env['REQUIRE_SHARED'] === '1'

export async function startChromium(): Promise<Browser> {
  if (executablePath === null)
    throw new Error('tests in a browser need Chromium: install it, or name it in KOHORT_CHROMIUM')
  // Containers run as root, for whom Chromium has no sandbox.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}
