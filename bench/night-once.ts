import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { night } from '../pipeline/night.ts'

/** One run of a project into a fresh workspace; prints what the process cost. */
const [project, data, asOf, period] = process.argv.slice(2)
const folder = await mkdtemp(join(tmpdir(), 'kohort-bench-'))
try {
  const result = await night({
    project: project ?? '',
    data,
    releases: join(folder, 'releases'),
    workspace: join(folder, 'workspace'),
    asOf,
    period,
    publish: true,
    now: new Date(),
    progress: () => undefined,
  })
  const { user, system } = process.cpuUsage()
  process.stdout.write(
    JSON.stringify({
      cpuSeconds: (user + system) / 1e6,
      peakBytes: process.resourceUsage().maxRSS * 1024,
      released: result.periods.filter(({ outcome }) => outcome === 'released').length,
      seconds: result.seconds,
    }),
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}
