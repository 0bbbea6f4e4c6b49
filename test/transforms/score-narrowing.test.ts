import { describe, expect, it } from 'vitest'
import type { PublishedTable, SuppressionPattern } from '../../schemas/cell.ts'
import { scoresToWithhold } from '../../transforms/audit/hidden-outcomes.ts'
import { narrowsHiddenOutcome } from '../../transforms/disclosure/score-narrowing.ts'
import { countTable, dimension, flat } from './disclosure/tables.ts'

const outcomes = dimension('outcome', flat('passed', 'failed'), 'outcome')
const regions = dimension('region', { east: '_T', west: '_T', e1: 'east', e2: 'east', w1: 'west' })
const zones = dimension('region', flat('east', 'west'))
const genders = dimension('gender', flat('F', 'M'))
const bands = countTable([zones, outcomes], { 'east passed': 30, 'west failed': 30 }, 'protect', 'bands')
const scores = countTable([regions, genders], { 'e1 F': 30, 'w1 M': 30 }, 'protect', 'scores')
const tables = [bands, scores]

/** Rows of the score table that may not show a mean while these rows of the bands are hidden. */
function withheld(...hidden: readonly string[]): readonly string[] {
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
  const bySuppression = scores.cells.filter((_, row) => narrows(1, row))
  const byAudit = scores.cells.filter((_, row) => scoresToWithhold(published)[1]![row] === 1)
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
})
