import { expect, it } from 'vitest'
import { changeGeometry } from '../../../transforms/audit/change-counts.ts'
import { changeFindings } from '../../../transforms/audit/change-findings.ts'
import { tableGeometry } from '../../../transforms/audit/table-geometry.ts'
import type { UpdatedTable } from '../../../transforms/audit/updated-table.ts'
import { auditParameters, countTable, dimension, flat, unlimited } from '../disclosure/tables.ts'

/** Region, gender and education of learners on two days and now; doubtful ones were refused, or came late. */
interface Path {
  readonly at: readonly [string | null, string | null, string | null]
  readonly learners: number
  readonly isDoubtful?: boolean
}

const parts = {
  region: dimension('region', flat('n', 's')),
  gender: dimension('gender', flat('f', 'm')),
  education: dimension('education', flat('lo', 'hi')),
} as const
const attributes = Object.keys(parts)
const shownDays = [0, 1] as const

/** A stock that shows nothing anew. */
function standing(
  id: string,
  names: readonly (keyof typeof parts)[],
  paths: readonly Path[],
  shows: (day: number, codes: readonly string[]) => boolean,
): UpdatedTable {
  const dimensions = names.map((name) => parts[name])
  const { shape } = countTable(dimensions, {}, 'publish', id)
  const { rows } = changeGeometry(tableGeometry(dimensions))
  const [first, second] = dimensions
  const coordinates = first!.codes.flatMap((a) => second!.codes.map((b) => [a.code, b.code]))
  const rowOf = (place: string | null) => {
    const codes = place?.split(' ')
    const own = names.map((name) => codes?.[attributes.indexOf(name)])
    return codes === undefined ? -1 : coordinates.findIndex((one) => one.join(' ') === own.join(' '))
  }
  const countedOn = (day: number) => {
    const sums = new Float64Array(coordinates.length)
    for (const { at, learners } of paths)
      if (at[day] !== null)
        for (const row of rows.above[rows.positions[rowOf(at[day]!)]!]!) sums[row]! += learners
    return sums
  }
  const moments = shownDays.map((day) => {
    const doubtful = paths.filter(({ isDoubtful }) => isDoubtful === true)
    const placed = (on: number) =>
      doubtful
        .filter(({ at }) => at[on] !== null)
        .map(({ at, learners }) => ({ row: rowOf(at[on]!), learners }))
    return {
      asOf: `2026-0${day + 1}-28`,
      fresh: Uint8Array.from(coordinates, (codes) => (shows(day, codes) ? 1 : 0)),
      figures: countedOn(day),
      moves: paths
        .map(({ at, learners }) => ({ from: rowOf(at[day]), to: rowOf(at[2]), learners }))
        .filter(({ from, to }) => from !== to),
      returns: { most: 4, joined: placed(2), departed: placed(day) },
    }
  })
  return { shape, counted: countedOn(2), fresh: new Uint8Array(coordinates.length), moments }
}

const isMargin = (codes: readonly string[]) => codes.includes('_T')
/** Six in a hidden row, of whom four were refused: never can ten and four more have left it. */
const small: readonly Path[] = [
  { at: ['n f lo', 'n f lo', null], learners: 4, isDoubtful: true },
  { at: ['n f lo', 'n f lo', 'n f lo'], learners: 2 },
  { at: ['n m lo', 'n m lo', 'n m lo'], learners: 6 },
  { at: ['s f lo', 's f lo', 's f lo'], learners: 20 },
  { at: ['s m hi', 's m hi', 's m hi'], learners: 20 },
  { at: [null, null, 's m hi'], learners: 40, isDoubtful: true },
]
/** Five left a row before a second day, and four were refused after it. */
const between: readonly Path[] = [
  { at: ['n f lo', 'n f lo', 'n f lo'], learners: 5 },
  { at: ['n f lo', 'n f lo', null], learners: 1 },
  { at: ['n m lo', 'n m lo', 'n m lo'], learners: 5 },
  { at: ['n m lo', null, null], learners: 5 },
  { at: ['n m lo', 'n m lo', null], learners: 4, isDoubtful: true },
  { at: [null, 'n m lo', 'n m lo'], learners: 10 },
  { at: ['s f lo', 's f lo', 's f lo'], learners: 30 },
  { at: ['s m lo', 's m lo', 's m lo'], learners: 30 },
  { at: [null, null, 's m lo'], learners: 40, isDoubtful: true },
]

it.each([
  { name: 'one stock', tables: [standing('a', ['region', 'gender'], small, (_, codes) => isMargin(codes))] },
  {
    name: 'two stocks that share rows',
    tables: [
      standing('a', ['region', 'gender'], small, (_, codes) => isMargin(codes)),
      standing('b', ['region', 'education'], small, (_, codes) => isMargin(codes)),
    ],
  },
  {
    name: 'another day between',
    tables: [
      standing('a', ['region', 'gender'], between, (day, codes) =>
        day === 0 ? isMargin(codes) : codes.join(' ') === 'n m',
      ),
    ],
  },
])('nothing follows where nothing is shown anew, whoever may be back: $name', async ({ tables }) => {
  expect(await changeFindings(tables, auditParameters, unlimited)).toEqual([])
})
