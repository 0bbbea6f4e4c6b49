import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

const usage = `npx tsx bench/disclosure.ts [CUBES [EFFORTS [REPEATS]]]
CUBES    letters of S, A, B, C; SAB where absent
EFFORTS  of rank, fast, standard, best, joined by commas; rank,fast,standard where absent
REPEATS  times that each is run, of which the median CPU counts; 1 where absent
Every run is a process of its own. Threshold 10, width 10 (rank: exact recovery only). Floor: CPU seconds of
adding up the cube's margins in the same process.`

/**
 * Secondary cells, their learners and CPU seconds of GaussSuppression 1.2.3 (Statistics Norway) and secondary
 * cells of sdcTable 0.34 (SIMPLEHEURISTIC_OLD), measured in November 2026 on two shared cores. Neither
 * protects intervals: GaussSuppression's interval mode did not finish S in 900 s, nor B in 800 s.
 */
const cubes = {
  S: {
    file: 'S20k_region_age_gender_edu.csv',
    dimensions: 'region,age,gender,edu',
    peers: 'GaussSuppression 194 / 4366 (singletons 195 / 4377 / 1.2 s), sdcTable 221',
  },
  A: {
    file: 'A20k_district_age_gender.csv',
    dimensions: 'region>district,age,gender',
    peers: 'GaussSuppression 214 / 3320 (singletons 214 / 3320 / 2.7 s), sdcTable 240 / 3986',
  },
  B: {
    file: 'B200k_district_age_gender.csv',
    dimensions: 'region>district,age,gender',
    peers: 'GaussSuppression 323 / 6687 (singletons 323 / 6687 / 3.1 s), sdcTable 409 / 9111',
  },
  C: {
    file: 'C200k_district_age_gender_edu.csv',
    dimensions: 'region>district,age,gender,edu',
    peers: 'GaussSuppression did not finish in 500 s (singletons 2218 / 42876 / 140 s)',
  },
} as const

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
const header = ['effort', 'zeros', 'single', 'primary', 'second', 'sum', 'unavoid', 'narrow', 'CPU s']
const widths = [9, 8, 7, 8, 7, 7, 8, 7, 8, 8, 7]
const line = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell, i) => String(cell).padStart(widths[i]!)).join('')}\n`
for (const [letter, { file, dimensions, peers }] of chosen) {
  process.stdout.write(`\n${letter}: ${peers}\n${line([...header, '/ floor', 'MB'])}`)
  for (const effort of efforts.split(',')) {
    for (const zeros of ['publish', 'protect']) {
      for (const singletons of ['off', 'on']) {
        const width = effort === 'rank' ? '1' : '10'
        const result = await measure([file, dimensions, width, zeros, singletons, effort], Number(repeats))
        process.stdout.write(
          line([
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
