import { z } from 'zod'
import { integer, text, timestamp } from './field.ts'

/** How far one learner has come in one course. */
export const progressSchema = z.strictObject({
  learner_id: text({ role: 'direct-identifier', references: 'learners', description: 'account' }),
  course_id: text({ role: 'quasi-identifier', references: 'courses', description: 'course' }),
  enrolled_at: timestamp({ role: 'quasi-identifier', description: 'enrolment' }),
  percent: integer(0, 100, { role: 'measure', description: 'share of the course done, per cent' }).nullable(),
  completed_at: timestamp({ role: 'quasi-identifier', description: 'completion' }).nullable(),
  certificate_at: timestamp({ role: 'quasi-identifier', description: 'certificate issued' }).nullable(),
  withdrawn_at: timestamp({ role: 'quasi-identifier', description: 'withdrawal' }).nullable(),
  result_at: timestamp({
    role: 'quasi-identifier',
    description: 'when the final result was given',
  }).nullable(),
  result: text({ role: 'sensitive', description: 'final result' }).nullable(),
})
