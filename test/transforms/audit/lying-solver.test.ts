import type { Highs, Model } from 'highs'
import { afterEach, expect, it, vi } from 'vitest'
import { loadSolver } from '../../../transforms/audit/solver.ts'
import { auditRelease } from '../../../transforms/audit/verdict.ts'
import { brief, counted, dimension, held, parameters, published, shape, sums, unlimited } from './tables.ts'

vi.mock(import('../../../transforms/audit/solver.ts'), { spy: true })
afterEach(() => vi.resetAllMocks())

const part = [dimension('part', ['x', 'y', 'z'])]
const truth = counted(shape(part, { zeros: 'protect' }), sums(part, { x: 4, y: 10, z: 40 }))

/** What the audit finds where it needs a width of 15; x lies in [0, 14] while the total is published. */
async function judge(...hidden: readonly string[]) {
  const candidate = published(truth, ([at]) => hidden.includes(at!))
  const { report } = await auditRelease(
    [candidate],
    held(truth),
    { ...parameters, intervalWidth: 15 },
    unlimited,
  )
  return brief(report.findings)
}

type Lie = (model: Model, highs: Highs) => Partial<Pick<Model, 'getModelStatus' | 'getSolution'>>

/** A solver as it is, but for some of what its models answer. */
async function liar(lie: Lie): Promise<Highs> {
  const real = await loadSolver()
  const createModel: Highs['createModel'] = (...given) => {
    const model = real.createModel(...given)
    const lies = lie(model, real)
    return new Proxy(model, {
      get: (_, name) => {
        const value: unknown = Reflect.get(name in lies ? lies : model, name)
        return typeof value === 'function' ? value.bind(model) : value
      },
    })
  }
  return new Proxy(real, {
    get: (target, name) => (name === 'createModel' ? createModel : Reflect.get(target, name)),
  })
}

it('proves by a point that suffices what nothing bounds from above', async () => {
  expect(await judge('x', '_T')).toEqual([])
  expect(await judge('x', 'y')).toEqual(['narrow-interval x'])
})

it.each<{ says: string; lie: Lie; findings: readonly string[] }>([
  {
    says: 'that nothing bounds any sum',
    lie: (_, { constants }) => ({ getModelStatus: () => constants.modelStatus.unbounded }),
    findings: ['unproven x'],
  },
  {
    says: 'that nothing bounds a sum, when first asked',
    lie: (model, { constants }) => {
      let asked = 0
      return {
        getModelStatus: () => (asked++ === 0 ? constants.modelStatus.unbounded : model.getModelStatus()),
      }
    },
    findings: ['narrow-interval x'],
  },
  {
    says: 'that points far beyond the rows are optimal',
    lie: (model, { constants }) => ({
      getModelStatus: () => constants.modelStatus.optimal,
      getSolution: () => {
        const solution = model.getSolution()
        return { ...solution, colValue: solution.colValue.map((value) => 100 * value) }
      },
    }),
    findings: ['unproven x'],
  },
])('does not pass what is narrow where the solver says $says', async ({ lie, findings }) => {
  const solver = await liar(lie)
  vi.mocked(loadSolver).mockResolvedValue(solver)
  expect(await judge('x', 'y')).toEqual(findings)
})
