import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256OfFile } from '../../../reports/checksums.ts'
import { reproducible } from '../released-files.ts'
import { TinyProject } from '../tiny-project.ts'
import { knownGroups, seenChanges } from '../updates/attacker.ts'
import { simulate } from '../updates/simulated-stock.ts'
import { type Night, places, type SeenNight } from '../updates/stock-nights.ts'
import { dailySchool, dayOf, fillNight, isSeen, rows, runNight, seenOn } from './daily-school.ts'

const k = 5
const coalition = 2
const length = 60
const patience = 900_000
const nights = simulate(11, length)

/** Learners of a group of leaves on one night, of whom `isCounted` holds. */
function members(night: Night, group: number, isCounted: (learner: number) => boolean): readonly number[] {
  return [...night].flatMap(([learner, place]) =>
    place !== null && ((group >> places.indexOf(place)) & 1) === 1 && isCounted(learner) ? [learner] : [],
  )
}

const groups = Array.from({ length: (1 << places.length) - 1 }, (_, i) => i + 1)
const isFew = (number: number) => number > 0 && number < k

/** Leaves of a row, as bits. */
function leavesOf([region, gender]: readonly string[]): number {
  return places.reduce((bits, place, leaf) => {
    const [district, of] = place.split(' ')
    const lies =
      region === '_T' || region === district || region === (district!.startsWith('n') ? 'north' : 'south')
    return lies && (gender === '_T' || gender === of) ? bits | (1 << leaf) : bits
  }, 0)
}

describe('sixty nights with arrivals, moves, erasures and late rows', () => {
  let school: TinyProject
  let copy: string
  let stock: readonly SeenNight[]
  let flow: readonly SeenNight[]
  const hashes = new Map<string, string>()

  const hashOf = (folder: string, n: number, file: string) => sha256OfFile(join(folder, dayOf(n), 'v1', file))

  beforeAll(async () => {
    school = await dailySchool(k, false)
    copy = await mkdtemp(join(tmpdir(), 'kohort-nights-'))
    for (let n = 0; n < length; n++) {
      await fillNight(school, nights, n)
      if (n === length - 1) await cp(school.folder, copy, { recursive: true })
      await runNight(school, n)
      hashes.set(dayOf(n), await hashOf(school.releases, n, 'SHA256SUMS'))
    }
    const schools = nights.map(() => school)
    ;[stock, flow] = [await seenOn(schools, 'registered'), await seenOn(schools, 'active')]
  }, patience)

  afterAll(async () => {
    await rm(copy, { recursive: true, force: true })
    await rm(school.folder, { recursive: true, force: true })
  })

  it('tell no change of a few between any two nights, over all sums that both tell', () => {
    expect(seenChanges(nights, stock, k)).toEqual([])
    expect(stock.slice(1).some(({ shown }) => shown.some((count) => count !== null))).toBe(true)
  })

  it('tell no few active ones, nor few who are registered and not active', () => {
    const found = nights.flatMap((night, n) => {
      const [registered, active] = [knownGroups(stock[n]!.shown), knownGroups(flow[n]!.shown)]
      return groups.filter((group) => {
        if (active[group] === 0) return false
        const there = members(night, group, (learner) => isSeen(learner, n)).length
        const idle = members(night, group, () => true).length - there
        return isFew(there) || (registered[group] === 1 && isFew(idle))
      })
    })
    expect(found).toEqual([])
    expect(flow.some(({ shown }) => shown.some((count) => count !== null))).toBe(true)
  })

  it('tell those who fill a hidden row together of no few others', () => {
    const found = nights.flatMap((night, n) => {
      const shown = flow[n]!.shown
      const isThere = (learner: number) => isSeen(learner, n)
      return rows.flatMap((codes, row) => {
        const own = members(night, leavesOf(codes), isThere)
        if (shown[row] !== null || own.length === 0 || own.length > coalition) return []
        const pooled = knownGroups(shown.map((count, r) => (r === row ? own.length : count)))
        return groups.filter(
          (group) =>
            pooled[group] === 1 &&
            isFew(members(night, group, isThere).filter((one) => !own.includes(one)).length),
        )
      })
    })
    expect(found).toEqual([])
  })

  it(
    'come out the same, byte by byte, whenever the last one is run anew',
    async () => {
      for (let time = 0; time < 2; time++) {
        const folder = await mkdtemp(join(tmpdir(), 'kohort-night-'))
        await cp(copy, folder, { recursive: true })
        const again = new TinyProject(folder, 'core')
        await runNight(again, length - 1)
        expect(reproducible(again.releases)).toEqual(reproducible(school.releases))
        await rm(folder, { recursive: true })
      }
    },
    patience,
  )

  it('leave every release as it was, whatever came late or was erased since', async () => {
    for (let n = 0; n < length; n++) {
      expect(await readdir(join(school.releases, dayOf(n)))).toEqual(['v1'])
      expect(await hashOf(school.releases, n, 'SHA256SUMS')).toBe(hashes.get(dayOf(n)))
    }
  })
})

it('tell changes of single learners where no night knows of the ones before', {
  timeout: patience,
}, async () => {
  const few = nights.slice(0, 6)
  const schools: TinyProject[] = []
  for (let n = 0; n < few.length; n++) {
    const school = await dailySchool(k)
    // Each begins with the night at hand, as if nothing were out before.
    school.definition.releases = { grain: 'day', from: dayOf(n) }
    await fillNight(school, few, n)
    await runNight(school, n)
    schools.push(school)
  }
  const found = seenChanges(few, await seenOn(schools, 'registered'), k)
  expect(found.length).toBeGreaterThan(50)
  expect(found.some(({ entered, left }) => entered + left === 1)).toBe(true)
})
