import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { projectJsonSchema, tableJsonSchema } from '../../reports/json-schema.ts'
import { projectSchema } from '../../schemas/project.ts'
import { tableSchema } from '../../schemas/table.ts'

const project = {
  project: {
    id: 'uzbekistan',
    title: { en: 'School' },
    timeZone: 'Asia/Tashkent',
    privacyPolicy: { title: 'Maxfiylik siyosati', version: '2026-03-01' },
  },
  sources: {
    learners: { files: 'learners.csv', format: 'csv', map: { learner_id: 'id' } },
    lesson_views: {
      inputs: { views: { files: 'views/*.parquet', format: 'parquet' } },
      query: 'SELECT * FROM views',
    },
  },
  attributes: {
    age: { role: 'quasi-identifier', field: 'birth_date', bands: { of: 'age', levels: { five: [16, 20] } } },
  },
  policy: { minimumContributors: 12, intervalWidth: 12 },
  tables: ['tables/*.yaml'],
}

const table = {
  id: 'test-results',
  title: { en: 'Test results' },
  from: 'test_results',
  dimensions: { region: {}, course: { level: 'course' } },
  measures: {
    assessed: { count: 'learners' },
    passed: { count: 'learners', where: 'passed' },
    rate: { ratio: ['passed', 'assessed'] },
  },
}

describe.each([
  { name: 'project', json: projectJsonSchema(), zod: projectSchema, example: project },
  { name: 'table', json: tableJsonSchema(), zod: tableSchema, example: table },
])('the JSON Schema of a $name', ({ json, zod, example }) => {
  const validate = new Ajv({ strictTuples: false }).compile(json)

  it('takes what zod takes, defaults left out', () => {
    expect(zod.safeParse(example).success).toBe(true)
    expect(validate(example)).toBe(true)
  })

  it.each([
    { because: 'a field is unknown', broken: { ...example, extra: 1 } },
    { because: 'nothing is given', broken: {} },
    { because: 'a list is in place of an object', broken: { ...example, dimensions: [], project: [] } },
    {
      because: 'a limit is out of range',
      broken: { ...example, policy: { minimumContributors: 4 }, cellBudget: 0 },
    },
  ])('refuses what zod refuses: $because', ({ broken }) => {
    expect(zod.safeParse(broken).success).toBe(false)
    expect(validate(broken)).toBe(false)
  })
})
