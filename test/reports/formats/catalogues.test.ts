import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, it } from 'vitest'
import { sha256Of } from '../../../reports/checksums.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import { facts, tables, temporaryFolder } from '../example-release.ts'

/** What Frictionless asks of a data package, as far as Kohort writes one; written from https://datapackage.org/standard/. */
const text = { type: 'string', minLength: 1 }
const field = {
  type: 'object',
  required: ['name', 'type'],
  properties: {
    name: text,
    title: text,
    type: { enum: ['string', 'integer', 'number', 'date'] },
    constraints: { type: 'object' },
    categories: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', required: ['value'], properties: { value: text, label: text } },
    },
  },
  additionalProperties: false,
}
const resource = {
  type: 'object',
  required: ['name', 'path'],
  properties: {
    name: { type: 'string', pattern: '^[a-z0-9._/-]+$' },
    // Relative, and nothing above the package.
    path: { type: 'string', pattern: '^(?!/)(?!.*\\.\\.)[^:]+$' },
    hash: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
    bytes: { type: 'integer' },
    title: text,
    type: { const: 'table' },
    format: text,
    mediatype: { type: 'string', pattern: '^[^/]+/[^/]+$' },
    encoding: text,
    schema: {
      type: 'object',
      required: ['fields'],
      properties: {
        fields: { type: 'array', minItems: 1, items: field },
        missingValues: { type: 'array', items: { type: 'string' } },
        primaryKey: { type: 'array', minItems: 1, items: text },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
}
const packageSchema = {
  type: 'object',
  required: ['resources', 'name', '$schema'],
  properties: {
    $schema: { type: 'string', pattern: '^https://datapackage.org/profiles/2' },
    name: { type: 'string', pattern: '^[a-z0-9._-]+$' },
    created: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' },
    resources: { type: 'array', minItems: 1, items: resource },
  },
}

async function release(): Promise<string> {
  return (await writeRelease(tables, facts, await temporaryFolder())).folder
}

it('is a data package whose files are what it says', async () => {
  const folder = await release()
  const read = JSON.parse(await readFile(join(folder, 'datapackage.json'), 'utf8'))
  const validate = new Ajv({ allErrors: true }).compile(packageSchema)
  validate(read)
  expect(validate.errors).toBeNull()
  expect(read.resources).toHaveLength(4)
  for (const { path, hash, bytes, schema } of read.resources) {
    const file = await readFile(join(folder, path))
    expect([`sha256:${sha256Of(file)}`, file.length]).toEqual([hash, bytes])
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
