import { describe, expect, it } from 'vitest'
import { ageAt, bandCase, bandHierarchy } from '../../../transforms/generalize/bands.ts'
import { emptyDatabase, valuesOf } from '../database.ts'

const database = await emptyDatabase()

describe('a band', () => {
  const edges = [14, 16, 17, 65]
  it.each([
    ['-1', '-13'],
    ['0', '-13'],
    ['13', '-13'],
    ['14', '14-15'],
    ['15', '14-15'],
    ['16', '16'],
    ['17', '17-64'],
    ['64', '17-64'],
    ['65', '65+'],
    ['120', '65+'],
    ['CAST(NULL AS INTEGER)', null],
  ])('holds %s as %s', async (number, code) => {
    expect(
      await valuesOf(database, `SELECT ${bandCase('n', edges)} AS band FROM (SELECT ${number} AS n)`),
    ).toEqual([[code]])
  })
})

describe('a hierarchy of bands', () => {
  it('keeps a band that a coarser level does not split once', () => {
    const { levels, nodes } = bandHierarchy('age', {
      of: 'age',
      levels: { fine: [16, 18, 25], group: [18, 25], broad: [25] },
    })
    expect(levels).toEqual(['total', 'broad', 'group', 'fine'])
    expect(nodes.map(({ code, parent, depth }) => [code, parent, depth])).toEqual([
      ['_T', null, 0],
      ['-24', '_T', 1],
      ['25+', '_T', 1],
      ['-17', '-24', 2],
      ['18-24', '-24', 2],
      ['-15', '-17', 3],
      ['16-17', '-17', 3],
    ])
  })

  it('keeps levels that do not differ apart by name only', () => {
    const { levels, nodes } = bandHierarchy('age', { of: 'age', levels: { fine: [18], broad: [18] } })
    expect(levels).toHaveLength(3)
    expect(nodes.map(({ code }) => code)).toEqual(['_T', '-17', '18+'])
  })

  it('is refused when a coarser level has an edge of its own', () => {
    expect(() => bandHierarchy('age', { of: 'age', levels: { fine: [18, 25], broad: [30] } })).toThrow(
      'bands of age must keep the edges of coarser levels. Provided value: 30',
    )
  })

  it.each([0, -5])('is refused when an edge is %i, whose bands have no clear names', (edge) => {
    expect(() => bandHierarchy('n', { of: 'number', levels: { fine: [edge, 10] } })).toThrow(
      `bands of n need edges of at least 1. Provided value: ${edge}`,
    )
  })
})

describe('the age', () => {
  it.each([
    { born: '2010-10-01', day: '2026-10-01', age: '16', because: 'the birthday is that day' },
    { born: '2010-10-02', day: '2026-10-01', age: '15', because: 'the birthday is the next day' },
    { born: '2010-09-30', day: '2026-10-01', age: '16', because: 'the birthday was the day before' },
    { born: '2008-02-29', day: '2026-02-28', age: '17', because: 'the year has no 29 February yet to come' },
    { born: '2008-02-29', day: '2026-03-01', age: '18', because: '29 February would have passed' },
    { born: '2008-02-29', day: '2028-02-29', age: '20', because: 'the year has a 29 February' },
    { born: '2026-10-02', day: '2026-10-01', age: '-1', because: 'it was born after that day' },
    { born: '2000-12-31', day: '2026-01-01', age: '25', because: 'months count before days' },
  ])('of one born on $born is $age on $day: $because', async ({ born, day, age }) => {
    expect(
      await valuesOf(database, `SELECT ${ageAt('b', day)} AS age FROM (SELECT DATE '${born}' AS b)`),
    ).toEqual([[age]])
  })
  it('is unknown without a birth date', async () => {
    expect(
      await valuesOf(
        database,
        `SELECT ${ageAt('b', '2026-10-01')} AS age FROM (SELECT CAST(NULL AS DATE) AS b)`,
      ),
    ).toEqual([[null]])
  })
})
