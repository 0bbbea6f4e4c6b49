import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { median } from './median.ts'

const usage = `npx tsx bench/night.ts PROJECT DATA VIEWS_GLOB AS_OF [PERIOD] [hive]
Runs a night and a scan of all columns of the views in turn, three times each, as processes of their own.`

const run = promisify(execFile)
const costSchema = z.looseObject({ cpuSeconds: z.number(), peakBytes: z.number() })

async function cost(script: string, parameters: readonly string[]): Promise<z.infer<typeof costSchema>> {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const { stdout } = await run(process.execPath, ['--import', 'tsx', path, ...parameters], { maxBuffer: 1e8 })
  return costSchema.parse(JSON.parse(stdout))
}

const [project, data, views, asOf, period = '', hive = ''] = process.argv.slice(2)
if (project === undefined || data === undefined || views === undefined || asOf === undefined) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}
const nights: { cpuSeconds: number; peakBytes: number }[] = []
const floors: number[] = []
for (let i = 0; i < 3; i++) {
  floors.push((await cost('scan-floor.ts', [views, hive])).cpuSeconds)
  nights.push(await cost('night-once.ts', [project, data, asOf, ...(period === '' ? [] : [period])]))
}
const cpuSeconds = median(nights.map((night) => night.cpuSeconds))
const floor = median(floors)
process.stdout.write(
  `${JSON.stringify({ cpuSeconds, floor, ratio: cpuSeconds / floor, peakGigabytes: Math.max(...nights.map((night) => night.peakBytes)) / 1e9 })}\n`,
)
