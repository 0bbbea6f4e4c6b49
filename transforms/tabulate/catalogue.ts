import type { Code } from '../../schemas/cell.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import { totalCode } from '../../schemas/hierarchy.ts'
import { totalLabels } from '../../schemas/labels.ts'

import type { PassMarks } from './test-outcomes.ts'

/** What the school offers, as the sources list it; `number` is what the deidentified facts carry. */
export interface Catalogue {
  readonly passMarks: PassMarks
  readonly tracks: readonly string[]
  readonly courses: readonly {
    readonly number: number
    readonly code: string
    readonly title: string | null
    readonly track: string
  }[]
  readonly lessons: readonly {
    readonly number: number
    readonly code: string
    readonly title: string | null
    readonly course: string
  }[]
}

export type CourseLevel = 'lesson' | 'course' | 'track'

/** Code list of the course dimension down to a level. */
export function courseCodes(catalogue: Catalogue, level: CourseLevel): readonly Code[] {
  const codes: Code[] = [{ code: totalCode, parent: null, level: 0, labels: totalLabels }]
  for (const track of catalogue.tracks)
    codes.push({ code: track, parent: totalCode, level: 1, labels: { en: track } })
  if (level !== 'track')
    for (const course of catalogue.courses)
      codes.push({
        code: course.code,
        parent: course.track,
        level: 2,
        labels: { en: course.title ?? course.code },
      })
  if (level === 'lesson')
    for (const lesson of catalogue.lessons)
      codes.push({
        code: lesson.code,
        parent: lesson.course,
        level: 3,
        labels: { en: lesson.title ?? lesson.code },
      })
  const seen = new Set<string>()
  for (const { code } of codes) {
    if (seen.has(code)) throw new ConfigurationError('tracks, courses and lessons need different codes', code)
    seen.add(code)
  }
  return codes
}

/** Days of a period as a code list. */
export function dayCodes(start: string, end: string): readonly Code[] {
  const codes: Code[] = [{ code: totalCode, parent: null, level: 0, labels: totalLabels }]
  for (let day = Date.parse(start); day < Date.parse(end); day += 86_400_000) {
    const code = new Date(day).toISOString().slice(0, 10)
    codes.push({ code, parent: totalCode, level: 1, labels: { en: code } })
  }
  return codes
}
