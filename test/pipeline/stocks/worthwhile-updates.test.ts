import { expect, it } from 'vitest'
import { updatedPart, worthwhileShare, worthwhileUpdates } from '../../../pipeline/worthwhile-updates.ts'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import { exampleTable, results } from '../../reports/example-release.ts'

const { shape } = exampleTable(results)
const rows = [...matrixCoordinates(shape.dimensions)].map((codes) => codes.join(' '))
const where = (is: (row: string) => boolean) => Uint8Array.from(rows, (row) => (is(row) ? 1 : 0))
const figure = [{ value: 40, status: 'A' }] as const
const nowhere = where(() => false)
const everywhere = where(() => true)
/** Rows for which `is` holds were shown before. */
const shownBefore = (
  is: (row: string) => boolean,
  { unchanged = nowhere, showable = everywhere }: { unchanged?: Uint8Array; showable?: Uint8Array } = {},
) => ({ lastFigures: rows.map((row) => (is(row) ? figure : null)), unchanged, showable })
const hasTotal = (row: string) => row === '_T _T'
const hasRegion = (row: string) => !row.startsWith('_T')

const updated = (
  fresh: Uint8Array,
  before: (row: string) => boolean = () => true,
  others: Parameters<typeof shownBefore>[1] = {},
) => {
  const [chosen] = worthwhileUpdates([shape], [shownBefore(before, others)], [fresh], 0.5)
  return rows.filter((_, row) => chosen![row] === 1)
}

it('updates few rows together with the total', () => {
  const fresh = where((row) => hasTotal(row) || row === 'UZ-AN f')
  expect(updated(fresh)).toEqual(['_T _T', 'UZ-AN f'])
})

it('lets few rows wait for the total', () => {
  expect(updated(where((row) => row === 'UZ-AN f'))).toEqual([])
})

it('updates half of what changed without it', () => {
  const fresh = where((row) => row.startsWith('UZ-'))
  expect(updated(fresh)).toHaveLength(6)
  const less = where((row) => row.startsWith('UZ-') && row !== 'UZ-AN f')
  expect(updated(less)).toEqual([])
  // One row fewer that changed: five of ten.
  const unchanged = where((row) => row === 'UZ-AN f' || row === '_X f')
  expect(updated(less, () => true, { unchanged })).toHaveLength(5)
})

it('waits for no total that is right as it stands', () => {
  expect(
    updated(
      where((row) => row === 'UZ-AN f'),
      () => true,
      { unchanged: where(hasTotal) },
    ),
  ).toEqual(['UZ-AN f'])
})

it('takes the coarsest rows that were ever shown for totals', () => {
  const isShown = (row: string) => hasRegion(row)
  expect(
    updated(
      where((row) => row === 'UZ-TK _T'),
      isShown,
    ),
  ).toEqual(['UZ-TK _T'])
  expect(
    updated(
      where((row) => row === 'UZ-TK f'),
      isShown,
    ),
  ).toEqual([])
})

it('asks for nothing of rows that may not be shown anyway', () => {
  const fresh = where((row) => row === 'UZ-AN f' || row === 'UZ-AN m')
  const showable = where((row) => row.startsWith('UZ-AN') || row === '_X _T')
  expect(updated(fresh, () => true, { showable })).toEqual(['UZ-AN f', 'UZ-AN m'])
  expect(updated(fresh)).toEqual([])
})

it('shows what it can of a table of which nothing was shown', () => {
  expect(
    updated(
      where((row) => row === 'UZ-AN f'),
      () => false,
    ),
  ).toEqual(['UZ-AN f'])
})

it('judges each table by itself', () => {
  const few = where((row) => row === 'UZ-AN f')
  const fresh = [few, where(hasTotal)]
  const before = [0, 1].map(() => shownBefore(() => true))
  const chosen = worthwhileUpdates([shape, shape], before, fresh, 0.5)
  expect(chosen.map((one) => one.reduce((sum, is) => sum + is, 0))).toEqual([0, 1])
})

it('asks for more the more days there are', () => {
  expect([1, 6, 12, 300].map(worthwhileShare)).toEqual([0.25 / 12, 0.125, 0.25, 0.25])
})

it('is a part of what was shown and changed', () => {
  const half = where((row) => row.startsWith('UZ-'))
  expect(updatedPart([shownBefore(() => true)], [half])).toBe(0.5)
  expect(updatedPart([shownBefore(() => false)], [half])).toBe(1)
})
