import { places } from '../updates/stock-nights.ts'
import { months, nights, type Pupil } from './together-school.ts'

const courses = ['C1', 'C2', 'C3'] as const

/** Arrivals, departures, moves and late events over a quarter, in which nearly everybody is active most of the time. */
export function simulatePupils(seed: number, count = 300): readonly Pupil[] {
  let state = seed
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  const place = () => places[Math.min(random(places.length), random(places.length))]!
  return Array.from({ length: count }, (_, number): Pupil => {
    const joined = number < count * 0.75 ? 0 : random(nights.length)
    const left = random(9) === 0 ? joined + 1 + random(nights.length) : nights.length
    const [first, second] = [place(), place()]
    const moved = random(12) === 0 ? random(nights.length) : nights.length
    const idle = random(12) === 0
    const views = months.flatMap((_, month) => {
      const released = 2 * month
      const course = () => courses[Math.min(random(3), random(3))]!
      if (idle || random(4) === 0 || joined > released + 1) return []
      const times = Array.from({ length: 1 + random(2) }, course)
      const late = random(5) === 0 ? released + 1 + random(2) : released
      // Of who registered just after the month, events of it count from then on.
      const from = Math.max(late, joined)
      return times.map((one) => ({ month, course: one, from }))
    })
    return {
      places: nights.map((_, night) => (night < moved ? first : second)),
      joined,
      left,
      asked: random(2) === 0,
      views,
    }
  })
}
