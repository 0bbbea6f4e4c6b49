import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { fragmentOf, parseFragment, untouched } from '../../../reports/page/browser/fragment.ts'

const name = fc.string({ minLength: 1, unit: 'grapheme' })
const state = fc.record({
  filters: fc.dictionary(name, fc.string({ unit: 'grapheme' }), { noNullPrototype: true }),
  sort: fc.option(fc.record({ column: name, direction: fc.constantFrom('asc' as const, 'desc' as const) })),
  page: fc.integer({ min: 1, max: 999_999 }),
})
const touched = state.filter(
  ({ filters, sort, page }) => Object.keys(filters).length > 0 || sort !== null || page > 1,
)

describe('what an address says', () => {
  test.prop([fc.option(name), fc.array(fc.tuple(name, touched), { maxLength: 3 })])(
    'is read back as it was written',
    (at, entries) => {
      const written = { at, tables: new Map(entries) }
      expect(parseFragment(`#${fragmentOf(written)}`)).toEqual(written)
    },
  )

  it('keeps the name of a column that has a line separator in it', () => {
    const sort = { column: 'a\u2028b', direction: 'asc' as const }
    const written = { at: null, tables: new Map([['results', { ...untouched, sort }]]) }
    expect(parseFragment(fragmentOf(written))).toEqual(written)
  })

  test.prop([fc.string({ unit: 'binary' })])('may be anything', (text) => {
    expect(() => parseFragment(text)).not.toThrow()
  })

  it('is short, and nothing for tables that nobody touched', () => {
    const tables = new Map([
      [
        'results',
        {
          ...untouched,
          filters: { region: 'UZ-TK' },
          sort: { column: 'passed', direction: 'desc' as const },
        },
      ],
      ['views', untouched],
    ])
    expect(fragmentOf({ at: null, tables })).toBe('t=results&f.region=UZ-TK&s=passed:desc')
    expect(fragmentOf({ at: null, tables: new Map() })).toBe('')
  })

  it('is taken as far as it can be understood', () => {
    expect(parseFragment('#table-results').tables.size).toBe(0)
    expect(parseFragment('#s=passed:desc&t=results&s=passed:up&p=-1&f.region=%E0%A4%A').tables).toEqual(
      new Map([['results', { filters: { region: '%E0%A4%A' }, sort: null, page: 1 }]]),
    )
  })
})
