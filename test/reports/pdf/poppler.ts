import { execFileSync, spawnSync } from 'node:child_process'
import { hasChromium } from '../page/chromium.ts'

/** Whether tests print PDFs and read them back: where everything has to run, both programs have to be there. */
export const printsPdf =
  hasChromium && (spawnSync('pdftotext', ['-v']).status === 0 || process.env['REQUIRE_SHARED'] === '1')

/** What a PDF says, as Poppler reads it. */
export function pdfText(path: string): string {
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })
}
