import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import { selectRows, type TinyProject } from '../tiny-project.ts'
import { knownGroups } from '../updates/attacker.ts'
import { dimensions, places } from '../updates/stock-nights.ts'
import { endOf, months, nights, quarter } from './together-school.ts'
import type { Counted, Truth } from './together-truth.ts'

const rows = [...matrixCoordinates(dimensions)]

/** Something that is counted on one day, as far as a reader of all releases knows it. */
export interface SeenPopulation {
  readonly name: string
  readonly kind: 'registered' | 'active' | 'again' | 'quarter'
  /** Of a month; −1 of the quarter. */
  readonly month: number
  readonly truth: Counted
  /** By row of the matrix. */
  readonly shown: readonly (number | null)[]
  /** By set of leaves, as bits: 1 where its number follows. */
  readonly known: Uint8Array
}

/** By row: day and figure of a table of a release; null where there is none. */
async function readRows(school: TinyProject, period: string, version: number, table: string) {
  const folder = join(school.releases, period, `v${version}`)
  if (!existsSync(folder)) return null
  const hasDays = table === 'registered' || version > 1
  const found = await selectRows(
    `SELECT region, gender, ${hasDays ? 'CAST(as_of AS VARCHAR)' : 'NULL'}, ${table === 'registered' ? 'registered' : 'learners'}
     FROM '${join(folder, 'tables', `${table}.parquet`)}'`,
  )
  const byRow = new Map(found.map(([region, gender, at, count]) => [`${region} ${gender}`, { at, count }]))
  return rows.map((codes) => byRow.get(codes.join(' '))!)
}

const numberOf = (count: unknown) => (typeof count === 'number' ? count : null)

/** All that a reader of all releases knows: each population of each day, and of stocks what stands besides. */
export async function seenTogether(
  school: TinyProject,
  truth: Truth,
): Promise<{
  readonly populations: readonly SeenPopulation[]
  readonly remembered: readonly SeenPopulation[]
}> {
  const populations: SeenPopulation[] = []
  const remembered: SeenPopulation[] = []
  const population = (
    kind: SeenPopulation['kind'],
    month: number,
    name: string,
    counted: Counted,
    shown: readonly (number | null)[],
  ): SeenPopulation => ({ kind, month, name, truth: counted, shown, known: knownGroups(shown) })
  for (const [m, month] of months.entries()) {
    if (!existsSync(join(school.releases, month))) continue
    const day = nights[endOf[m]!]!
    const [stock, flow] = [
      await readRows(school, month, 1, 'registered'),
      await readRows(school, month, 1, 'active'),
    ]
    const fresh = stock!.map(({ at, count }) => (at === day ? numberOf(count) : null))
    populations.push(population('registered', m, `registered ${month}`, truth.registered[m]!, fresh))
    remembered.push(
      population(
        'registered',
        m,
        `registered ${month}, remembered`,
        truth.registered[m]!,
        stock!.map(({ count }) => numberOf(count)),
      ),
    )
    populations.push(
      population(
        'active',
        m,
        `active ${month}`,
        truth.active[m]!,
        flow!.map(({ count }) => numberOf(count)),
      ),
    )
    for (let version = 2; ; version++) {
      const later = await readRows(school, month, version, 'active')
      if (later === null) break
      const days = [...new Set(later.map(({ at }) => String(at)))].filter((at) =>
        nights.some((one) => one === at),
      )
      const night = Math.max(...days.map((at) => nights.findIndex((one) => at === `${one}`)))
      const own = later.map(({ at, count }) => (at === nights[night] ? numberOf(count) : null))
      if (night > endOf[m]!)
        populations.push(population('again', m, `${month} on ${nights[night]}`, truth.again[m]![night]!, own))
      expect(await readRows(school, month, version, 'registered'), 'stocks stand').toEqual(stock)
    }
  }
  const ofQuarter = 'of-quarters' in school.tables ? 'of-quarters' : 'active'
  const whole = await readRows(school, quarter, 1, ofQuarter)
  if (whole !== null)
    populations.push(
      population(
        'quarter',
        -1,
        quarter,
        truth.quarter,
        whole.map(({ count }) => numberOf(count)),
      ),
    )
  for (const { name, shown, truth: counted } of populations)
    shown.forEach((count, row) => {
      if (count !== null) expect(count, `${name} ${rows[row]}`).toBe(countIn(counted, row))
    })
  return { populations, remembered }
}

/** Whether a row of the matrix counts a leaf. */
export function covers(row: number, place: string): boolean {
  return rows[row]!.every((code, d) => {
    const leaf = place.split(' ')[d]!
    const parent = dimensions[d]!.codes.find((one) => one.code === leaf)!.parent
    return code === '_T' || code === leaf || code === parent
  })
}

function countIn(counted: Counted, row: number): number {
  return [...counted.values()].filter((place) => covers(row, place)).length
}

export const groupCount = 1 << places.length

export function isInGroup(group: number, place: string | undefined): boolean {
  return place !== undefined && ((group >> places.indexOf(place)) & 1) === 1
}
