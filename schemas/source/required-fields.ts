import type { SourceName } from './source-name.ts'

/** Fields without which a source cannot be counted: a project may not say that it lacks them. */
export const requiredFields: Readonly<Record<SourceName, readonly string[]>> = {
  learners: ['learner_id', 'registered_at'],
  courses: ['course_id', 'track'],
  lessons: ['lesson_id', 'course_id'],
  tests: ['test_id', 'course_id', 'pass_score'],
  lesson_views: ['learner_id', 'lesson_id', 'started_at'],
  progress: ['learner_id', 'course_id', 'enrolled_at'],
  test_results: ['learner_id', 'test_id', 'course_id', 'submitted_at', 'score', 'max_score'],
}
