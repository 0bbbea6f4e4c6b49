import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeParents } from '../../../transforms/disclosure/code-parents.ts'
import { deviationPolytope, indexRelations } from '../../../transforms/disclosure/deviation-polytope.ts'
import { independentBatches } from '../../../transforms/disclosure/independent-batches.ts'
import { type LinkedTables, linkTables } from '../../../transforms/disclosure/linked-tables.ts'
import { splitIntoRegions } from '../../../transforms/disclosure/regions.ts'
import { loadSolver } from '../../../transforms/disclosure/solver.ts'
import { findSwap } from '../../../transforms/disclosure/swap.ts'
import { swapSpaces } from '../../../transforms/disclosure/swap-space.ts'
import { WidthModel } from '../../../transforms/disclosure/width-model.ts'
import { countTable, dimension, flat, held, limits } from './tables.ts'

const places = dimension('place', { n: '_T', s: '_T', n1: 'n', n2: 'n', n3: 'n', s1: 's', s2: 's' })
const ages = dimension('age', flat('young', 'mid', 'old'))
const genders = dimension('gender', flat('F', 'M'))
const names = ['n1', 'n2', 'n3', 's1', 's2'].flatMap((place) =>
  ['young', 'mid', 'old'].flatMap((age) => ['F', 'M'].map((gender) => `${place} ${age} ${gender}`)),
)

const systems = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 30, maxLength: 30 }).map((values) => {
  const leaves = Object.fromEntries(names.map((name, i) => [name, values[i]!]))
  return linkTables(held(countTable([places, ages, genders], leaves)), limits)
})

describe('a witness satisfies every equation and bound of the whole', { timeout: 120_000 }, () => {
  it('when it is a swap', () => {
    fc.assert(
      fc.property(systems, fc.nat(), fc.integer({ min: 1, max: 12 }), (system, pick, width) => {
        const [space] = swapSpaces(system, codeParents(system))
        const quantity = pick % system.quantities.length
        const room = (q: number) => system.quantities[q]!.value - system.quantities[q]!.lower
        const swap = findSwap(space!, quantity, width, { price: () => 1, room })
        if (swap === null) return
        expect(swap.up + swap.down).toBeGreaterThanOrEqual(width)
        expect(swap.signs[swap.quantities.indexOf(quantity)]).toBe(1)
        for (const times of [swap.up, -swap.down]) {
          const deviations = new Float64Array(system.quantities.length)
          swap.quantities.forEach((q, i) => {
            deviations[q] = times * swap.signs[i]!
          })
          expectFeasible(system, deviations)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('when it was found in a region with all else at the truth', async () => {
    const highs = await loadSolver()
    fc.assert(
      fc.property(systems, fc.integer({ min: 10, max: 60 }), (system, size) => {
        const members = system.quantities.flatMap(({ coordinates }, q) => (coordinates.length > 0 ? [q] : []))
        for (const region of splitIntoRegions(system, members, size)) {
          const polytope = deviationPolytope(system, indexRelations(system), region)
          const model = new WidthModel(
            highs,
            polytope,
            () => true,
            (point) => {
              const deviations = new Float64Array(system.quantities.length)
              polytope.columns.forEach((q, column) => {
                deviations[q] = point[column]!
              })
              expectFeasible(system, deviations)
            },
          )
          const columns = [...polytope.columns.keys()]
          for (const batch of independentBatches(polytope, columns)) model.proveTogether(batch, () => 10)
          model.dispose()
        }
      }),
      { numRuns: 10 },
    )
  })
})

function expectFeasible(system: LinkedTables, deviations: Float64Array): void {
  for (const { quantities, coefficients } of system.equations) {
    const sum = quantities.reduce((total, q, i) => total + coefficients[i]! * deviations[q]!, 0)
    expect(Math.abs(sum)).toBeLessThan(1e-6)
  }
  system.quantities.forEach(({ value, lower }, q) => {
    expect(value + deviations[q]!).toBeGreaterThan(lower - 1e-6)
  })
}
