import { expect, it } from 'vitest'
import { dataDictionary } from '../../reports/data-dictionary.ts'
import { sourceFields } from '../../schemas/source/contract.ts'
import { sourceNames } from '../../schemas/source/source-name.ts'

it('has a line for every field of every source', () => {
  const lines = dataDictionary().split('\n')
  for (const source of sourceNames) {
    for (const { name, role } of sourceFields(source)) {
      expect(lines.filter((line) => line.startsWith(`| ${source} | ${name} | ${role} | `))).toHaveLength(1)
    }
  }
})

it.each([
  '| learners | learner_id | direct-identifier | text | no | unique | account number |',
  '| learners | account_type | operational | text | no | learner, staff, test | whose account it is |',
  '| progress | percent | measure | integer | yes | at least 0; at most 100 | share of the course done, per cent |',
  '| lessons | course_id | reference | text | no | in courses | course |',
])('says %s', (line) => {
  expect(dataDictionary()).toContain(`${line}\n`)
})
