import { beforeAll, describe, expect, it } from 'vitest'
import {
  faultsAfter,
  type KillPoint,
  killedNight,
  seenNow,
  type Undisturbed,
  undisturbedNight,
} from './crash-harness.ts'
import { type BeforeTheNight, prepare } from './crash-school.ts'
import { injectFault } from './fault.ts'
import { publicContent } from './ledger-content.ts'
import { copyOf } from './school-copy.ts'
import { type TinyProject, tinyProject } from './tiny-project.ts'

// bench/crash.ts goes through every change of a file and many moments; these are a few of each kind’s.
describe.each<{ before: BeforeTheNight }>([{ before: 'nothing' }, { before: 'a stock' }])(
  'a run that is killed, with $before before it',
  { timeout: 180_000 },
  ({ before }) => {
    let undisturbed: Undisturbed
    let prepared: TinyProject
    beforeAll(async () => {
      prepared = await prepare(await tinyProject('all', false), before)
      const school = await copyOf(prepared, false)
      undisturbed = await undisturbedNight(school)
      expect(undisturbed.changes).toBeGreaterThan(40)
      expect(undisturbed.contributions).toHaveLength(before === 'a stock' ? 2 : 0)
      return () => Promise.all([prepared.remove(), school.remove()])
    })

    const tenths = (kind: string, n: number) =>
      Array.from({ length: n }, (_, i) => ({ kind, part: (i + 0.5) / n }))
    it.each([...tenths('change', 2), ...tenths('message', 1), ...tenths('time', 1)])(
      'after $part of the $kind’s way leaves nothing that the next run cannot put right',
      async ({ kind, part }) => {
        const school = await copyOf(prepared)
        const { changes, messages, milliseconds } = undisturbed
        const point: KillPoint =
          kind === 'time'
            ? { kind, milliseconds: part * milliseconds }
            : {
                kind: kind === 'change' ? 'change' : 'message',
                n: Math.ceil(part * (kind === 'change' ? changes : messages)),
              }
        await killedNight(school, point)
        const early = seenNow(school)
        // The killed one had the time of the system.
        const next = await school.run({ period: undefined, now: new Date() })
        expect(next.periods.length + next.alreadyReleased.length).toBe(2)
        expect(await faultsAfter(school, undisturbed, early)).toEqual([])
      },
    )
  },
)

describe('a disk that is full from some change on', () => {
  let undisturbed: Pick<Undisturbed, 'releases' | 'ledger' | 'contributions'>
  let changes: number
  beforeAll(async () => {
    const school = await tinyProject('core', false)
    const counting = injectFault(school.folder, 'full', Number.POSITIVE_INFINITY)
    await school.run({ period: undefined }).finally(counting.restore)
    changes = counting.changes()
    undisturbed = { releases: seenNow(school), ledger: await publicContent(school), contributions: [] }
    return () => school.remove()
  })

  // Spread over the changes of a night that need space, DuckDB's own left out.
  it.each(Array.from({ length: 6 }, (_, i) => ({ sixth: i })))(
    'after $sixth sixths ends the run, and the next one gives what none disturbed gives',
    async ({ sixth }) => {
      const school = await tinyProject()
      const n = 1 + Math.floor((sixth / 6) * changes)
      const fault = injectFault(school.folder, 'full', n)
      const failure = await school.failure({ period: undefined }).finally(fault.restore)
      expect([failure.message, failure.exitCode]).toEqual([
        'no space left on the disk of the workspace or the releases',
        1,
      ])
      school.expectNoVault()
      await school.run({ period: undefined })
      expect(await faultsAfter(school, undisturbed, {})).toEqual([])
    },
  )
})
