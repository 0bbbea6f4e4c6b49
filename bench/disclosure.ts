import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'

const usage = `npx tsx bench/disclosure.ts [CUBES [EFFORTS [REPEATS]]]
CUBES    letters of S, A, B, C; SAB where absent
EFFORTS  of rank, fast, standard, best, joined by commas; rank,fast,standard where absent
REPEATS  times that each is run, of which the median CPU counts; 1 where absent
Every run is a process of its own. Threshold 10, width 10 (rank: exact recovery only). Floor: CPU seconds of
adding up the cube's margins in the same process. Peers are rank-only, with public zeros; '-' where no figure exists.`

/** What a peer hid on a cube, zeros public. */
interface Peer {
  readonly name: string
  readonly singletons: 'on' | 'off'
  readonly secondary: number
  readonly sum?: number
  readonly cpuSeconds?: number
}

/**
 * GaussSuppression 1.2.3 (Statistics Norway) and sdcTable 0.34 (SIMPLEHEURISTIC_OLD), measured in November 2026 on
 * two shared cores, rank-only. Neither protects intervals: GaussSuppression's interval mode did not finish S in
 * 900 s, nor B in 800 s; without singletons it did not finish C in 500 s.
 */
const cubes: Readonly<Record<string, { file: string; dimensions: string; peers: readonly Peer[] }>> = {
  S: {
    file: 'S20k_region_age_gender_edu.csv',
    dimensions: 'region,age,gender,edu',
    peers: [
      { name: 'Gauss', singletons: 'off', secondary: 194, sum: 4366 },
      { name: 'Gauss', singletons: 'on', secondary: 195, sum: 4377, cpuSeconds: 1.2 },
      { name: 'sdcTable', singletons: 'off', secondary: 221 },
    ],
  },
  A: {
    file: 'A20k_district_age_gender.csv',
    dimensions: 'region>district,age,gender',
    peers: [
      { name: 'Gauss', singletons: 'off', secondary: 214, sum: 3320 },
      { name: 'Gauss', singletons: 'on', secondary: 214, sum: 3320, cpuSeconds: 2.7 },
      { name: 'sdcTable', singletons: 'off', secondary: 240, sum: 3986 },
    ],
  },
  B: {
    file: 'B200k_district_age_gender.csv',
    dimensions: 'region>district,age,gender',
    peers: [
      { name: 'Gauss', singletons: 'off', secondary: 323, sum: 6687 },
      { name: 'Gauss', singletons: 'on', secondary: 323, sum: 6687, cpuSeconds: 3.1 },
      { name: 'sdcTable', singletons: 'off', secondary: 409, sum: 9111 },
    ],
  },
  C: {
    file: 'C200k_district_age_gender_edu.csv',
    dimensions: 'region>district,age,gender,edu',
    peers: [{ name: 'Gauss', singletons: 'on', secondary: 2218, sum: 42876, cpuSeconds: 140 }],
  },
}

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
const header = ['cube', 'by', 'zeros', 'single', 'primary', 'second', 'sum', 'unavoid', 'narrow', 'CPU s']
const widths = [4, 10, 8, 7, 8, 7, 7, 8, 7, 8, 8, 7]
const line = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell, i) => String(cell).padStart(widths[i]!)).join('')}\n`
process.stdout.write(line([...header, '/ floor', 'MB']))
for (const [letter, { file, dimensions, peers }] of chosen) {
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
