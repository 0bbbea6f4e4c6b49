import { expect, it } from 'vitest'
import { chooseUpdates } from '../../../pipeline/choose-updates.ts'
import { attest } from '../../../transforms/attest.ts'
import { parameters, unlimited } from '../../transforms/audit/tables.ts'
import { countTable, limits } from '../../transforms/disclosure/tables.ts'
import { dimensions, places } from './stock-nights.ts'

it.each([1, 20])('shows rows for the first time where nothing else changed, after %i days', async (days) => {
  const table = countTable(dimensions, Object.fromEntries(places.map((place) => [place, 40])))
  const wasShown = table.cells.map((_, row) => row > 0)
  const history = {
    moments: Array.from({ length: days }, (_, m) => ({
      asOf: `day ${m}`,
      fresh: Uint8Array.from(wasShown, (is) => (is ? 1 : 0)),
      figures: Float64Array.from(table.cells, ({ contributors }) => contributors),
      moves: [],
    })),
    lastFigures: table.cells.map(({ contributors: value }, row) =>
      wasShown[row] ? [{ value, status: 'A' as const }] : null,
    ),
  }
  const { fresh } = await chooseUpdates(
    attest('tabulated', [table]),
    [history],
    limits,
    parameters,
    unlimited,
  )
  expect([...fresh[0]!.keys()].filter((row) => fresh[0]![row] === 1)).toEqual([0])
})
