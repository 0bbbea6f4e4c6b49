import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { loadProject } from '../../pipeline/load-project.ts'
import { attributeSchema } from '../../schemas/project.ts'
import { roleSchema, travellingRoles } from '../../schemas/role.ts'
import { contractFields, sourceFields } from '../../schemas/source/contract.ts'
import { text, timestamp } from '../../schemas/source/field.ts'
import { sourceNames } from '../../schemas/source/source-name.ts'

describe('contractFields', () => {
  it.each(sourceNames)('finds a role for every field of %s', (source) => {
    const fields = sourceFields(source)
    expect(fields.length).toBeGreaterThan(0)
    for (const { role } of fields) expect(roleSchema.options).toContain(role)
  })

  it('refuses a field without a role by name', () => {
    const forgetful = z.strictObject({
      visit: text({ role: 'operational', description: 'visit' }),
      mood: z.string(),
    })
    expect(() => contractFields('visits', forgetful)).toThrow(
      'every field needs a role. Provided value: visits.mood',
    )
  })

  it('refuses a field with a role that does not exist', () => {
    const invented = z.strictObject({ mood: z.string().meta({ role: 'harmless', description: 'mood' }) })
    expect(() => contractFields('visits', invented)).toThrow('visits.mood')
  })

  it('reads type, limits and nullability off a schema', () => {
    const schema = z.strictObject({
      at: timestamp({ role: 'quasi-identifier', description: 'start' }),
      note: text({ role: 'sensitive', description: 'note' }).nullable(),
    })
    expect(contractFields('visits', schema)).toEqual([
      {
        name: 'at',
        role: 'quasi-identifier',
        type: 'timestamp',
        nullable: false,
        description: 'start',
        key: false,
      },
      { name: 'note', role: 'sensitive', type: 'text', nullable: true, description: 'note', key: false },
    ])
  })

  it('knows keys, references, values and ranges', () => {
    const of = (source: (typeof sourceNames)[number], name: string) =>
      sourceFields(source).find((f) => f.name === name)
    expect(of('lesson_views', 'learner_id')).toMatchObject({ key: false, references: 'learners' })
    expect(of('lesson_views', 'view_id')).toMatchObject({ key: true })
    expect(of('lesson_views', 'seconds')).toMatchObject({ type: 'integer', minimum: 0, maximum: 86_400 })
    expect(of('learners', 'account_type')?.values).toEqual(['learner', 'staff', 'test'])
    expect(of('learners', 'birth_date')?.type).toBe('date')
  })

  it('lists referenced sources before those that refer to them', () => {
    for (const [i, source] of sourceNames.entries())
      for (const { references } of sourceFields(source))
        if (references !== undefined) expect(sourceNames.indexOf(references)).toBeLessThan(i)
  })
})

describe('what may become an attribute', () => {
  it('excludes direct identifiers and operational fields from what may travel', () => {
    expect(travellingRoles).toEqual(['quasi-identifier', 'sensitive', 'measure', 'reference'])
  })

  it.each(['direct-identifier', 'operational', 'measure', 'reference'])(
    'is no column with the role %s',
    (role) => {
      expect(attributeSchema.safeParse({ role, hierarchy: 'h.csv' }).success).toBe(false)
    },
  )

  const locked = sourceFields('learners').filter(
    ({ role }) => role === 'direct-identifier' || role === 'operational',
  )
  it.each(locked.map(({ name }) => name))(
    'is not %s of a learner, whatever role the project gives it',
    async (field) => {
      const folder = await mkdtemp(join(tmpdir(), 'kohort-attribute-'))
      onTestFinished(() => rm(folder, { recursive: true, force: true }))
      const project = {
        project: {
          id: 'p',
          title: { en: 'P' },
          timeZone: 'UTC',
          privacyPolicy: { title: 't', version: '1' },
        },
        sources: { learners: { files: 'l.csv', format: 'csv' } },
        attributes: { trait: { role: 'sensitive', field, hierarchy: 'h.csv' } },
        tables: ['*.yaml'],
      }
      await writeFile(join(folder, 'h.csv'), 'a;*\n')
      await writeFile(join(folder, 'kohort.yaml'), JSON.stringify(project))
      await expect(loadProject(join(folder, 'kohort.yaml'))).rejects.toThrow(
        'needs a field that may leave the vault',
      )
    },
  )
})
