import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { sdmxCode } from '../../../reports/sdmx/sdmx-names.ts'
import { writeRelease } from '../../../reports/write-release.ts'
import { sdmxColumns } from '../../../schemas/sdmx-columns.ts'
import { exampleTable, facts, held, results, tables } from '../example-release.ts'
import { query } from '../query.ts'

const stock = exampleTable({ ...results, id: 'registered-learners', asOf: '2026-10-31' })
const withStock = held(...tables, {
  ...stock,
  rows: stock.rows.map((row) => ({ ...row, asOf: row.figures[0]!.status === 'A' ? '2026-10-31' : null })),
})

let folder = ''
beforeAll(async () => {
  const releases = await mkdtemp(join(tmpdir(), 'kohort-sdmx-'))
  folder = (await writeRelease(withStock, { ...facts, formats: ['sdmx'] }, releases)).folder
  return () => rm(releases, { recursive: true })
})

async function written() {
  const text = await readFile(join(folder, 'structure.sdmx.json'), 'utf8')
  return { message: JSON.parse(text) as unknown, text }
}

const maintained = z.looseObject({ id: z.string(), agencyID: z.string(), version: z.string() })
const message = z.looseObject({
  data: z.looseObject({
    codelists: z.array(maintained.extend({ codes: z.array(z.looseObject({ id: z.string() })) })),
    conceptSchemes: z.array(maintained.extend({ concepts: z.array(z.looseObject({ id: z.string() })) })),
    dataStructures: z.array(maintained),
    dataflows: z.array(maintained.extend({ structure: z.string() })),
  }),
})

it('names nothing that is not there, and nothing twice', async () => {
  const { message: whole, text } = await written()
  const { data } = message.parse(whole)
  const urn = (kind: string, { id, agencyID, version }: z.infer<typeof maintained>) =>
    `urn:sdmx:org.sdmx.infomodel.${kind}=${agencyID}:${id}(${version})`
  const there = [
    ...data.codelists.map((one) => urn('codelist.Codelist', one)),
    ...data.conceptSchemes.flatMap((one) =>
      one.concepts.map(({ id }) => `${urn('conceptscheme.Concept', one)}.${id}`),
    ),
    ...data.dataStructures.map((one) => urn('datastructure.DataStructure', one)),
  ]
  expect(new Set(there).size).toBe(there.length)
  const named = [...text.matchAll(/"(urn:[^"]+)"/g)].map(([, found]) => found!)
  expect(named.filter((found) => !there.includes(found))).toEqual([])
  for (const { codes } of data.codelists) expect(new Set(codes.map(({ id }) => id)).size).toBe(codes.length)
})

it('has every code of the observations in the lists of their structure', async () => {
  const { message: whole } = await written()
  const { data } = message.parse(whole)
  for (const { shape } of withStock) {
    const file = join(folder, 'tables', `${shape.id}.sdmx.csv`)
    const table = shape.id.toUpperCase().replaceAll('-', '_')
    const lists = [
      ...[...shape.dimensions.map(({ name }) => name.toUpperCase()), 'INDICATOR'].map((name) => [
        name,
        `CL_${table}-${name}`,
      ]),
      ...['FREQ', 'OBS_STATUS', 'UNIT_MEASURE'].map((name) => [name, `CL_${name}`]),
    ]
    for (const [column, list] of lists) {
      const codes = data.codelists.find(({ id }) => id === list)!.codes.map(({ id }) => id)
      const used = z
        .array(z.tuple([z.string()]))
        .parse(await query(`SELECT DISTINCT "${column}" FROM read_csv('${file}', all_varchar = true)`))
      expect(codes).toEqual(expect.arrayContaining(used.map(([code]) => code)))
    }
    expect(data.dataflows.map(({ id }) => id)).toContain(`DF_${table}`)
  }
})

it('has no column besides those of its dimensions that a dimension may be called like', async () => {
  for (const { shape } of withStock) {
    const text = await readFile(join(folder, 'tables', `${shape.id}.sdmx.csv`), 'utf8')
    const others = text.slice(0, text.indexOf('\n')).split(',')
    const names: readonly string[] = [
      ...sdmxColumns,
      ...shape.dimensions.map(({ name }) => name.toUpperCase()),
    ]
    expect(others.filter((name) => !names.includes(name))).toEqual([])
  }
})

it('names codes so that no two become one', () => {
  const codes = ['65+', '65$2B', '65$', 'a b', 'a_b', 'Ж', '-15', '_T', 'UZ-TK', '"', '']
  const named = codes.map(sdmxCode)
  expect(named.slice(0, 4)).toEqual(['65$2B', '65$242B', '65$24', 'a$20b'])
  expect(new Set(named).size).toBe(codes.length)
  expect(named.map((code) => decodeURIComponent(code.replaceAll('$', '%')))).toEqual(codes)
})
