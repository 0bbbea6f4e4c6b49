import { type Night, places } from './stock-nights.ts'

/** Arrivals on most nights, some departures, some moves: more of them in the first places than in the last. */
export function simulate(seed: number, length: number): readonly Night[] {
  let state = seed
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  const place = () => places[Math.min(random(places.length), random(places.length))]!
  const nights: Map<number, string | null>[] = []
  let next = 0
  for (let n = 0; n < length; n++) {
    const night = new Map(nights.at(-1) ?? [])
    for (let arrivals = n === 0 ? 90 : random(14); arrivals > 0; arrivals--) night.set(next++, place())
    for (let leavers = n === 0 ? 0 : random(4); leavers > 0; leavers--) night.set(random(next), null)
    for (let movers = n === 0 ? 0 : random(4); movers > 0; movers--) {
      const mover = random(next)
      if (night.get(mover) != null) night.set(mover, place())
    }
    nights.push(night)
  }
  return nights
}
