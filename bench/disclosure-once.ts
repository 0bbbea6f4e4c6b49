import { fileURLToPath } from 'node:url'
import { buildCellTable } from '../pipeline/cell-table.ts'
import { parseDimensions, readLeafCounts } from '../pipeline/leaf-counts.ts'
import { optimizeLater } from '../pipeline/optimize-later.ts'
import { protectCells } from '../pipeline/protect-cells.ts'
import type { Effort } from '../schemas/policy.ts'

/** Protects one cube once, as the command line does, and prints what it took, beside the floor: adding up its margins and no more. */
optimizeLater()
const [file, dimensions, width, zeros, singletons, effort] = process.argv.slice(2)
const cells = fileURLToPath(new URL(file ?? '', new URL('../../shared/data/tables/', import.meta.url)))
const zerosPolicy = zeros === 'publish' ? 'publish' : 'protect'
const result = await protectCells({
  cells,
  count: 'freq',
  dimensions: dimensions ?? '',
  minimumContributors: 10,
  intervalWidth: Number(width),
  zeros: zerosPolicy,
  hiddenAtLeast: 0,
  singletons: singletons === 'on',
  effort: effortNamed(effort),
  loss: 'cells',
  out: null,
})
const peakBytes = process.resourceUsage().maxRSS * 1024
const parsed = parseDimensions(dimensions ?? '')
const leaves = await readLeafCounts(cells, parsed, 'freq')
const start = process.cpuUsage()
buildCellTable(parsed, leaves, zerosPolicy)
const { user, system } = process.cpuUsage(start)
process.stdout.write(JSON.stringify({ ...result, peakBytes, floorSeconds: (user + system) / 1e6 }))

function effortNamed(name: string | undefined): Effort {
  return name === 'fast' || name === 'best' ? name : 'standard'
}
