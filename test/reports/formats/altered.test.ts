import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tableFromIPC, tableToIPC } from 'apache-arrow'
import { expect, it } from 'vitest'
import { writeArrow } from '../../../reports/formats/arrow.ts'
import { readRelease } from '../../../reports/read-release.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import type { PublishedTable } from '../../../schemas/cell.ts'
import { flipByte, reseal, rewriteManifest, rewriteText } from '../damage.ts'
import { facts, tables, temporaryFolder } from '../example-release.ts'

async function altered(alter: (folder: string) => Promise<void>) {
  const { folder } = await writeRelease(tables, facts, await temporaryFolder())
  await alter(folder)
  await reseal(folder)
  return (await readRelease(folder)).findings
}

const views = tables.find(({ shape }) => shape.id === 'lesson-views')!

/** Puts another Arrow file in the place of that of the lesson views. */
async function otherArrow(folder: string, table: PublishedTable, asOf = facts.asOf): Promise<void> {
  const other = await temporaryFolder()
  await mkdir(join(other, 'tables'))
  await writeArrow({ facts: { ...facts, asOf }, tables: [table], files: new Map() }, other)
  await cp(join(other, 'tables/lesson-views.arrow'), join(folder, 'tables/lesson-views.arrow'))
}

it.each([
  {
    what: 'a figure of SDMX-CSV',
    file: 'tables/lesson-views.sdmx.csv',
    change: (text: string) => text.replace(',40,A', ',41,A'),
  },
  {
    what: 'a label of the structure',
    file: 'structure.sdmx.json',
    change: (text: string) => text.replace('Toshkent shahri', 'Toshkent viloyati'),
  },
  {
    what: 'a column of CSV that is described',
    file: 'tables/lesson-views.meta.csv',
    change: (text: string) => text.replace('Views', 'Learners'),
  },
  {
    what: 'a field of the data package',
    file: 'datapackage.json',
    change: (text: string) => text.replace('"type": "integer"', '"type": "string"'),
  },
  {
    what: 'the span of the dataset',
    file: 'dcat.jsonld',
    change: (text: string) => text.replace('2026-10-31', '2026-11-30'),
  },
])('$what may not say anything else than the tables', async ({ file, change }) => {
  const findings = await altered((folder) => rewriteText(folder, file, change))
  expect(findings).toEqual([
    { rule: 'derived-text', file, clause: 'a file says what the tables and the manifest say' },
  ])
})

const arrow = {
  rule: 'arrow',
  file: 'tables/lesson-views.arrow',
  clause: 'an Arrow file has the content of its Parquet file',
}

it('an Arrow file may not have another figure, another row or other metadata', async () => {
  const [first, ...rest] = views.rows
  const figures = [{ value: first!.figures[0]!.value! + 1, status: 'A' as const }]
  const moved = { ...views, rows: [{ ...first!, figures }, ...rest] }
  expect(await altered((folder) => otherArrow(folder, moved))).toEqual([arrow])
  const shown = { ...views, rows: views.rows.map((row) => ({ ...row, figures: first!.figures })) }
  expect(await altered((folder) => otherArrow(folder, shown))).toEqual([arrow])
  expect(await altered((folder) => otherArrow(folder, views, '2026-11-03'))).toEqual([arrow])
  expect(await altered((folder) => otherArrow(folder, views))).toEqual([])
})

it('an Arrow file may not have a figure where it says that there is none', async () => {
  const hide = async (folder: string) => {
    const path = join(folder, arrow.file)
    const table = tableFromIPC(await readFile(path))
    // The last row is hidden.
    table.batches[0]!.data.children[table.schema.names.indexOf('views')]!.values[2] = 7n
    await writeFile(path, tableToIPC(table, 'file'))
    const again = tableFromIPC(await readFile(path))
    expect(again.get(2)?.toArray()).toEqual(['m', '2026-10', null, 'c'])
  }
  expect(await altered(hide)).toEqual([arrow])
})

it('an Arrow file may not say more of a column', async () => {
  const told = async (folder: string) => {
    const path = join(folder, arrow.file)
    const table = tableFromIPC(await readFile(path))
    table.schema.fields[2]!.metadata.set('hidden', '7')
    await writeFile(path, tableToIPC(table, 'file'))
  }
  expect(await altered(told)).toEqual([arrow])
})

it('an Arrow file that is none is said to be none', async () => {
  const findings = await altered((folder) => writeFile(join(folder, arrow.file), 'ARROW1 and nothing'))
  expect(findings).toEqual([{ rule: 'unreadable', file: arrow.file, clause: 'a file can be read as Arrow' }])
})

it('a file of a format may not be away, and one of another may not be there', async () => {
  const gone = await altered((folder) => rm(join(folder, 'dcat.jsonld')))
  expect(gone.map(({ rule, file }) => [rule, file])).toContainEqual(['missing-file', 'dcat.jsonld'])
  const undeclared = await altered((folder) => rewriteManifest(folder, /"sdmx"/, '"metadata"'))
  expect(undeclared.map(({ rule, file }) => [rule, file])).toContainEqual([
    'undeclared-file',
    'structure.sdmx.json',
  ])
})

it('does not open a file whose hash is wrong', async () => {
  const { folder } = await writeRelease(tables, facts, await temporaryFolder())
  await flipByte(folder, arrow.file, 400)
  const { findings } = await readRelease(folder)
  expect(findings.map(({ rule, file }) => [rule, file])).toEqual([['checksum', arrow.file]])
})

it('writes the same bytes for the same release', async () => {
  const bytes = async () => {
    const { folder } = await writeRelease(tables, facts, await temporaryFolder())
    return Promise.all(
      ['tables/test-results.arrow', 'structure.sdmx.json', 'tables/test-results.sdmx.csv'].map((path) =>
        readFile(join(folder, path)),
      ),
    )
  }
  expect(await bytes()).toEqual(await bytes())
})
