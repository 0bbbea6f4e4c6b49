import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  faultsAfter,
  type KillPoint,
  killedNight,
  seenNow,
  type Undisturbed,
  undisturbedNight,
} from '../test/pipeline/crash-harness.ts'
import { prepare } from '../test/pipeline/crash-school.ts'
import { TinyProject } from '../test/pipeline/tiny-project.ts'

const usage = `npx tsx bench/crash.ts [--from N] [--to N] [--seed N] [--plain]
Kills a night (SIGKILL) at the points from N (0) up to, not including, N (200), runs it again, and compares the releases, and what
the ledger says is public, with those of an undisturbed night. The project has a stock, of which a month is out, and a learner who
asks for erasure; with --plain nothing is out and nothing kept of learners. Eight points of fifteen are changes of a file, four are
messages, three are moments; any run of consecutive points is spread over the whole night, and so is another seed.`

async function school(): Promise<TinyProject> {
  const made = new TinyProject(await mkdtemp(join(tmpdir(), 'kohort-crash-')), 'all')
  return prepare(made, values.plain === true ? 'nothing' : 'a stock')
}

/** The i-th point of a seed. Multiples of the golden section fill the night evenly, however many of them are taken. */
function killPoint(i: number, seed: number, { changes, messages, milliseconds }: Undisturbed): KillPoint {
  const part = ((i + 1) * 0.6180339887498949 + seed * 0.7548776662466927) % 1
  if (i % 5 === 0) return { kind: 'time', milliseconds: part * milliseconds }
  return i % 3 === 1
    ? { kind: 'message', n: 1 + Math.floor(part * messages) }
    : { kind: 'change', n: 1 + Math.floor(part * changes) }
}

const whole = (text: string | undefined, absent: number): number =>
  text === undefined ? absent : Number(text)
const option = { type: 'string' } as const
const { values } = parseArgs({
  options: { from: option, to: option, seed: option, plain: { type: 'boolean' } },
})
const [from, to, seed] = [whole(values.from, 0), whole(values.to, 200), whole(values.seed, 1)]
if (![from, to, seed].every((n) => Number.isSafeInteger(n) && n >= 0) || from >= to) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}
const first = await school()
const undisturbed = await undisturbedNight(first)
await first.remove()
let [killed, resumed, failed] = [0, 0, 0]
const began = performance.now()
for (let i = from; i < to; i++) {
  const point = killPoint(i, seed, undisturbed)
  const one = await school()
  if (await killedNight(one, point)) killed++
  const early = seenNow(one)
  const next = await one.run({ period: undefined, now: new Date() })
  if (next.resumed !== null) resumed++
  const faults = await faultsAfter(one, undisturbed, early)
  if (faults.length > 0) {
    failed++
    process.stderr.write(`${JSON.stringify({ i, point, faults })}\n`)
  }
  await one.remove()
  if ((i + 1 - from) % 10 === 0) process.stderr.write(`${i + 1 - from} of ${to - from}, ${failed} failed\n`)
}
const { changes, messages } = undisturbed
const secondsEach = Math.round((performance.now() - began) / 100 / (to - from)) / 10
process.stdout.write(
  `${JSON.stringify({ from, to, seed, killed, resumed, failed, changes, messages, secondsEach })}\n`,
)
process.exitCode = failed === 0 ? 0 : 1
