import { describe, expect, it } from 'vitest'
import { parsePeriod } from '../../../pipeline/period-calendar.ts'
import type { PublishedTable } from '../../../schemas/cell.ts'
import { asFirstPublished, type DatedRelease } from '../../../transforms/audit/first-figures.ts'
import { joinReleases } from '../../../transforms/audit/joined-releases.ts'
import { auditFromOutside } from '../../../transforms/audit/verdict.ts'
import { brief, counted, dimension, measure, parameters, published, shape, unlimited } from './tables.ts'

const gender = dimension('gender', ['f', 'm'])
const days = { first: '2026-10-31', second: '2026-11-10', third: '2026-11-20' } as const

/** A version of October, by row: its figure, hidden where null, and its day; without days where it is the first one. */
function version(
  number: number,
  rows: Readonly<Record<string, readonly [number | null, string | null]>>,
  asOf: string,
  project = 'a',
): DatedRelease {
  const period = '2026-10'
  const plain = published(
    counted(shape([gender], { period, baseMeasures: [measure('learners')] }), ([at]) => [
      rows[at!]?.[0] ?? 0,
    ]),
    ([at]) => rows[at!]?.[0] == null,
  )
  const dated: PublishedTable = {
    shape: { ...plain.shape, asOf },
    rows: plain.rows.map((row) => ({ ...row, asOf: rows[row.coordinates[0]!]?.[1] ?? null })),
  }
  const tables = [number === 1 ? plain : dated]
  return {
    id: `${project}/${period}/${number}`,
    project,
    version: number,
    asOf,
    period: parsePeriod(period),
    tables,
  }
}

const shownOf = (releases: readonly DatedRelease[], n: number) =>
  asFirstPublished(releases)[n]!.tables.map(({ shape: { asOf }, rows }) => [
    asOf,
    ...rows.map(({ figures }) => figures[0]!.value),
  ])

describe('figures as they were first published', () => {
  const first = version(1, { _T: [60, null], f: [20, null], m: [40, null] }, days.first)
  const second = version(2, { _T: [75, days.second], f: [20, days.first], m: [55, days.second] }, days.second)

  it('are all of a first version, and of a later one what stands', () => {
    expect(shownOf([first, second], 0)).toEqual([[undefined, 60, 20, 40]])
    expect(shownOf([first, second], 1)).toEqual([[undefined, null, 20, null]])
  })

  it('are told without the first version where a later one bears a day for each before it', () => {
    expect(shownOf([second], 0)).toEqual([[undefined, null, 20, null]])
    const third = version(3, { _T: [90, days.third], f: [20, days.first], m: [55, days.second] }, days.third)
    expect(shownOf([third], 0)).toEqual([[undefined, null, 20, null]])
  })

  it('are not told where the earliest day may be a later version’s', () => {
    const third = version(3, { _T: [90, days.third], f: [35, days.third], m: [55, days.second] }, days.third)
    expect(shownOf([third], 0)).toEqual([])
    expect(shownOf([third, first], 0)).toEqual([[undefined, null, null, null]])
  })

  it('are those of its own project', () => {
    const other = version(1, { _T: [60, null] }, '2026-11-05', 'b')
    expect(shownOf([second, other], 0)).toEqual([[undefined, null, 20, null]])
  })
})

describe('a later version beside other releases', () => {
  const found = async (...releases: readonly DatedRelease[]) => {
    const tables = joinReleases(asFirstPublished(releases))
    const { findings } = await auditFromOutside(tables ?? [], parameters, unlimited, undefined, 0)
    return brief(findings)
  }
  const other = version(1, { _T: [23, null] }, days.first, 'b')

  it('gives few learners away by what stands in it', async () => {
    const later = version(2, { _T: [null, null], f: [20, days.first], m: [null, null] }, days.second)
    expect(await found(later, other)).toEqual(['below-threshold m'])
    expect(await found(other)).toEqual([])
  })

  it('gives nothing away by what is of a later day, which is another unknown', async () => {
    const first = version(1, { _T: [null, null] }, days.first)
    const later = version(2, { _T: [null, null], f: [20, days.second], m: [null, null] }, days.second)
    expect(await found(first, later, other)).toEqual([])
  })
})
