import { expect, it } from 'vitest'
import { parsePeriod } from '../../../pipeline/period-calendar.ts'
import { widerStock } from '../../../pipeline/stocks/wider-stock.ts'
import { attest } from '../../../transforms/attest.ts'
import { linkPeriods } from '../../../transforms/disclosure/link-periods.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { countTable, dimension, flat, limits } from '../../transforms/disclosure/tables.ts'

const regions = dimension('region', flat('north', 'south', 'west'))

/** A stock at the end of a period, of which each row is granted that shows no fewer than ten. */
function stockOf(id: string, north: number) {
  const { shape, cells } = countTable([regions], { north, south: 7 + north, west: 80 }, 'protect', 'stock')
  const registered = { ...shape.baseMeasures[0]!, counts: 'registrations:stock' }
  const period = parsePeriod(id)
  const { table } = widerStock(
    period,
    {
      shape: { ...shape, baseMeasures: [registered] },
      rows: cells.map(({ coordinates }) => ({ coordinates, figures: [] })),
    },
    cells.slice(1).map(({ coordinates: [leaf], contributors }) => ({ leaf: leaf!, learners: contributors })),
    [],
  )
  const shown = Uint8Array.from(table.cells, ({ contributors }, row) =>
    contributors < 10 || (north < 10 && row === 2) ? 0 : 1,
  )
  return { period, table, shown }
}

it('a quarter’s stock is no sum of its months’: beside later ones it tells nothing of what the first month hides', async () => {
  const { shape, cells } = countTable([regions], { north: 30, south: 40, west: 50 }, 'protect', 'flow')
  const active = {
    ...shape.baseMeasures[0]!,
    counts: 'lesson_views:learners',
    overEvents: 'distinct' as const,
  }
  const flow = { shape: { ...shape, baseMeasures: [active] }, cells }
  const ofMonth = (id: string) => ({ period: parsePeriod(id), table: flow, shown: new Uint8Array(4).fill(1) })
  const period = parsePeriod('2025-Q1')
  const preferences = { required: new Uint8Array(4), weights: new Float64Array(4).fill(1) }
  const { tables, preferences: linked } = linkPeriods(
    [{ period, table: flow, preferences }],
    [
      ofMonth('2025-01'),
      ofMonth('2025-02'),
      ofMonth('2025-03'),
      stockOf('2025-01', 7),
      stockOf('2025-02', 27),
      stockOf('2025-03', 47),
      stockOf('2025-Q1', 47),
    ],
  )
  const { patterns } = await protectTables(attest('tabulated', tables), { ...limits, preferences: linked })
  const hidden = patterns.flatMap(({ table, rows }) =>
    rows.flatMap(({ status }, row) => (status === 'published' ? [] : [`${table} row ${row}`])),
  )
  expect(hidden).toEqual([
    '2025-01/stock at the end of 2025-01 row 1',
    '2025-01/stock at the end of 2025-01 row 2',
  ])
})
