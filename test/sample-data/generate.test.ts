import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { generateSample } from '../../sample-data/generate.ts'
import { projectSchema } from '../../schemas/project.ts'
import { type FieldType, sourceFields } from '../../schemas/source/contract.ts'
import { sourceNames } from '../../schemas/source/source-name.ts'
import { fingerprints, openSample, type Sample } from './sample.ts'

const project = projectSchema.parse(parse(readFileSync('sample-data/uzbekistan/kohort.yaml', 'utf8')))
const typeNames: Readonly<Record<FieldType, RegExp>> = {
  text: /^VARCHAR$/,
  integer: /^INTEGER$/,
  decimal: /^(INTEGER|DECIMAL\(7,2\))$/,
  boolean: /^BOOLEAN$/,
  date: /^DATE$/,
  timestamp: /^TIMESTAMP$/,
}

describe('generateSample', { timeout: 60_000 }, () => {
  let sample: Sample
  beforeAll(async () => {
    sample = await openSample()
  })
  afterAll(() => sample.remove())

  it('gives the same bytes for the same seed, and others for another', async () => {
    const again = await openSample()
    const other = await openSample({ seed: 2 })
    const first = fingerprints(sample.folder)
    expect(fingerprints(again.folder)).toEqual(first)
    const others = fingerprints(other.folder)
    expect(Object.keys(others)).toEqual(Object.keys(first))
    const same = Object.keys(others).filter((file) => others[file] === first[file])
    expect(same, 'the courses on offer do not depend on the seed').toEqual(['courses.parquet'])
    again.remove()
    other.remove()
  })

  it('writes as many accounts and views as asked for, and says how many rows there are', async () => {
    expect(sample.summary.rows).toMatchObject({
      learners: 2000,
      lesson_views: 40_000,
      courses: 61,
      lessons: 5050,
      tests: 182,
    })
    for (const source of sourceNames) {
      expect(await sample.count(`SELECT count(*) FROM ${source}`), source).toBe(sample.summary.rows[source])
    }
    expect(Object.keys(fingerprints(sample.folder))).toHaveLength(6 + 18)
  })

  it.each(sourceNames)('gives %s the columns and types of its contract', async (source) => {
    const absent = project.sources[source]?.absent ?? []
    const columns = await sample.select(`DESCRIBE ${source}`)
    const fields = sourceFields(source).filter(({ name }) => !absent.includes(name))
    expect(columns.map((column) => column['column_name'])).toEqual(fields.map(({ name }) => name))
    fields.forEach(({ type, name }, i) => {
      expect(columns[i]!['column_type'], name).toMatch(typeNames[type])
    })
  })

  it.each([{ learners: 0 }, { views: 1.5 }, { seed: -1 }])(
    'refuses $learners learners, $views views, seed $seed',
    async (wrong) => {
      const options = {
        out: sample.folder,
        learners: 10,
        views: 10,
        seed: 1,
        format: 'parquet' as const,
        ...wrong,
      }
      await expect(generateSample(options)).rejects.toThrow('must be a whole number from')
    },
  )
})

describe.each(['csv', 'jsonl'] as const)('%s', { timeout: 60_000 }, (format) => {
  it('holds all rows, and text where some numbers and dates should be', async () => {
    const sample = await openSample({ format, learners: 2000, views: 20_000 })
    expect(sample.summary.rows.lesson_views).toBe(20_000)
    const broken = {
      learners: "birth_date::VARCHAR = '31.02.2001'",
      lesson_views: "seconds::VARCHAR IN ('n/a', '\"n/a\"')",
      progress: "percent::VARCHAR IN ('half', '\"half\"')",
      test_results: "score::VARCHAR IN ('passed', '\"passed\"')",
    }
    for (const [source, condition] of Object.entries(broken)) {
      expect(await sample.count(`SELECT count(*) FROM ${source} WHERE ${condition}`), source).toBeGreaterThan(
        0,
      )
    }
    sample.remove()
  })

  it('replaces an earlier sample in another format, and leaves other files alone', async () => {
    const sample = await openSample({ learners: 50, views: 500 })
    writeFileSync(join(sample.folder, 'notes.txt'), 'mine')
    await generateSample({ out: sample.folder, learners: 50, views: 500, seed: 1, format })
    const endings = new Set(Object.keys(fingerprints(sample.folder)).map((file) => file.split('.').at(-1)))
    expect(endings).toEqual(new Set([format, 'txt']))
    sample.remove()
  })
})
