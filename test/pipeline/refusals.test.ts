import { describe, expect, it } from 'vitest'
import type { Row } from './tiny-project.ts'
import { addLearner, tinyProject } from './tiny-project.ts'

describe('an account in the quarantine', () => {
  it.each<{ because: string; change: Row; counted: number }>([
    {
      because: 'its request for erasure cannot be read',
      change: { erasure_requested_at: '15.06.2026' },
      counted: 239,
    },
    { because: 'its consent cannot be read', change: { statistics_consent: 'no' }, counted: 239 },
    { because: 'its deletion cannot be read', change: { deleted_at: '15.06.2020' }, counted: 239 },
    { because: 'it has a fault that says nothing of a refusal', change: { gender: '?' }, counted: 240 },
  ])('speaks for its person or not: $because', async ({ change, counted }) => {
    const school = await tinyProject()
    Object.assign(school.rows.learners[0]!, change)
    addLearner(school.rows, 240, { phone: school.rows.learners[0]!['phone']!, email: null })
    await school.write()
    const { books } = await school.run({ publish: false })
    expect(books.learners).toMatchObject({ quarantined: 1, used: counted })
  })

  it('does not refuse by a rule that the project did not choose', async () => {
    const school = await tinyProject()
    school.definition.policy['admission'] = ['erasure-requested']
    school.rows.learners[0]!['statistics_consent'] = 'no'
    addLearner(school.rows, 240, { phone: school.rows.learners[0]!['phone']!, email: null })
    await school.write()
    const { books } = await school.run({ publish: false })
    expect(books.learners).toMatchObject({ quarantined: 1, used: 240, notAdmittedBy: {} })
  })
})
