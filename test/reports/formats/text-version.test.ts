import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { csvMetadata } from '../../../reports/formats/csv-metadata.ts'
import { datapackage } from '../../../reports/formats/datapackage.ts'
import { dcat } from '../../../reports/formats/dcat.ts'
import type { ReleaseContent } from '../../../reports/formats/release-content.ts'
import { textVersion } from '../../../reports/formats/text-format.ts'
import { readRelease } from '../../../reports/read-release.ts'
import { sdmxCsv } from '../../../reports/sdmx/sdmx-csv.ts'
import { sdmxStructure } from '../../../reports/sdmx/sdmx-structure.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import { reseal, rewriteManifest } from '../damage.ts'
import { exampleTable, facts, results, tables, temporaryFolder } from '../example-release.ts'
import { stock } from './figures.ts'

const sized = { sha256: '0'.repeat(64), bytes: 7 }
const paths = [exampleTable(results), stock].flatMap(({ shape: { id } }) => [`${id}.csv`, `${id}.parquet`])
const content: ReleaseContent = {
  facts,
  tables: [exampleTable(results), stock],
  files: new Map(paths.map((path) => [`tables/${path}`, { path: `tables/${path}`, ...sized }])),
}

it('texts that are worded or built otherwise are of another version', () => {
  const hash = createHash('sha256')
  for (const texts of [csvMetadata, datapackage, dcat, sdmxCsv, sdmxStructure])
    for (const { path, chunks } of texts(content)) hash.update(`${path}\n${[...chunks].join('')}`)
  // Whoever changes this hash raises `textVersion`, unless no release of this version is out.
  expect([textVersion, hash.digest('hex')]).toEqual([
    1,
    'fd119cc80ee8147b069d1140e0c21e247f52a0d0f9110d45fa0730cb307391dd',
  ])
})

it('texts of a version that is not known are not taken for right', async () => {
  const { folder, manifest } = await writeRelease(
    tables,
    { ...facts, formats: ['sdmx'] },
    await temporaryFolder(),
  )
  expect(manifest.text_version).toBe(textVersion)
  await rewriteManifest(folder, '"text_version": 1', '"text_version": 2')
  await reseal(folder)
  const clause = 'texts are of a version that is known here: 1'
  const file = (path: string) => ({ rule: 'derived-text', file: path, clause })
  expect((await readRelease(folder)).findings).toEqual(
    ['tables/test-results.sdmx.csv', 'tables/lesson-views.sdmx.csv', 'structure.sdmx.json'].map(file),
  )
})
