import { describe, expect, it } from 'vitest'
import { attributeSchema, projectSchema } from '../../schemas/project.ts'

const project = {
  project: { id: 'p', title: { en: 'P' }, timeZone: 'UTC', privacyPolicy: { title: 't', version: '1' } },
  sources: { learners: { files: 'l.csv', format: 'csv' } },
  tables: ['tables/*.yaml'],
}
const bands = (levels: object) =>
  attributeSchema.safeParse({ role: 'quasi-identifier', bands: { of: 'age', levels } }).success

describe('an attribute', () => {
  it.each([
    { because: 'it has neither a hierarchy nor bands', attribute: {} },
    { because: 'it has both', attribute: { hierarchy: 'h.csv', bands: { of: 'age', levels: { l: [18] } } } },
  ])('is refused when $because', ({ attribute }) => {
    expect(attributeSchema.safeParse({ role: 'sensitive', ...attribute }).success).toBe(false)
  })
  it('counts what is missing as not stated unless told', () => {
    expect(attributeSchema.parse({ role: 'sensitive', hierarchy: 'h.csv' }).missing).toBe('not-stated')
  })
})

it.each([
  { levels: { fine: [18, 25] }, accepted: true },
  { levels: { fine: [] }, accepted: false },
  { levels: { fine: [25, 18] }, accepted: false },
  { levels: { fine: [18, 18] }, accepted: false },
  { levels: { fine: [18.5] }, accepted: false },
])('edges $levels are accepted: $accepted', ({ levels, accepted }) => expect(bands(levels)).toBe(accepted))

describe('a project', () => {
  it('needs little', () => expect(projectSchema.safeParse(project).success).toBe(true))
  it.each([
    {
      because: 'payments are never read',
      change: { sources: { ...project.sources, payments: { files: 'p.csv', format: 'csv' } } },
    },
    { because: 'learners are missing', change: { sources: {} } },
    { because: 'it has no table', change: { tables: [] } },
    { because: 'a key is unknown', change: { protection: false } },
    {
      because: 'a source has a map and a query',
      change: { sources: { learners: { files: 'l', format: 'csv', query: 'SELECT 1', inputs: {} } } },
    },
    { because: 'embargoes do not last over a year', change: { releases: { embargoDays: 367 } } },
  ])('is refused since $because', ({ change }) => {
    expect(projectSchema.safeParse({ ...project, ...change }).success).toBe(false)
  })
})
