import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pagePath } from '../formats/format-paths.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import { pageHtml } from './page-html.ts'

/**
 * Writes `report/index.html` in the main language of a release, and `report/index.<language>.html` in the others.
 *
 * @throws {Error} if a file exists or cannot be written in full
 */
export async function writePages(content: ReleaseContent, folder: string): Promise<void> {
  const { languages } = content.facts
  for (const language of languages)
    await writeFile(join(folder, pagePath(language, languages)), pageHtml(content, language), { flag: 'wx' })
}
