import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Highs } from 'highs'
import { afterEach, expect, it, vi } from 'vitest'
import { loadSolver as loadForAudit } from '../../transforms/audit/solver.ts'
import { offerWitnesses } from '../../transforms/disclosure/offer-witnesses.ts'
import { loadSolver as loadForSuppression } from '../../transforms/disclosure/solver.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

vi.mock(import('../../transforms/audit/solver.ts'), { spy: true })
vi.mock(import('../../transforms/disclosure/solver.ts'), { spy: true })
vi.mock(import('../../transforms/disclosure/offer-witnesses.ts'), { spy: true })
afterEach(() => vi.resetAllMocks())

/** What WebAssembly throws where a module aborts. */
const outOfMemory = () => Object.assign(new Error('Aborted(OOM)'), { name: 'RuntimeError' })

/** A school with a learner who views so much that rows must be hidden. */
async function schoolWithSecrets(): Promise<TinyProject> {
  const school = await tinyProject()
  const [first] = school.rows.lesson_views
  for (let i = 0; i < 100; i++)
    school.rows.lesson_views.push({
      ...first!,
      view_id: `view-keen-${i}`,
      started_at: `2026-06-${String((i % 28) + 1).padStart(2, '0')} 18:00:00`,
      seconds: 1800,
    })
  await school.write()
  return school
}

/** No solver, or one as it is but for models: they cannot be made. */
function failing(highs: Highs, fault: string): Promise<Highs> {
  if (fault === 'is not loaded') return Promise.reject(outOfMemory())
  const createModel = () => {
    throw outOfMemory()
  }
  return Promise.resolve(
    new Proxy(highs, {
      get: (target, name) => (name === 'createModel' ? createModel : Reflect.get(target, name)),
    }),
  )
}

it.each(['is not loaded', 'runs out of memory'])(
  'withholds where the solver of the audit %s',
  async (fault) => {
    const school = await schoolWithSecrets()
    const real = await loadForAudit()
    // What the suppression proved would be checked without a solver.
    vi.mocked(offerWitnesses).mockReturnValue([])
    vi.mocked(loadForAudit).mockImplementation(() => failing(real, fault))
    const { periods } = await school.run()
    expect(periods.map(({ outcome, folder }) => [outcome, folder])).toEqual([['withheld', null]])
    expect(periods[0]!.reasons.join(' ')).toContain('unproven in active')
    expect(periods[0]!.tables.flatMap(({ warnings }) => warnings).join(' ')).toContain('should be coarser')
    expect(existsSync(join(school.releases, '2026-06'))).toBe(false)
  },
)

it.each(['is not loaded', 'runs out of memory'])(
  'withholds where the solver of the suppression %s',
  async (fault) => {
    const school = await schoolWithSecrets()
    const real = await loadForSuppression()
    vi.mocked(loadForSuppression).mockImplementation(() => failing(real, fault))
    const { periods } = await school.run()
    expect(periods.map(({ outcome, folder }) => [outcome, folder])).toEqual([['withheld', null]])
    expect(existsSync(join(school.releases, '2026-06'))).toBe(false)
  },
)
