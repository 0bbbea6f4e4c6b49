/**
 * What a page costs: its size, how long it takes to write and to check, and how long a reader waits in Chromium, beside an empty
 * page. Six tables of 2,000 rows: `npx tsx bench/page.ts`.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { ReleaseContent } from '../reports/formats/release-content.ts'
import { pageFaults } from '../reports/page/page-faults.ts'
import { pageHtml } from '../reports/page/page-html.ts'
import type { PublishedTable, TableShape } from '../schemas/cell.ts'
import { exampleTable, facts, results } from '../test/reports/example-release.ts'
import { startChromium } from '../test/reports/page/chromium.ts'
import { median } from './median.ts'

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

/** What a reader waits for: until the script has run and the first words are on the screen. */
interface Load {
  readonly wall: number
  /** Of the page's own thread, which a busy machine does not stretch; and of this, what its script, styles and layout take. */
  readonly cpu: number
  readonly script: number
  readonly layout: number
}

const loads = 11
const folder = await mkdtemp(join(tmpdir(), 'kohort-bench-page-'))
await mkdir(join(folder, 'report'))
const [html, written] = await cpu(() => pageHtml(content, 'en'))
await writeFile(join(folder, 'report/index.html'), html)
const [, checked] = await cpu(() => pageFaults(content, 'en', folder))
// What Chromium takes for nothing: on a busy machine most of the time is waiting for a core.
const empty = '<!doctype html><meta charset="utf-8"><title>Empty</title><p>Empty</p>'
await writeFile(join(folder, 'report/empty.html'), empty)
const browser = await startChromium()
const full: Load[] = []
const floor: Load[] = []
const filters: number[] = []
const sorts: number[] = []
for (let run = 0; run < loads; run++) {
  // In turn, so that what else the machine does falls on both.
  floor.push(await open('empty', async () => undefined))
  full.push(await open('index', useTables))
}
await browser.close()
await rm(folder, { recursive: true })

async function open(name: string, use: (page: Page) => Promise<void>): Promise<Load> {
  const page = await browser.newPage()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.goto(`file://${folder}/report/${name}.html`)
  const wall = Number(
    await page.evaluate(`new Promise((resolve) => new PerformanceObserver((list) => {
      const [painted] = list.getEntriesByName('first-contentful-paint')
      const [{ domContentLoadedEventEnd }] = performance.getEntriesByType('navigation')
      if (painted !== undefined) resolve(Math.max(domContentLoadedEventEnd, painted.startTime))
    }).observe({ type: 'paint', buffered: true }))`),
  )
  const { metrics } = await session.send('Performance.getMetrics')
  const spent = (metric: string) => 1000 * (metrics.find((one) => one.name === metric)?.value ?? Number.NaN)
  await use(page)
  await page.close()
  return {
    ...{ wall, cpu: spent('TaskDuration'), script: spent('ScriptDuration') },
    layout: spent('LayoutDuration') + spent('RecalcStyleDuration'),
  }
}

async function useTables(page: Page): Promise<void> {
  // Until what was asked for is laid out, which only happens to tables that are on the screen.
  const time = async (table: string, act: string) => {
    await page.evaluate(
      `new Promise((resolve) => { document.querySelector('#table-${table} tbody').scrollIntoView(); requestAnimationFrame(() => setTimeout(resolve)) })`,
    )
    return page.evaluate(
      `(() => { const t = performance.now(); ${act}; document.querySelector('#table-${table} tbody').offsetHeight; return performance.now() - t })()`,
    )
  }
  const filter =
    "const s = document.querySelector('#table-table-3 [data-filter=age]'); s.value = '=age-3'; s.dispatchEvent(new Event('change'))"
  filters.push(Number(await time('table-3', filter)))
  const sort = "document.querySelector('#table-table-4 [data-column=assessed] button').click()"
  sorts.push(Number(await time('table-4', sort)))
}

const of = (list: readonly Load[], what: keyof Load) =>
  `${Math.round(median(list.map((one) => one[what])))} ms`
const parts = (list: readonly Load[]) =>
  `${of(list, 'wall')}, ${of(list, 'cpu')} of CPU (script ${of(list, 'script')}, styles and layout ${of(list, 'layout')})`
process.stdout.write(
  `${[
    `size: ${Math.round(Buffer.byteLength(html) / 1000)} kB`,
    `written in ${written} CPU ms, checked in ${checked} CPU ms (first of the process)`,
    `medians of ${loads} loads, until the script has run and the first words are painted:`,
    `  the page ${parts(full)}`,
    `  an empty page ${parts(floor)}`,
    `a filter takes ${median(filters).toFixed(1)} ms, a sort ${median(sorts).toFixed(1)} ms (medians of ${loads}; longest ${Math.max(...filters).toFixed(1)} and ${Math.max(...sorts).toFixed(1)})`,
  ].join('\n')}\n`,
)
