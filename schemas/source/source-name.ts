/** The sources that Kohort reads, referenced ones before those that refer to them. Payments are never read. */
export const sourceNames = [
  'learners',
  'courses',
  'lessons',
  'tests',
  'lesson_views',
  'progress',
  'test_results',
] as const
export type SourceName = (typeof sourceNames)[number]
