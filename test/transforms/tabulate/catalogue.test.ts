import { expect, it } from 'vitest'
import { courseCodes, dayCodes } from '../../../transforms/tabulate/catalogue.ts'
import { catalogue } from '../school.ts'

it.each([
  { level: 'track', codes: ['_T', 'code', 'maths'] },
  { level: 'course', codes: ['_T', 'code', 'maths', 'ai', 'ml', 'py'] },
  { level: 'lesson', codes: ['_T', 'code', 'maths', 'ai', 'ml', 'py', 'ai-1', 'ai-2', 'ml-1', 'py-1'] },
] as const)('lists codes down to the $level', ({ level, codes }) => {
  expect(courseCodes(catalogue, level).map(({ code }) => code)).toEqual(codes)
})

it('refuses a track and a course of one code', () => {
  const courses = [{ number: 1, code: 'ai', title: null, track: 'ai' }]
  expect(() => courseCodes({ ...catalogue, tracks: ['ai'], courses, lessons: [] }, 'course')).toThrow(
    'tracks, courses and lessons need different codes. Provided value: ai',
  )
})

it('lists the days of a leap February', () => {
  const codes = dayCodes('2028-02-01', '2028-03-01').map(({ code }) => code)
  expect([codes.length, codes[0], codes[1], codes.at(-1)]).toEqual([30, '_T', '2028-02-01', '2028-02-29'])
})
