import { z } from 'zod'
import { decimal, text } from './field.ts'

/** One test of a course. */
export const testSchema = z.strictObject({
  test_id: text({ role: 'reference', key: true, description: 'test' }),
  course_id: text({ role: 'reference', references: 'courses', description: 'course' }),
  title: text({ role: 'reference', description: 'title' }).nullable(),
  pass_score: decimal(0, 100, {
    role: 'reference',
    description: 'share of the maximum that passes, per cent',
  }),
})
