import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { PublishedTable } from '../../schemas/cell.ts'
import type { ReportLanguage } from '../../schemas/report-language.ts'
import { pagePath } from '../formats/format-paths.ts'
import type { ReleaseContent } from '../formats/release-content.ts'
import type { Fault } from '../structure/finding.ts'
import type { PageTable } from './browser/page-table.ts'
import { pageTable, pageTableSchema } from './page-data.ts'
import { type HtmlNode, parsePage } from './parse-page.ts'
import { keyFiguresAreShown, rowsAreShown } from './shown-figures.ts'

const differs: Fault = { rule: 'page', clause: 'a page has the figures of the Parquet files' }

/**
 * Whether a page shows the tables of the release, which are read from Parquet: the data that its script shows, the rows and the
 * key figures that it shows without. Its words, changes among them, are as its writer had them; the signature holds those.
 *
 * @throws {Error} if it cannot be read, or its data are none
 */
export async function pageFaults(
  content: ReleaseContent,
  language: ReportLanguage,
  folder: string,
): Promise<readonly Fault[]> {
  const path = join(folder, pagePath(language, content.facts.languages))
  const page = await parsePage(await readFile(path, 'utf8'))
  const shown = page.all('section[data-table]')
  const isWhole =
    isDeepStrictEqual(
      shown.map((node) => node.attribute('data-table')),
      content.tables.map(({ shape }) => shape.id),
    ) &&
    content.tables.every((table, t) => tableIsShown(table, shown[t]!, page, language)) &&
    keyFiguresAreShown(page, content.tables)
  return isWhole ? [] : [differs]
}

function tableIsShown(
  table: PublishedTable,
  section: HtmlNode,
  page: HtmlNode,
  language: ReportLanguage,
): boolean {
  const { id } = table.shape
  const blocks = page.all('script').filter((node) => node.attribute('id') === `data-${id}`)
  const carried = pageTableSchema.parse(JSON.parse(blocks[0]?.text() ?? ''))
  const rows = carried.measures[0]?.values.length ?? 0
  // How much of a long table a page carries may have been otherwise when it was written.
  const expected = pageTable(table, language, rows)
  return (
    blocks.length === 1 &&
    rows > 0 &&
    isDeepStrictEqual(withoutWords(carried), withoutWords(expected)) &&
    rowsAreShown(section, expected)
  )
}

function withoutWords({ dimensions, dayTexts: _words, ...figures }: PageTable) {
  return { ...figures, dimensions: dimensions.map(({ labels: _names, ...codes }) => codes) }
}
