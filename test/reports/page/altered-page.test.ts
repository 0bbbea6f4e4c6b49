import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { readRelease } from '../../../reports/read-release.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import { reseal, rewriteText } from '../damage.ts'
import { facts, held, tables, temporaryFolder } from '../example-release.ts'
import { awkwardStock } from './awkward-stock.ts'

let written: string
beforeAll(async () => {
  const releases = await mkdtemp(join(tmpdir(), 'kohort-altered-'))
  const [learners] = awkwardStock.shape.baseMeasures
  const counted = { ...learners!, counts: 'registered learners' }
  // Its first total is a key figure of its own.
  const stock = {
    ...awkwardStock,
    shape: { ...awkwardStock.shape, baseMeasures: [counted, ...awkwardStock.shape.baseMeasures.slice(1)] },
  }
  const all = held(...tables, stock)
  written = (await writeRelease(all, { ...facts, formats: ['page'] }, releases)).folder
  return () => rm(releases, { recursive: true })
})

const file = 'report/index.en.html'

async function findingsAfter(change: (html: string) => string) {
  const folder = join(await temporaryFolder(), 'v1')
  await cp(written, folder, { recursive: true })
  await rewriteText(folder, file, change)
  await reseal(folder)
  return (await readRelease(folder)).findings
}

it.each([
  { what: 'another figure in a row', change: (html: string) => html.replace('<td>40</td>', '<td>41</td>') },
  { what: 'a point elsewhere', change: (html: string) => html.replace('<td>0.1</td>', '<td>01</td>') },
  {
    what: 'a withheld figure',
    change: (html: string) => html.replace('<td class="c">[c]</td>', '<td>7</td>'),
  },
  { what: 'words beside a mark', change: (html: string) => html.replace('>[c]</td>', '>[c] 7</td>') },
  { what: 'another place of a row', change: (html: string) => html.replace('data-c="f"', 'data-c="m"') },
  {
    what: 'a row less',
    change: (html: string) => html.replace(/<tr><th scope="row" data-c="_T".*?<\/tr>/, ''),
  },
  {
    what: 'a row more',
    change: (html: string) => html.replace(/<tr><th scope="row" data-c="_T".*?<\/tr>/, '$&$&'),
  },
  {
    what: 'another day',
    change: (html: string) =>
      html.replace('<td><time datetime="2026-10-31"', '<td><time datetime="2026-10-30"'),
  },
  {
    what: 'another day of a key figure',
    change: (html: string) => html.replace(': <time datetime="2026-10-31"', ': <time datetime="2026-10-30"'),
  },
  {
    what: 'another figure in its data',
    change: (html: string) => html.replace('"values":[40,', '"values":[41,'),
  },
  { what: 'another status in its data', change: (html: string) => html.replace('"AAcA', '"AAzA') },
  { what: 'another code in its data', change: (html: string) => html.replace('"UZ-TK"', '"UZ-TO"') },
  { what: 'another key figure', change: (html: string) => html.replace(/(<data [^>]*>)40</, '$141<') },
  {
    what: 'the key figure of another table',
    change: (html: string) => html.replace('<data value="40"', '<data value="30"'),
  },
  { what: 'no key figures', change: (html: string) => html.replaceAll(/<data [^>]*>/g, '<b>') },
  {
    what: 'a table less',
    change: (html: string) => html.replace('data-table="awkward"', 'data-tables="awkward"'),
  },
])('a page may not have $what', async ({ change }) => {
  expect(await findingsAfter(change)).toEqual([
    { rule: 'page', file, clause: 'a page has the figures of the Parquet files' },
  ])
})

it('a page without the data of its tables cannot be read', async () => {
  expect(await findingsAfter((html) => html.replace('id="data-awkward"', 'id="other"'))).toEqual([
    { rule: 'unreadable', file, clause: 'a file can be read as HTML' },
  ])
})

it('words may have been others when a page was written', async () => {
  const changed = await findingsAfter((html) =>
    html.replace('Key figures', 'Headline figures').replace('"Total"', '"All"'),
  )
  expect(changed).toEqual([])
})
