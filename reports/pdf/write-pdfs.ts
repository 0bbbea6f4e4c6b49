import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pagePath, pdfPath } from '../formats/format-paths.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import { numberNodes } from './number-nodes.ts'
import { printPage } from './print-page.ts'
import { setDays } from './set-days.ts'

/**
 * Prints each page of a release, which is written by then, to `report/report.<language>.pdf`.
 *
 * @throws {Error} if there is no browser, a file exists, or one cannot be written in full
 */
export async function writePdfs({ facts }: ReleaseContent, folder: string): Promise<void> {
  const { languages, asOf } = facts
  for (const language of languages) {
    const printed = await printPage(join(folder, pagePath(language, languages)))
    await writeFile(join(folder, pdfPath(language)), numberNodes(setDays(printed, asOf)), { flag: 'wx' })
  }
}
