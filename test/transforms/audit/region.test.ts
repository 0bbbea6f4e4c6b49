import { expect, it } from 'vitest'
import { exactRecovery } from '../../../transforms/audit/exact-recovery.ts'
import { hiddenSystem } from '../../../transforms/audit/hidden-system.ts'
import { holds, linearProgram } from '../../../transforms/audit/linear-program.ts'
import { publishedSystem } from '../../../transforms/audit/published-system.ts'
import { regionCutter } from '../../../transforms/audit/region.ts'
import { loadSolver } from '../../../transforms/audit/solver.ts'
import { counted, dimension, published, shape, sums, unlimited } from './tables.ts'

const codes = ['a', 'b', 'c', 'd', 'e', 'f']
const dimensions = [dimension('row', codes), dimension('column', codes)]
const leaves = Object.fromEntries(codes.flatMap((r, i) => codes.map((c, j) => [`${r} ${c}`, 5 + i + j])))
const truth = counted(shape(dimensions, { zeros: 'protect' }), sums(dimensions, leaves))

it.each([{ size: 12 }, { size: 20 }, { size: 36 }])(
  'keeps the whole satisfied when only a region of $size moves',
  async ({ size }) => {
    const system = publishedSystem([published(truth, (at) => !at.includes('_T'))], 0)
    const [component] = hiddenSystem(system).components
    const base = Float64Array.from(component!.variables, (v) => {
      const { coordinates } = system.tables[0]!.rows[system.first.position[v]!]!
      return leaves[coordinates.join(' ')]!
    })
    expect(holds(component!, base)).toBe(true)
    const { independent } = exactRecovery(component!, unlimited)!
    const region = regionCutter(component!, independent, base).about(0, size)!
    const { variables } = region.component
    expect(variables.length).toBeLessThanOrEqual(36)
    expect(variables).toContain(0)
    const program = linearProgram(
      await loadSolver(),
      region.component,
      region.independent,
      'simplex',
      Number.POSITIVE_INFINITY,
    )
    const costs = Float64Array.from(variables, (column) => (column === 0 ? 1 : 0))
    const moved = program.maximize(costs)
    program.dispose()
    if (!(moved instanceof Float64Array)) throw new Error('the region has a greatest point')
    const whole = base.slice()
    variables.forEach((column, at) => {
      whole[column] = moved[at]!
    })
    expect(holds(component!, whole)).toBe(true)
    expect(whole[0]).toBeGreaterThan(base[0]!)
  },
)

it('is none where its equations hold every column in place', () => {
  const system = publishedSystem([published(truth, (at) => !at.includes('_T'))], 0)
  const [component] = hiddenSystem(system).components
  const base = new Float64Array(component!.variables.length)
  expect(regionCutter(component!, [], base).about(0, 1)).toBeNull()
})
