import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { answerTask } from '../../transforms/audit/interval-stretches.ts'
import type { SolverHere } from '../../transforms/audit/interval-task.ts'
import { loadSolver as loadForAudit } from '../../transforms/audit/solver.ts'
import { auditRelease } from '../../transforms/audit/verdict.ts'
import { loadSolver } from '../../transforms/disclosure/solver.ts'
import { treatTables } from '../../transforms/disclosure/treat-tables.ts'
import { auditParameters, countTable, dimension, flat, held, limits, unlimited } from './disclosure/tables.ts'

/** Steps that each program of the solver was allowed. */
let allowed: number[]

let ofAudit: SolverHere

beforeEach(async () => {
  allowed = []
  const auditor = await loadForAudit()
  ofAudit = {
    answer: async (task, within) => answerTask(auditor, task, within),
    use: async (work) => work(auditor),
  }
  for (const highs of [await loadSolver(), auditor]) {
    const { createModel } = highs
    vi.spyOn(highs, 'createModel').mockImplementation((...given) => {
      const model = createModel.apply(highs, given)
      const run = model.run.bind(model)
      vi.spyOn(model, 'run').mockImplementation(() => {
        allowed.push(Number(model.options.get('simplex_iteration_limit')))
        return run()
      })
      return model
    })
  }
})
afterEach(() => vi.restoreAllMocks())

it('every program of the solver is given up after a number of steps', async () => {
  const table = countTable(
    [dimension('row', flat('a', 'b', 'c', 'd')), dimension('column', flat('x', 'y', 'z'))],
    { 'a x': 3, 'a y': 8, 'b x': 7, 'b y': 6, 'a z': 41, 'b z': 17, 'c x': 22, 'd y': 33, 'd z': 12 },
  )
  const own = { ...limits, intervalWidth: 10, effort: 'best' as const, percentageBase: 20 }
  await treatTables(held(table), own, { base: 5, method: 'controlled' })
  const { candidate } = await treatTables(held(table), own, 'none')
  const ofSuppression = allowed.length
  await auditRelease(candidate!.tables, held(table), auditParameters, { ...unlimited, here: ofAudit })
  expect(ofSuppression).toBeGreaterThan(0)
  expect(allowed.length).toBeGreaterThan(ofSuppression)
  expect(Math.max(...allowed)).toBeLessThan(20_000)
})
