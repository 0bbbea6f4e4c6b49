import { expect, it } from 'vitest'
import { SolverThreads } from '../../pipeline/solver-threads.ts'
import { IntervalProtection } from '../../transforms/disclosure/interval-protection.ts'
import { linkTables } from '../../transforms/disclosure/linked-tables.ts'
import { regionRunner } from '../../transforms/disclosure/region-runner.ts'
import type { RegionRunner } from '../../transforms/disclosure/region-task.ts'
import { loadSolver } from '../../transforms/disclosure/solver.ts'
import { countTable, dimension, flat, held, limits } from '../transforms/disclosure/tables.ts'
import { threadThat } from './thread-that.ts'

const regions = Array.from({ length: 12 }, (_, i) => `r${i}`)
const districts = regions.flatMap((region) =>
  Array.from({ length: 20 }, (_, i) => [`${region}d${i}`, region]),
)
const places = dimension('place', { ...flat(...regions), ...Object.fromEntries(districts) })
const groups = Array.from({ length: 18 }, (_, i) => `g${i}`)
const leaves = Object.fromEntries(
  districts.flatMap(([district], i) =>
    groups.map((group, j) => [`${district} ${group}`, (i * i * 31 + j * j * 17 + i * j) % 97]),
  ),
)
const table = countTable([places, dimension('group', flat(...groups))], leaves)
const system = linkTables(held(table), limits)
const primaries = Uint8Array.from(system.units, ({ reasons }) => Number(reasons.length > 0))

/** Widens the intervals of 4,807 figures, in regions. */
async function widen(runner: RegionRunner) {
  const atOnce: number[] = []
  const watched: RegionRunner = {
    answer: (tasks) => {
      atOnce.push(tasks.length)
      return runner.answer(tasks)
    },
  }
  const work = { intervalWidth: 10, relativeWidth: 0, loss: 'cells', work: 2_000_000 } as const
  const intervals = new IntervalProtection(watched, system, primaries, work)
  const open = await intervals.protect()
  const { hidden, narrowest, linearPrograms, witnesses } = intervals
  return { found: { open, hidden, narrowest, linearPrograms, witnesses }, most: Math.max(...atOnce) }
}

const alone = await widen(regionRunner(await loadSolver()))

it('hides the same on this thread and on 1 and 4 others', async () => {
  expect(alone.found.open).toEqual([])
  expect(alone.found.linearPrograms).toBeGreaterThan(100)
  expect(alone.most).toBeGreaterThan(1)
  for (const most of [1, 4]) {
    const pool = new SolverThreads({ most })
    expect(await widen(pool.regions)).toEqual(alone)
    await pool.close()
  }
})

it.each([
  { fault: 'exits', onMessage: 'process.exit(0)' },
  { fault: 'throws', onMessage: "throw new Error('lost')" },
  {
    fault: 'runs out of memory',
    onMessage: 'const all = []; for (;;) all.push(new Array(1000).fill(0))',
  },
])('hides the same where a thread $fault', async ({ onMessage }) => {
  const pool = new SolverThreads({ most: 2, entry: threadThat(onMessage), megabytes: 32 })
  expect(await widen(pool.regions)).toEqual(alone)
  await pool.close()
})
