import { describe, expect, it } from 'vitest'
import { chooseUpdates } from '../../../pipeline/choose-updates.ts'
import { matrixCoordinates } from '../../../schemas/cell.ts'
import type { TableHistory } from '../../../schemas/change.ts'
import { WithheldError } from '../../../schemas/failure.ts'
import { attest } from '../../../transforms/attest.ts'
import { solverHere } from '../../../transforms/audit/inline-runner.ts'
import type { SolverHere } from '../../../transforms/audit/interval-task.ts'
import { parameters, unlimited } from '../../transforms/audit/tables.ts'
import { countTable, limits } from '../../transforms/disclosure/tables.ts'
import { dimensions, places } from '../updates/stock-nights.ts'

const k = 5
const rows = [...matrixCoordinates(dimensions)].map((codes) => codes.join(' '))
const joins = [6, 7, 2, 8, 6, 3, 9, 6, 7, 8]
const own = { ...limits, minimumContributors: k, intervalWidth: k }
const held = { ...parameters, minimumContributors: k, intervalWidth: k }

function choose(here: SolverHere) {
  const was = countTable(dimensions, Object.fromEntries(places.map((place) => [place, 20])))
  const is = countTable(dimensions, Object.fromEntries(places.map((place, i) => [place, 20 + joins[i]!])))
  const counted = was.cells.map(({ contributors }) => contributors)
  const history: TableHistory = {
    moments: [
      {
        asOf: '2026-01-31',
        fresh: new Uint8Array(rows.length).fill(1),
        figures: Float64Array.from(counted),
        moves: places.map((place, i) => ({ from: -1, to: rows.indexOf(place), learners: joins[i]! })),
      },
    ],
    lastFigures: counted.map((value) => [{ value, status: 'A' }]),
  }
  return chooseUpdates(attest('tabulated', [is]), [history], own, held, { ...unlimited, here })
}

describe('a choice of updates', { timeout: 100_000 }, () => {
  it('is withheld wherever a solver gives no answer, since another machine would choose otherwise', async () => {
    let asked = 0
    const real = solverHere()
    const whole = await choose({
      answer: async (task, within) => {
        asked++
        return real.answer(task, within)
      },
      use: async (work) => {
        asked++
        return real.use(work)
      },
    })
    expect(whole.fresh[0]!.some((one) => one === 1)).toBe(true)
    expect(asked).toBeGreaterThan(0)
    for (let lost = 0; lost < asked; lost++) {
      let calls = 0
      const failing: SolverHere = {
        answer: async (task, within) => (calls++ === lost ? null : real.answer(task, within)),
        use: async (work) => (calls++ === lost ? null : real.use(work)),
      }
      await expect(choose(failing), String(lost)).rejects.toThrow(WithheldError)
    }
  })
})
