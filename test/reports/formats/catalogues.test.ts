import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sha256Of } from '../../../reports/checksums.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import { facts, tables, temporaryFolder } from '../example-release.ts'

async function release(): Promise<string> {
  return (await writeRelease(tables, facts, await temporaryFolder())).folder
}

it('is a data package whose files are what it says', async () => {
  const folder = await release()
  const read = JSON.parse(await readFile(join(folder, 'datapackage.json'), 'utf8'))
  expect(read.resources).toHaveLength(4)
  for (const { path, hash, bytes, schema } of read.resources) {
    const file = await readFile(join(folder, path))
    expect(hash).toBe(`sha256:${sha256Of(file)}`)
    expect(bytes).toBe(path.endsWith('.parquet') ? undefined : file.length)
    if (schema === undefined) continue
    const [header] = file.toString().split('\n')
    expect(schema.fields.map(({ name }: { name: string }) => name).join(',')).toBe(header)
  }
})

it('is a dataset of a catalogue, whose files are there', async () => {
  const folder = await release()
  const read = JSON.parse(await readFile(join(folder, 'dcat.jsonld'), 'utf8'))
  expect(read).toMatchObject({
    '@type': 'dcat:Dataset',
    'dct:identifier': 'uzbekistan/2026-10/1',
    'dct:temporal': {
      'dcat:startDate': { '@value': '2026-10-01' },
      'dcat:endDate': { '@value': '2026-10-31' },
    },
  })
  const paths: string[] = read['dcat:distribution'].map(
    (one: { readonly 'dcat:downloadURL': { readonly '@id': string } }) => one['dcat:downloadURL']['@id'],
  )
  expect(paths.toSorted()).toEqual([
    'release.duckdb',
    'tables/lesson-views.csv',
    'tables/lesson-views.parquet',
    'tables/test-results.csv',
    'tables/test-results.parquet',
  ])
  const prefixes = Object.keys(read['@context'])
  const keys = [...JSON.stringify(read).matchAll(/"([a-z]+):[A-Za-z]+":/g)].map(([, prefix]) => prefix!)
  expect(keys.filter((prefix) => !prefixes.includes(prefix))).toEqual([])
})
