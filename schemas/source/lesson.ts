import { z } from 'zod'
import { text } from './field.ts'

/** One lesson of a course. */
export const lessonSchema = z.strictObject({
  lesson_id: text({ role: 'reference', key: true, description: 'lesson' }),
  course_id: text({ role: 'reference', references: 'courses', description: 'course' }),
  title: text({ role: 'reference', description: 'title' }).nullable(),
})
