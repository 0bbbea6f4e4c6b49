import { z } from 'zod'
import { text } from './field.ts'

/** One course on offer. */
export const courseSchema = z.strictObject({
  course_id: text({ role: 'reference', key: true, description: 'course' }),
  title: text({ role: 'reference', description: 'title' }).nullable(),
  track: text({ role: 'reference', description: 'track, the group of courses it belongs to' }),
})
