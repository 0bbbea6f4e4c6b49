import { describe, expect, it } from 'vitest'
import { neededFields, projectFields } from '../../../transforms/extract/needed-fields.ts'
import { attribute } from '../hierarchies.ts'

const lines = ['a;*']
const names = (fields: ReturnType<typeof projectFields>) => fields.map(({ name }) => name)

describe('projectFields', () => {
  it('adds what attributes need, with their role and type', () => {
    const added = projectFields('learners', [
      attribute('hobby', { role: 'sensitive', lines }),
      attribute('children', { bands: { of: 'number', levels: { some: [1, 3] } } }),
      attribute('joined', { bands: { of: 'age', levels: { some: [1] } } }),
      attribute('gender', { lines }),
    ]).filter(({ name }) => !names(projectFields('learners', [])).includes(name))
    expect(added.map(({ name, role, type, nullable }) => [name, role, type, nullable])).toEqual([
      ['hobby', 'sensitive', 'text', true],
      ['children', 'quasi-identifier', 'integer', true],
      ['joined', 'quasi-identifier', 'date', true],
    ])
  })

  it('adds a field once, however many attributes it has', () => {
    const twice = projectFields('learners', [
      attribute('region', { field: 'home', lines }),
      attribute('town', { field: 'home', lines }),
    ])
    expect(names(twice).filter((name) => name === 'home')).toEqual(['home'])
  })

  it('leaves other sources alone', () => {
    const attributes = [attribute('score', { bands: { of: 'number', levels: { some: [1] } } })]
    expect(names(projectFields('test_results', attributes))).toEqual(names(projectFields('test_results', [])))
  })

  it.each([
    {
      because: 'ages need a date',
      attributes: [attribute('age', { field: 'region', bands: { of: 'age', levels: { l: [18] } } })],
      provided: 'region',
    },
    {
      because: 'bands need whole numbers',
      attributes: [attribute('band', { field: 'birth_date', bands: { of: 'number', levels: { l: [18] } } })],
      provided: 'birth_date',
    },
    {
      because: 'a hierarchy needs text',
      attributes: [attribute('born', { field: 'birth_date', lines })],
      provided: 'birth_date',
    },
    {
      because: 'one field has one type',
      attributes: [
        attribute('a', { field: 'home', lines }),
        attribute('b', { field: 'home', bands: { of: 'number', levels: { l: [1] } } }),
      ],
      provided: 'home',
    },
  ])('refuses attributes when $because', ({ attributes, provided }) => {
    expect(() => projectFields('learners', attributes)).toThrow(`Provided value: ${provided}`)
  })

  it.each(['file', 'position', 'rule', 'fate', 'account', 'person', 'code', 'day'])(
    'refuses %s, a name that the vault uses itself',
    (name) => {
      expect(() => projectFields('learners', [attribute(name, { lines })])).toThrow(`Provided value: ${name}`)
      expect(() => projectFields('learners', [attribute('trait', { field: name, lines })])).toThrow(
        `Provided value: ${name}`,
      )
    },
  )
})

describe('neededFields', () => {
  it('leaves out direct identifiers that nothing needs', () => {
    const needed = names(neededFields(projectFields('learners', []), new Set()))
    expect(needed).not.toContain('full_name')
    expect(needed).toEqual(
      expect.arrayContaining(['learner_id', 'email', 'phone', 'birth_date', 'account_type']),
    )
    expect(names(neededFields(projectFields('lesson_views', []), new Set()))).toEqual([
      'view_id',
      'learner_id',
      'lesson_id',
      'started_at',
      'seconds',
    ])
  })
  it('leaves out what the project does not have', () => {
    expect(names(neededFields(projectFields('courses', []), new Set(['title'])))).toEqual([
      'course_id',
      'track',
    ])
  })
})
