import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { facts } from '../../schemas/fact.ts'
import { projectSchema } from '../../schemas/project.ts'
import { tableSchema } from '../../schemas/table.ts'
import { openSample, type Sample } from './sample.ts'

const folder = 'sample-data/uzbekistan'
const read = (path: string) => readFileSync(path, 'utf8')
const rows = (path: string, delimiter: string) =>
  read(path)
    .trim()
    .split('\n')
    .map((line) => line.split(delimiter))

const project = projectSchema.parse(parse(read(`${folder}/kohort.yaml`)))
const tableFiles = readdirSync(`${folder}/tables`).toSorted()
const attributes = Object.entries(project.attributes)
const listed = attributes.flatMap(([name, { hierarchy, labels, field, levels = [] }]) =>
  hierarchy === undefined
    ? []
    : [
        {
          name,
          hierarchy: rows(`${folder}/${hierarchy}`, ';'),
          labels: rows(`${folder}/${labels}`, ';'),
          field: field ?? name,
          levels,
        },
      ],
)

describe('tables', () => {
  it('are eleven', () => expect(tableFiles).toHaveLength(11))

  it.each(tableFiles)('%s is valid, speaks three languages and uses levels that exist', (file) => {
    const table = tableSchema.parse(parse(read(`${folder}/tables/${file}`)))
    expect(`${table.id}.yaml`).toBe(file)
    const fact = facts[table.from]
    const events: Readonly<Record<string, { readonly levels: readonly string[] }>> = fact.dimensions
    for (const [name, { level }] of Object.entries(table.dimensions)) {
      const attribute = project.attributes[name]
      const outcomes: readonly string[] = fact.outcomes
      const ofOutcome = outcomes.includes(name) ? ['pass', 'broad', 'ten'] : undefined
      const levels =
        attribute?.levels ?? events[name]?.levels ?? ofOutcome ?? Object.keys(attribute?.bands?.levels ?? {})
      expect(attribute !== undefined || name in events || outcomes.includes(name), name).toBe(true)
      if (level !== undefined) expect(levels).toContain(level)
    }
    const titles = [table.title, ...Object.values(table.measures).map((measure) => measure.title)]
    for (const title of titles) expect(Object.keys(title ?? {}).toSorted()).toEqual(['en', 'ru', 'uz'])
  })
})

describe.each(listed)('hierarchy of $name', ({ hierarchy, labels, levels }) => {
  it('has a line for each leaf, all equally deep, up to one root', () => {
    for (const line of hierarchy) {
      expect(line).toHaveLength(levels.length + 1)
      expect(line.at(-1)).toBe('*')
    }
    expect(new Set(hierarchy.map(([leaf]) => leaf)).size).toBe(hierarchy.length)
  })

  it('has codes that stand for one node each', () => {
    const parents = new Map<string, string>()
    for (const line of hierarchy)
      line.slice(0, -1).forEach((code, depth) => {
        const path = line.slice(depth).join('/')
        expect(parents.get(code) ?? path, code).toBe(path)
        parents.set(code, path)
      })
  })

  it('has names in three languages for each code', () => {
    const codes = new Set(hierarchy.flatMap((line) => line.slice(0, -1)))
    const [header, ...named] = labels
    expect(header).toEqual(['code', 'en', 'uz', 'ru'])
    expect(new Set(named.map(([code]) => code))).toEqual(codes)
    for (const line of named) expect(line.filter((text) => text.trim() !== '')).toHaveLength(4)
  })
})

describe('hierarchies', () => {
  let sample: Sample
  beforeAll(async () => {
    sample = await openSample()
  })
  afterAll(() => sample.remove())

  it.each(listed)('cover all values of $field but spoilt ones', async ({ name, hierarchy, field }) => {
    const leaves = new Set(hierarchy.map(([leaf]) => leaf))
    const found = await sample.select(
      `SELECT DISTINCT ${field} AS value FROM learners WHERE ${field} IS NOT NULL ORDER BY 1`,
    )
    const unlisted = found.map(({ value }) => String(value)).filter((value) => !leaves.has(value))
    const spoilt = name === 'region' ? /^17\d{3}$/ : /^PhD$/
    expect(unlisted.filter((value) => !spoilt.test(value))).toEqual([])
    expect(found.length - unlisted.length).toBeGreaterThanOrEqual(name === 'region' ? 190 : leaves.size - 2)
  })
})

describe('codes', () => {
  const regions = rows('sample-data/codes/regions.csv', ',').slice(1)
  const districts = rows('sample-data/codes/districts.csv', ',').slice(1)

  it('have every district in one of the 14 regions, as its SOATO code says', () => {
    const soato = new Map(regions.map(([iso, code]) => [iso, code]))
    expect(soato.size).toBe(14)
    expect(districts).toHaveLength(206)
    for (const [code, region] of districts) {
      expect(code).toMatch(/^17\d{5}$/)
      expect(code!.slice(0, 4)).toBe(soato.get(region))
    }
  })

  it.each([
    { file: 'districts', name: 'region' },
    { file: 'isced-2011', name: 'education' },
  ])('of $file are the leaves of $name', ({ file, name }) => {
    const leaves = listed.find((attribute) => attribute.name === name)!.hierarchy.map(([leaf]) => leaf)
    expect(
      rows(`sample-data/codes/${file}.csv`, ',')
        .slice(1)
        .map(([code]) => code),
    ).toEqual(leaves)
  })

  it('of ISCO major groups are among the occupations', () => {
    const leaves = listed
      .find((attribute) => attribute.name === 'occupation')!
      .hierarchy.map(([leaf]) => leaf)
    expect(leaves).toEqual([
      ...rows('sample-data/codes/isco-08.csv', ',')
        .slice(1)
        .map(([code]) => code),
      'STU',
      'NONE',
    ])
  })
})
