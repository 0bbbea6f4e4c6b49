import { places } from '../updates/stock-nights.ts'
import { courses, type Pupil, type State } from './revision-school.ts'

/** A period as the sources tell it again and again: late events, newcomers, erasures, corrected rows, changed attributes. */
export function simulateRevisions(seed: number, length: number): readonly State[] {
  let state = seed
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  const place = () => places[Math.min(random(places.length), random(places.length), random(places.length))]!
  const course = () => courses[Math.min(random(3), random(3), random(3))]!
  const someCourses = () => Array.from({ length: 1 + random(3) }, course)
  const states: Map<number, Pupil | null>[] = []
  let next = 0
  for (let n = 0; n < length; n++) {
    const now = new Map(states.at(-1) ?? [])
    for (let newcomers = n === 0 ? 100 : random(16); newcomers > 0; newcomers--)
      now.set(next++, { place: place(), courses: someCourses() })
    const change = (times: number, make: (pupil: Pupil) => Pupil | null) => {
      for (let i = n === 0 ? 0 : times; i > 0; i--) {
        const number = random(next)
        const pupil = now.get(number)
        if (pupil != null) now.set(number, make(pupil))
      }
    }
    change(random(40), (pupil) => ({ ...pupil, courses: [...pupil.courses, course()] }))
    const seldom = (most: number) => (random(3) === 0 ? random(most) : 0)
    change(seldom(20), () => null)
    change(seldom(8), (pupil) => ({ ...pupil, courses: [...pupil.courses.slice(1), course()] }))
    change(random(4), (pupil) => ({ ...pupil, place: place() }))
    states.push(now)
  }
  return states
}
