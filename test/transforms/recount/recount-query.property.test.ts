import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import { recountQuery } from '../../../transforms/recount/recount-query.ts'
import { emptyDatabase } from '../database.ts'
import { attributes, fillVault, minutesPerLearner, period, school } from '../school.ts'
import { cellCounter } from '../school-count.ts'
import { planOf, tables } from '../school-tables.ts'

const database = await emptyDatabase()

describe('every cell that is counted again is what a count over learners and events gives', () => {
  for (const table of tables) {
    const dimensions = Object.keys(table.dimensions)
    test.prop([school], { numRuns: 12 })(
      `${table.id} by ${dimensions.join(', ') || 'nothing'}`,
      async (given) => {
        await fillVault(database, given)
        const { shape } = planOf(table)
        const count = cellCounter(given, shape)
        const rows = await database.rows(recountQuery(shape, attributes, period, minutesPerLearner))
        const coordinatesOf = (row: (typeof rows)[number]) =>
          dimensions.map((name) => String(row[`d_${name}`])).join(' ')
        const found = new Map(rows.map((row) => [coordinatesOf(row), row]))
        expect(found.size).toBe(rows.length)
        const all = [...matrixCoordinates(shape.dimensions)]
        expect(all.map((at) => at.join(' '))).toEqual(expect.arrayContaining([...found.keys()]))
        for (const coordinates of all) {
          const expected = count(coordinates)
          const row = found.get(coordinates.join(' ')) ?? {}
          const numbers = (column: string) =>
            shape.baseMeasures.map((_, i) => Number(row[`${column}_${i}`] ?? 0))
          const values = [coordinates, numbers('value'), numbers('learners')]
          expect(values).toEqual([coordinates, expected.values, expected.contributorsOf])
          if (shape.derivedMeasures.length > 0) {
            const { percents } = expected
            const mean =
              percents.length === 0 ? null : percents.reduce((sum, p) => sum + p, 0) / percents.length
            expect([coordinates, row['mean'] ?? null]).toEqual([
              coordinates,
              mean === null ? null : expect.closeTo(mean, 9),
            ])
            expect([coordinates, row['median'] ?? null]).toEqual([
              coordinates,
              percents[Math.ceil(percents.length / 2) - 1] ?? null,
            ])
          }
        }
      },
    )
  }
})
