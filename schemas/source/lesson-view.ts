import { z } from 'zod'
import { integer, text, timestamp } from './field.ts'

/** One visit to a lesson. */
export const lessonViewSchema = z.strictObject({
  view_id: text({ role: 'operational', key: true, description: 'visit' }),
  learner_id: text({ role: 'direct-identifier', references: 'learners', description: 'account' }),
  lesson_id: text({ role: 'quasi-identifier', references: 'lessons', description: 'lesson' }),
  started_at: timestamp({ role: 'quasi-identifier', description: 'start of the visit' }),
  seconds: integer(0, 86_400, { role: 'measure', description: 'length of the visit in seconds' }),
  ip: text({ role: 'direct-identifier', description: 'network address' }).nullable(),
  user_agent: text({ role: 'direct-identifier', description: 'browser and device' }).nullable(),
})
