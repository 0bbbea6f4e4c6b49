import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  faultsAfter,
  type KillPoint,
  killedNight,
  seenNow,
  undisturbedNight,
} from '../test/pipeline/crash-harness.ts'
import { TinyProject } from '../test/pipeline/tiny-project.ts'

const usage = `npx tsx bench/crash.ts [POINTS]
Kills a night (SIGKILL) at POINTS points, 200 by default: at each message, at changes of files spread evenly, and for a
fifth of them at some time by chance; runs it again, and compares the releases, and what the ledger says is public, with those of an undisturbed night.`

async function school(): Promise<TinyProject> {
  const made = new TinyProject(await mkdtemp(join(tmpdir(), 'kohort-crash-')), 'all')
  await made.write()
  return made
}

const points = Number(process.argv[2] ?? 200)
if (!Number.isSafeInteger(points) || points < 10) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}
const whole = await school()
const undisturbed = await undisturbedNight(whole)
await whole.remove()
const { changes, messages, milliseconds } = undisturbed
const [byTime, byMessage] = [Math.floor(points / 5), Math.min(messages, Math.floor(points / 3))]
const byChange = points - byTime - byMessage
const kills: readonly KillPoint[] = [
  ...Array.from({ length: byMessage }, (_, i): KillPoint => ({ kind: 'message', n: i + 1 })),
  ...Array.from(
    { length: byChange },
    (_, i): KillPoint => ({
      kind: 'change',
      n: 1 + Math.floor((i / byChange) * changes),
    }),
  ),
  ...Array.from(
    { length: byTime },
    (): KillPoint => ({
      kind: 'time',
      milliseconds: Math.random() * milliseconds,
    }),
  ),
]
let [killed, resumed, failed, done] = [0, 0, 0, 0]
for (const point of kills) {
  const one = await school()
  if (await killedNight(one, point)) killed++
  const early = seenNow(one)
  const next = await one.run({ period: undefined, now: new Date() })
  if (next.resumed !== null) resumed++
  const faults = await faultsAfter(one, undisturbed, early)
  if (faults.length > 0) {
    failed++
    process.stderr.write(`${JSON.stringify({ point, faults })}\n`)
  }
  await one.remove()
  done++
  if (done % 10 === 0) process.stderr.write(`${done} of ${kills.length}, ${failed} failed\n`)
}
process.stdout.write(
  `${JSON.stringify({ points: kills.length, killed, resumed, failed, changes, messages })}\n`,
)
process.exitCode = failed === 0 ? 0 : 1
