import { describe, expect, it } from 'vitest'
import { sourceFields } from '../../schemas/source/contract.ts'
import { requiredFields } from '../../schemas/source/required-fields.ts'
import { sourceNames } from '../../schemas/source/source-name.ts'
import { tinyProject } from './tiny-project.ts'

describe.each(sourceNames)('the required fields of %s', (source) => {
  it('are fields that are never without a value', () => {
    const certain = sourceFields(source).filter(({ nullable }) => !nullable)
    expect(certain.map(({ name }) => name)).toEqual(expect.arrayContaining([...requiredFields[source]]))
  })
  it('may not be absent', async () => {
    for (const field of requiredFields[source]) {
      const school = await tinyProject('all')
      school.definition.sources[source]!['absent'] = [field]
      await school.write()
      const failure = await school.failure()
      expect(failure.message).toBe(
        `sources.${source}.absent may not name a field that Kohort needs. Provided value: ${field}`,
      )
      expect(failure.exitCode).toBe(1)
    }
  })
})
