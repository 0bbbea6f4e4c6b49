import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AttackerProblem } from '../../../transforms/disclosure/attacker-problem.ts'
import { indexRelations } from '../../../transforms/disclosure/deviation-polytope.ts'
import { DeviationTableau } from '../../../transforms/disclosure/deviation-tableau.ts'
import { type LinkedTables, linkTables } from '../../../transforms/disclosure/linked-tables.ts'
import type { ProtectionTarget } from '../../../transforms/disclosure/protection-targets.ts'
import { loadSolver } from '../../../transforms/disclosure/solver.ts'
import { TableauMove } from '../../../transforms/disclosure/tableau-move.ts'
import { simulatedRelease } from './simulated-release.ts'
import { countTable, dimension, flat, held, limits } from './tables.ts'

const highs = await loadSolver()
const places = dimension('place', { n: '_T', s: '_T', n1: 'n', n2: 'n', n3: 'n', s1: 's', s2: 's' })
const ages = dimension('age', flat('young', 'mid', 'old'))
const names = ['n1', 'n2', 'n3', 's1', 's2'].flatMap((place) =>
  ['young', 'mid', 'old'].map((age) => `${place} ${age}`),
)
const counts = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 15, maxLength: 15 })
const plain = counts.map((values) => {
  const leaves = Object.fromEntries(names.map((name, i) => [name, values[i]!]))
  return named(linkTables(held(countTable([places, ages], leaves)), limits))
})
const nested = simulatedRelease.map((tables) => named(linkTables(tables, limits)))
const picks = { minLength: 4, maxLength: 4 }

/** Short where a counterexample is printed, so that its seed, which makes it again, is not lost in it. */
function named(system: LinkedTables): LinkedTables {
  const name = `${system.quantities.length} quantities`
  return Object.assign(system, { [fc.toStringMethod]: () => name })
}

/** Of the 32 moves asked of a system: those that may take too many exchanges. */
const mostUnknown = 8

describe('TableauMove', { timeout: 300_000 }, () => {
  it.each([
    ['a hierarchy', plain, 60],
    ['nested measures and events', nested, 10],
  ] as const)(
    'finds a point exactly where the solver does, or seldom says that it does not know: %s',
    (_, systems, numRuns) => {
      fc.assert(fc.property(systems, fc.array(fc.nat(), picks), fc.nat(), expectAgreement), { numRuns })
    },
  )
})

function expectAgreement(system: LinkedTables, patterns: readonly number[], seed: number): void {
  const members = [...system.quantities.keys()]
  const index = indexRelations(system)
  const hiddenIn = (pattern: number) =>
    Uint8Array.from(system.units, (_, unit) => (((pattern + 1) * (unit + 7) * 2_654_435_761) % 5 < 3 ? 1 : 0))
  const targets = [0, 1, 2, 3].map((i): ProtectionTarget => {
    const [one, other] = [(seed + 31 * i) % members.length, (seed + 31 * i + 5) % members.length]
    const form =
      i < 2 ? { quantities: [one], coefficients: [1] } : { quantities: [one, other], coefficients: [2, -1] }
    return { ...form, width: 5, isUpwards: false }
  })
  const tableau = new DeviationTableau(system, index, members, targets, hiddenIn(patterns[0]!))
  const moves = new TableauMove(tableau, new Float64Array(tableau.lower.length).fill(1))
  const problem = new AttackerProblem(highs, system, index, members, targets, 0)
  let unknown = 0
  for (const pattern of patterns) {
    const hidden = hiddenIn(pattern)
    tableau.setPattern(hidden)
    moves.prepare()
    problem.setPattern(hidden)
    targets.forEach((target, t) => {
      for (const amount of [3, -2]) {
        const isHidden = target.quantities.some((q) => hidden[system.quantities[q]!.unit] === 1)
        const reached = problem.move(t, amount > 0 ? 1 : -1, amount)?.reached ?? 0
        const point = moves.find(t, amount)
        if (point === 'unknown') {
          unknown++
          continue
        }
        const isPossible = isHidden && Math.abs(reached - amount) < 1e-6
        expect(typeof point === 'object').toBe(isPossible)
        if (typeof point === 'object') expectFeasible(system, hidden, point, target, amount)
      }
    })
  }
  problem.dispose()
  expect(unknown).toBeLessThanOrEqual(mostUnknown)
}

function expectFeasible(
  system: LinkedTables,
  hidden: Uint8Array,
  point: { readonly quantities: Int32Array; readonly values: Float64Array },
  target: ProtectionTarget,
  amount: number,
): void {
  const deviations = new Float64Array(system.quantities.length)
  point.quantities.forEach((q, i) => {
    deviations[q] = point.values[i]!
  })
  const sum = (form: { readonly quantities: readonly number[]; readonly coefficients: readonly number[] }) =>
    form.quantities.reduce((total, q, i) => total + form.coefficients[i]! * deviations[q]!, 0)
  expect(sum(target)).toBeCloseTo(amount, 5)
  for (const equation of system.equations) expect(sum(equation)).toBeCloseTo(0, 5)
  for (const inequality of system.inequalities) {
    const slack = inequality.quantities.reduce(
      (total, q, i) => total + inequality.coefficients[i]! * system.quantities[q]!.value,
      0,
    )
    expect(sum(inequality)).toBeGreaterThanOrEqual(-slack - 1e-5)
  }
  system.quantities.forEach(({ unit, value, lower }, q) => {
    if (hidden[unit] === 0) expect(deviations[q]).toBe(0)
    expect(deviations[q]).toBeGreaterThanOrEqual(lower - value - 1e-5)
  })
}
