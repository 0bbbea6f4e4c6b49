import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { cubes } from './disclosure-cubes.ts'
import { skewedCube } from './skewed-cube.ts'

const usage = `npx tsx bench/disclosure.ts [CUBES [EFFORTS [REPEATS]]]
CUBES    letters of S, A, B, C; or of invented ones: D (27,090 cells), E (58,590) and M (a million) of a million
         learners, H (58,590 cells, of which 22,345 disclose alone) of 200,000; SAB where absent
EFFORTS  of rank, fast, standard, best, joined by commas; rank,fast,standard where absent
REPEATS  times that each is run, of which the median CPU counts; 1 where absent
Every run is a process of its own. Threshold 10, width 10 (rank: exact recovery only). Floor: CPU seconds of
adding up the cube's margins in the same process. Peers are rank-only, with public zeros; '-' where no figure exists.`

const resultSchema = z.looseObject({
  withheld: z.boolean(),
  primary: z.number(),
  complementary: z.number(),
  complementarySum: z.number(),
  narrowest: z.number().nullable(),
  unavoidable: z.number(),
  cpuSeconds: z.number(),
  peakBytes: z.number(),
  floorSeconds: z.number(),
})
const run = promisify(execFile)
const once = fileURLToPath(new URL('disclosure-once.ts', import.meta.url))

async function measure(parameters: readonly string[], repeats: number) {
  const results: z.infer<typeof resultSchema>[] = []
  for (let i = 0; i < repeats; i++) {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', once, ...parameters])
    results.push(resultSchema.parse(JSON.parse(stdout)))
  }
  results.sort((a, b) => a.cpuSeconds - b.cpuSeconds)
  return results[Math.floor(results.length / 2)]!
}

const [letters = 'SAB', efforts = 'rank,fast,standard', repeats = '1'] = process.argv.slice(2)
const chosen = Object.entries(cubes).filter(([letter]) => letters.includes(letter))
if (chosen.length === 0 || !/^\d+$/.test(repeats)) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}
const folder = await mkdtemp(join(tmpdir(), 'kohort-bench-'))
const header = ['cube', 'by', 'zeros', 'single', 'primary', 'second', 'sum', 'unavoid', 'narrow', 'CPU s']
const widths = [4, 10, 8, 7, 8, 7, 7, 8, 7, 8, 8, 7]
const line = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell, i) => String(cell).padStart(widths[i]!)).join('')}\n`
process.stdout.write(line([...header, '/ floor', 'MB']))
for (const [letter, cube] of chosen) {
  const { dimensions } = cube
  const file = 'file' in cube ? cube.file : join(folder, `${letter}.csv`)
  if ('shape' in cube) await writeFile(file, skewedCube(cube.shape))
  const peers = 'peers' in cube ? cube.peers : []
  for (const { name, singletons, secondary, sum = '-', cpuSeconds = '-' } of peers)
    process.stdout.write(
      line([letter, name, 'publish', singletons, '-', secondary, sum, '-', '-', cpuSeconds, '-', '-']),
    )
  for (const effort of efforts.split(',')) {
    for (const zeros of ['publish', 'protect']) {
      for (const singletons of ['off', 'on']) {
        const width = effort === 'rank' ? '1' : '10'
        const result = await measure([file, dimensions, width, zeros, singletons, effort], Number(repeats))
        process.stdout.write(
          line([
            letter,
            result.withheld ? `${effort}!` : effort,
            zeros,
            singletons,
            result.primary,
            result.complementary,
            result.complementarySum,
            result.unavoidable,
            result.narrowest ?? '-',
            result.cpuSeconds.toFixed(2),
            (result.cpuSeconds / result.floorSeconds).toFixed(0),
            (result.peakBytes / 1e6).toFixed(0),
          ]),
        )
      }
    }
  }
}
await rm(folder, { recursive: true })
