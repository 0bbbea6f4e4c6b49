import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { SolverThreads, withSolverThreads } from '../../pipeline/solver-threads.ts'
import type { AuditBudget } from '../../transforms/audit/audit-report.ts'
import type { IntervalTask, TaskRunner } from '../../transforms/audit/interval-task.ts'
import { SparseRows } from '../../transforms/audit/sparse-rows.ts'
import { auditRelease } from '../../transforms/audit/verdict.ts'
import {
  type Counts,
  counted,
  dimension,
  held,
  parameters,
  published,
  shape,
  unlimited,
} from '../transforms/audit/tables.ts'
import { threadThat } from './thread-that.ts'

const codes = Array.from({ length: 45 }, (_, i) => `${i}`)
const dimensions = [dimension('row', codes), dimension('column', codes)]

/** One component of 2,025 hidden figures, all of them primary; with an empty first row it is not safe. */
async function judge(
  inFirstRow: number,
  threads?: TaskRunner,
  { now, deadline }: Pick<AuditBudget, 'now' | 'deadline'> = unlimited,
) {
  const counts: Counts = ([row, column]) => {
    const ofRow = row === '_T' ? 44 * 5 + inFirstRow : row === '0' ? inFirstRow : 5
    return [column === '_T' ? 45 * ofRow : ofRow]
  }
  const truth = counted(shape(dimensions, { zeros: 'protect' }), counts)
  const candidate = published(truth, (at) => !at.includes('_T'))
  const budget: AuditBudget = { now, deadline, threads }
  return auditRelease([candidate], held(truth), parameters, budget)
}

/** A pool that says how many tasks it answered, and a clock that begins when it is first asked. */
function watched(pool: TaskRunner) {
  const seen = { answered: 0, unanswered: 0 }
  let asked = Number.NaN
  const now = () => (Number.isNaN(asked) ? 0 : performance.now() - asked)
  const runner: TaskRunner = {
    answer: async (task, within) => {
      if (Number.isNaN(asked)) asked = performance.now()
      const answer = await pool.answer(task, within)
      if (answer === null) seen.unanswered++
      else seen.answered++
      return answer
    },
  }
  return { seen, runner, now }
}

it.each([
  { inFirstRow: 5, passes: true },
  { inFirstRow: 0, passes: false },
])('finds the same on 1, 2 and 3 threads where $inFirstRow learners are in a row', async (given) => {
  const alone = await judge(given.inFirstRow)
  expect(alone.report.passed).toBe(given.passes)
  for (const most of [2, 3]) {
    await withSolverThreads(most, async (pool) => {
      const { seen, runner } = watched(pool!)
      const { report } = await judge(given.inFirstRow, runner)
      expect(report).toEqual(alone.report)
      expect(seen.answered).toBeGreaterThan(1)
      expect(seen.unanswered).toBe(0)
    })
  }
})

it.each([
  { fault: 'exits', entry: threadThat('process.exit(0)') },
  { fault: 'throws', entry: threadThat("throw new Error('lost')") },
  { fault: 'rejects', entry: threadThat("void Promise.reject(new Error('lost'))") },
  { fault: 'hangs', entry: threadThat('for (;;);'), deadline: 500 },
  { fault: 'never answers', entry: threadThat(''), deadline: 500 },
  {
    fault: 'runs out of memory',
    entry: threadThat('const all = []; for (;;) all.push(new Array(1000).fill(0))'),
  },
  { fault: 'cannot be loaded', entry: new URL('data:text/javascript,import "node:nothing"') },
])('proves nothing where a thread $fault', async ({ entry, deadline = Number.POSITIVE_INFINITY }) => {
  const pool = new SolverThreads({ most: 2, entry, graceMilliseconds: 100, megabytes: 32 })
  const { seen, runner, now } = watched(pool)
  const { report, released } = await judge(5, runner, { now, deadline })
  await pool.close()
  expect(released).toBeNull()
  expect(new Set(report.findings.map(({ rule }) => rule))).toEqual(new Set(['unproven']))
  expect(report.findings).toHaveLength(2025)
  expect(seen.answered).toBe(0)
  expect(seen.unanswered).toBeGreaterThan(0)
})

it('answers null once it is closed, and what was under way, too', async () => {
  const pool = new SolverThreads({ most: 1, entry: threadThat('') })
  const underWay = [pool.answer(tiny, unlimited), pool.answer(tiny, unlimited)]
  await pool.close()
  expect(await Promise.all([...underWay, pool.answer(tiny, unlimited)])).toEqual([null, null, null])
})

/** x in [0, 3], which nothing else bounds. */
const tiny: IntervalTask = {
  component: {
    variables: Int32Array.of(0),
    lower: Float64Array.of(0),
    upper: Float64Array.of(3),
    equations: new SparseRows(),
    inequalities: new SparseRows(),
  },
  independent: [],
  targets: [{ column: 0, width: 10, reach: 0 }],
  work: Number.POSITIVE_INFINITY,
  shown: null,
  stretch: { kind: 'whole', start: null, shortLimit: 1 },
}

it('replaces a thread that was lost, and reuses one that answered', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kohort-threads-'))
  const answer = `import('node:fs').then(({ existsSync, writeFileSync }) => {
    const file = ${JSON.stringify(join(folder, 'lost'))}
    if (!existsSync(file)) { writeFileSync(file, ''); process.exit(1) }
    globalThis.tasks = (globalThis.tasks ?? 0) + 1
    parentPort.postMessage({ linearPrograms: globalThis.tasks })
  })`
  const pool = new SolverThreads({ most: 1, entry: threadThat(answer) })
  const answers = [await pool.answer(tiny, unlimited)]
  for (let i = 0; i < 2; i++) answers.push(await pool.answer(tiny, unlimited))
  await pool.close()
  await rm(folder, { recursive: true })
  expect(answers).toEqual([null, { linearPrograms: 1 }, { linearPrograms: 2 }])
})

it.each([
  { fault: 'throws', die: "throw new Error('lost')" },
  { fault: 'exits', die: 'process.exit(1)' },
])('replaces a thread that $fault while it is idle', async ({ die }) => {
  const folder = await mkdtemp(join(tmpdir(), 'kohort-threads-'))
  const dying = `import('node:fs').then(({ existsSync, writeFileSync }) => {
    const file = ${JSON.stringify(join(folder, 'lost'))}
    const isFirst = !existsSync(file)
    writeFileSync(file, '')
    parentPort.postMessage({ linearPrograms: isFirst ? 1 : 2 })
    if (isFirst) setTimeout(() => { ${die} }, 100)
  })`
  const pool = new SolverThreads({ most: 1, entry: threadThat(dying) })
  expect(await pool.answer(tiny, unlimited)).toEqual({ linearPrograms: 1 })
  // Idle threads do not keep the process alive, and nothing else waits for this one.
  await new Promise((resolve) => setTimeout(resolve, 1000))
  expect(await pool.answer(tiny, unlimited)).toEqual({ linearPrograms: 2 })
  await pool.close()
  await rm(folder, { recursive: true })
})

it('does not keep the process alive, though nobody closes it', async () => {
  const pool = new URL('../../pipeline/solver-threads.ts', import.meta.url).href
  const echo = threadThat("parentPort.postMessage('answered')").href
  const script = `import { SolverThreads } from '${pool}'
    const pool = new SolverThreads({ most: 1, entry: new URL(${JSON.stringify(echo)}) })
    console.log(await pool.answer({}, { now: () => 0, deadline: Infinity }))`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { timeout: 60_000 },
  )
  expect(stdout).toBe('answered\n')
})
