import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser']

/** Where there is a Chromium: that of KOHORT_CHROMIUM, or Debian's. */
const executablePath = [process.env['KOHORT_CHROMIUM'] ?? '', ...places].find((path) => existsSync(path))

/** Whether tests in a browser run: where everything has to run, it has to be there. */
export const hasChromium = executablePath !== undefined || process.env['REQUIRE_SHARED'] === '1'

export async function startChromium(): Promise<Browser> {
  if (executablePath === undefined)
    throw new Error('tests in a browser need Chromium: install it, or name it in KOHORT_CHROMIUM')
  // Containers run as root, for whom Chromium has no sandbox.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}
