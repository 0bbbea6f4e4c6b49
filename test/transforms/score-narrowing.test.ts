import { describe, expect, it } from 'vitest'
import type { Dimension, PublishedTable, SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import { scoresToWithhold } from '../../transforms/audit/hidden-outcomes.ts'
import { narrowsHiddenOutcome } from '../../transforms/disclosure/score-narrowing.ts'
import { countTable, dimension, flat, type Parents } from './disclosure/tables.ts'

const outcomes = dimension('outcome', flat('passed', 'failed'), 'outcome')
const regions = dimension('region', { east: '_T', west: '_T', e1: 'east', e2: 'east', w1: 'west' })
const zones = dimension('region', flat('east', 'west'))
const genders = dimension('gender', flat('F', 'M'))
const bands = countTable([zones, outcomes], { 'east passed': 30, 'west failed': 30 }, 'protect', 'bands')
const scores = countTable([regions, genders], { 'e1 F': 30, 'w1 M': 30 }, 'protect', 'scores')

/** Rows of the score table that may not show a mean while these rows of the bands are hidden. */
function withheld(...hidden: readonly string[]): readonly string[] {
  return withheldOf([bands, scores], hidden)
}

function withheldOf(tables: readonly TabulatedTable[], hidden: readonly string[]): readonly string[] {
  const isHidden = (coordinates: readonly string[]) => hidden.includes(coordinates.join(' '))
  const patterns = tables.map(
    ({ shape, cells }): SuppressionPattern => ({
      table: shape.id,
      rows: cells.map(({ coordinates }) => ({
        status: isHidden(coordinates) ? 'primary' : 'published',
        reasons: [],
      })),
    }),
  )
  const published = tables.map(
    ({ shape, cells }): PublishedTable => ({
      shape,
      rows: cells.map(({ coordinates, measures: [measure] }) => ({
        coordinates,
        figures: isHidden(coordinates)
          ? [{ value: null, status: 'c' }]
          : [{ value: measure!.value, status: 'A' }],
      })),
    }),
  )
  const narrows = narrowsHiddenOutcome(tables, patterns)
  const rows = tables.at(-1)!.cells
  const bySuppression = rows.filter((_, row) => narrows(tables.length - 1, row))
  const byAudit = rows.filter((_, row) => scoresToWithhold(published).at(-1)![row] === 1)
  expect(bySuppression).toEqual(byAudit)
  return bySuppression.map(({ coordinates }) => coordinates.join(' '))
}

describe('means and medians', () => {
  it('are free where every outcome is published', () => {
    expect(withheld()).toEqual([])
  })

  it('are withheld for all learners within a group whose outcome is hidden', () => {
    const within = ['east', 'e1', 'e2'].flatMap((region) => ['_T', 'F', 'M'].map((g) => `${region} ${g}`))
    expect(withheld('east failed').toSorted()).toEqual(within.toSorted())
  })

  it('are withheld everywhere where an outcome of all learners is hidden', () => {
    expect(withheld('_T failed')).toHaveLength(scores.cells.length)
  })

  it('are free of what is hidden of another month, not of a longer period that holds theirs', () => {
    const periodDimension = 'time_period'
    const during = (codes: Parents, own: readonly Dimension[], counts: Readonly<Record<string, number>>) => {
      const table = countTable([dimension(periodDimension, codes), ...own], counts, 'protect')
      return { ...table, shape: { ...table.shape, periodDimension } }
    }
    const months = { Q1: '_T', '01': 'Q1', '02': 'Q1' } as const
    const rolled = during(months, [zones, outcomes], { '01 east passed': 30, '02 west failed': 30 })
    const of = (month: string) => during({ [month]: '_T' }, [regions, genders], { [`${month} e1 F`]: 30 })
    const scored = [of('01'), of('02')]
    const within = (month: string) =>
      ['east', 'e1', 'e2'].flatMap((region) => ['_T', 'F', 'M'].map((g) => `${month} ${region} ${g}`))
    for (const means of scored) {
      const month = means.shape.dimensions[0]!.codes[1]!.code
      const rows = (...hidden: readonly string[]) =>
        withheldOf([rolled, ...scored.filter((one) => one !== means), means], hidden).filter((row) =>
          row.startsWith(month),
        )
      expect(rows('01 east failed')).toEqual(month === '01' ? within('01') : [])
      expect(rows('Q1 east failed')).toEqual(within(month))
    }
    // Bands that are in no longer period stand for their own one alone.
    const apart = ['01', '02'].map((month) => during({ [month]: '_T' }, [zones, outcomes], {}))
    expect(
      withheldOf([...apart, scored[1]!], ['01 _T failed']).filter((row) => row.startsWith('02')),
    ).toEqual([])
  })
})
