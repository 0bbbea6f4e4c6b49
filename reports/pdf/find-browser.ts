import { existsSync } from 'node:fs'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Path of a Chromium: the one that KOHORT_CHROMIUM names, or else one where systems put it; null where there is none. */
export function findBrowser(): string | null {
  const named = process.env['KOHORT_CHROMIUM']
  return (named === undefined ? places : [named]).find((path) => existsSync(path)) ?? null
}
