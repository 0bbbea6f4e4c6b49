/**
 * What a page costs: its size, how long it takes to write and to check, and how long a reader waits in Chromium. Six tables of
 * 2,000 rows: `npx tsx bench/page.ts`.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ReleaseContent } from '../reports/formats/release-content.ts'
import { pageFaults } from '../reports/page/page-faults.ts'
import { pageHtml } from '../reports/page/page-html.ts'
import type { PublishedTable, TableShape } from '../schemas/cell.ts'
import { exampleTable, facts, results } from '../test/reports/example-release.ts'
import { startChromium } from '../test/reports/page/chromium.ts'

function tableOf(number: number): PublishedTable {
  const codes = (name: string, length: number) =>
    Array.from({ length }, (_, i) => ({
      code: i === 0 ? '_T' : `${name}-${i}`,
      parent: i === 0 ? null : '_T',
      level: i === 0 ? 0 : 1,
      labels: { en: `${name} number ${i}` },
    }))
  const [region, gender] = results.dimensions
  const shape: TableShape = {
    ...{ ...results, id: `table-${number}`, cellBudget: 2000 },
    dimensions: [
      { ...region!, name: 'district', codes: codes('district', 200) },
      { ...gender!, name: 'age', codes: codes('age', 10) },
    ],
  }
  return exampleTable(shape)
}

const content: ReleaseContent = {
  facts: { ...facts, languages: ['en'], formats: ['page'] },
  tables: Array.from({ length: 6 }, (_, i) => tableOf(i + 1)),
  files: new Map(),
}

/** CPU milliseconds of some work. */
async function cpu<T>(work: () => T | Promise<T>): Promise<readonly [T, number]> {
  const before = process.cpuUsage()
  const done = await work()
  const { user, system } = process.cpuUsage(before)
  return [done, Math.round((user + system) / 1000)]
}

const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!

const folder = await mkdtemp(join(tmpdir(), 'kohort-bench-page-'))
await mkdir(join(folder, 'report'))
const [html, written] = await cpu(() => pageHtml(content, 'en'))
await writeFile(join(folder, 'report/index.html'), html)
const [, checked] = await cpu(() => pageFaults(content, 'en', folder))
const browser = await startChromium()
const loads: number[] = []
const busy: number[] = []
const filters: number[] = []
const sorts: number[] = []
for (let run = 0; run < 9; run++) {
  const page = await browser.newPage()
  // Of the page's own thread, which a busy machine does not stretch.
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.goto(`file://${folder}/report/index.html`)
  loads.push(
    Number(await page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")),
  )
  const { metrics } = await session.send('Performance.getMetrics')
  busy.push(1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN))
  // Until what was asked for is laid out.
  const time = (act: string) =>
    page.evaluate(
      `(() => { const t = performance.now(); ${act}; document.body.offsetHeight; return performance.now() - t })()`,
    )
  filters.push(
    Number(
      await time(
        "const s = document.querySelector('#table-table-3 [data-filter=age]'); s.value = '=age-3'; s.dispatchEvent(new Event('change'))",
      ),
    ),
  )
  sorts.push(
    Number(await time("document.querySelector('#table-table-4 [data-column=assessed] button').click()")),
  )
  await page.close()
}
await browser.close()
await rm(folder, { recursive: true })
process.stdout.write(
  `${[
    `size: ${Math.round(Buffer.byteLength(html) / 1000)} kB`,
    `written in ${written} CPU ms, checked in ${checked} CPU ms (first of the process)`,
    `interactive after ${Math.round(median(loads))} ms (median of 9; longest ${Math.round(Math.max(...loads))}), ${Math.round(median(busy))} CPU ms of its thread`,
    `a filter takes ${median(filters).toFixed(1)} ms, a sort ${median(sorts).toFixed(1)} ms (medians of 9; longest ${Math.max(...filters).toFixed(1)} and ${Math.max(...sorts).toFixed(1)})`,
  ].join('\n')}\n`,
)
