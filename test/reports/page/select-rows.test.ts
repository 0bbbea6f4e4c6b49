import { describe, expect, it } from 'vitest'
import { csvChunks } from '../../../reports/csv-text.ts'
import { flatTable } from '../../../reports/flat-table.ts'
import { untouched } from '../../../reports/page/browser/fragment.ts'
import { placeOf } from '../../../reports/page/browser/page-table.ts'
import { pageOf, selectRows } from '../../../reports/page/browser/select-rows.ts'
import { tableCsv } from '../../../reports/page/browser/table-csv.ts'
import { pageTable } from '../../../reports/page/page-data.ts'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import { exampleTable, results } from '../example-release.ts'
import { awkwardStock } from './awkward-stock.ts'

const published = exampleTable(results)
const table = pageTable(published, 'en')
const rowsOf = (numbers: readonly number[]) => numbers.map((row) => published.rows[row]!.coordinates.join())

it('finds the codes of each row from its number', () => {
  const found = published.rows.map((_, row) =>
    placeOf(table, row).map((at, d) => table.dimensions[d]!.codes[at]),
  )
  expect(found).toEqual([...matrixCoordinates(results.dimensions)])
})

describe('rows', () => {
  it('are filtered by the codes of several dimensions', () => {
    expect(rowsOf(selectRows(table, { ...untouched, filters: { region: 'UZ-AN' } }))).toEqual([
      ...['UZ-AN,_T', 'UZ-AN,f', 'UZ-AN,m'],
    ])
    expect(rowsOf(selectRows(table, { ...untouched, filters: { region: '_X', gender: 'f' } }))).toEqual([
      '_X,f',
    ])
  })

  it('are all there where a filter names what the table has not', () => {
    expect(selectRows(table, { ...untouched, filters: { region: 'Atlantis', planet: 'Mars' } })).toHaveLength(
      12,
    )
  })

  it.each(['asc', 'desc'] as const)(
    'that are withheld come last, in their order, when sorted %s',
    (direction) => {
      const rows = selectRows(table, { ...untouched, sort: { column: 'assessed', direction } })
      const published = [0, 1, 3, 4, 6, 7, 9, 10]
      expect(rows).toEqual([...(direction === 'asc' ? published : published.toReversed()), 2, 5, 8, 11])
    },
  )

  it('are sorted by a code list in its order, and by no column that is not there', () => {
    const sorted = selectRows(table, { ...untouched, sort: { column: 'gender', direction: 'desc' } })
    expect(sorted.slice(0, 4)).toEqual([2, 5, 8, 11])
    expect(selectRows(table, { ...untouched, sort: { column: 'x', direction: 'desc' } })[0]).toBe(0)
  })

  it('come fifty at a time, and the last ones where a page is none', () => {
    const rows = Array.from({ length: 120 }, (_, i) => i)
    expect(pageOf(rows, 2)).toEqual({ number: 2, pages: 3, from: 50, rows: rows.slice(50, 100) })
    expect(pageOf(rows, 9)).toMatchObject({ number: 3, from: 100 })
    expect(pageOf([], 1)).toEqual({ number: 1, pages: 1, from: 0, rows: [] })
  })
})

describe('CSV of a page', () => {
  it.each([published, awkwardStock])('is that of the release, byte by byte', (one) => {
    expect(tableCsv(pageTable(one, 'ru'), untouched)).toBe([...csvChunks(flatTable(one))].join(''))
  })

  it('has the rows that were asked for, in the order of the file or as they were sorted', () => {
    const filters = { gender: 'f' }
    const codes = (text: string) =>
      text
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',')[0])
    expect(codes(tableCsv(table, { ...untouched, filters }))).toEqual(['UZ-AN', 'UZ-TK', '_T', '_X'])
    const sort = { column: 'passed', direction: 'desc' as const }
    expect(codes(tableCsv(table, { ...untouched, filters, sort }))).toEqual(['_X', 'UZ-AN', 'UZ-TK', '_T'])
  })
})
