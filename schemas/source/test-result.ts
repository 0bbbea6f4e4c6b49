import { z } from 'zod'
import { decimal, text, timestamp } from './field.ts'

/** One attempt at a test. */
export const testResultSchema = z.strictObject({
  attempt_id: text({ role: 'operational', key: true, description: 'attempt' }),
  learner_id: text({ role: 'direct-identifier', references: 'learners', description: 'account' }),
  test_id: text({ role: 'quasi-identifier', references: 'tests', description: 'test' }),
  course_id: text({ role: 'quasi-identifier', references: 'courses', description: 'course' }),
  submitted_at: timestamp({ role: 'quasi-identifier', description: 'when it was handed in' }),
  score: decimal(0, 100_000, { role: 'sensitive', description: 'points reached; at most max_score' }),
  max_score: decimal(1, 100_000, { role: 'measure', description: 'points that can be reached' }),
})
