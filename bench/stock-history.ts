import { parseArgs } from 'node:util'
import { planTables } from '../pipeline/4-tabulate.ts'
import { auditBudget, auditParameters, protectionLimits } from '../pipeline/5-protect.ts'
import { chooseUpdates } from '../pipeline/choose-updates.ts'
import { emptyCatalogue, loadProject } from '../pipeline/load-project.ts'
import { optimizeLater } from '../pipeline/optimize-later.ts'
import { periodOf } from '../pipeline/period-calendar.ts'
import { preferencesOf } from '../pipeline/table-preferences.ts'
import { type Cell, matrixCoordinates } from '../schemas/cell.ts'
import type { Move, TableHistory } from '../schemas/change.ts'
import { attest } from '../transforms/attest.ts'
import { changeFindings } from '../transforms/audit/change-findings.ts'
import { leafRows } from '../transforms/audit/leaf-rows.ts'
import { tableGeometry } from '../transforms/audit/table-geometry.ts'

const usage = `npx tsx bench/stock-history.ts [--nights 60,120,240,365] [--shown N] [--seed N]
What choosing and auditing updates of the sample project's stock costs after so many nights, in memory: 30,000 learners grow
by 55 a night, 8 move and 4 leave. The first night shows all rows, each other one N (3) rows among the coarser half.
Prints CPU seconds of one choice and of one audit of what was chosen.`

const option = { type: 'string' } as const
const { values } = parseArgs({ options: { nights: option, shown: option, seed: option } })
const nights = (values.nights ?? '60,120,240,365').split(',').map(Number)
const shownRows = Number(values.shown ?? 3)
let state = Number(values.seed ?? 1)
if (![...nights, shownRows, state].every((n) => Number.isSafeInteger(n) && n > 0)) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}

/** Whole numbers below a bound, the same for the same seed. */
function random(below: number): number {
  state = (state * 48_271) % 2_147_483_647
  return state % below
}

optimizeLater()
const project = await loadProject('sample-data/uzbekistan/kohort.yaml')
const tables = project.tables.filter(({ period }) => period.type === 'stock')
const deidentified = { needs: new Map(), catalogue: emptyCatalogue, firstDay: null, clamping: null }
const [plan] = planTables({ ...project, tables }, periodOf('2026-01-01', 'month'), deidentified)
const { shape } = plan!
const coordinates = [...matrixCoordinates(shape.dimensions)]
const { leaves, above } = leafRows(tableGeometry(shape.dimensions))
const depth = coordinates.map((codes) =>
  codes.reduce((sum, code, d) => sum + shape.dimensions[d]!.codes.find((one) => one.code === code)!.level, 0),
)
const coarse = [...coordinates.keys()].filter((row) => depth[row]! <= 2)
const place = () => Math.min(random(leaves.length), random(leaves.length))

/** By night and learner: leaf, −1 for nobody. */
const schools: Int32Array[] = []
const most = Math.max(...nights)
for (let night = 0; night < most; night++) {
  const before = schools.at(-1) ?? new Int32Array(0)
  const school = new Int32Array(before.length + (night === 0 ? 30_000 : 55))
  school.set(before)
  for (let learner = before.length; learner < school.length; learner++) school[learner] = place()
  for (let n = 0; n < 8 && night > 0; n++) {
    const learner = random(before.length)
    if (school[learner]! >= 0) school[learner] = place()
  }
  for (let n = 0; n < 4 && night > 0; n++) school[random(before.length)] = -1
  schools.push(school)
}

function counts(school: Int32Array): Float64Array {
  const sums = new Float64Array(coordinates.length)
  for (const leaf of school) if (leaf >= 0) for (const row of above[leaf]!) sums[row]!++
  return sums
}

function moves(before: Int32Array, now: Int32Array): readonly Move[] {
  const learners = new Map<number, number>()
  const size = leaves.length + 1
  now.forEach((to, learner) => {
    const from = before[learner] ?? -1
    if (from === to) return
    const key = (from + 1) * size + to + 1
    learners.set(key, (learners.get(key) ?? 0) + 1)
  })
  const row = (leaf: number) => (leaf < 0 ? -1 : leaves[leaf]!)
  return [...learners].map(([key, number]) => ({
    from: row(Math.floor(key / size) - 1),
    to: row((key % size) - 1),
    learners: number,
  }))
}

async function cpuSeconds<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly cpu: number }> {
  const began = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(began)
  return { result, cpu: Math.round((user + system) / 1e4) / 100 }
}

const fresh = schools.map((_, night) => {
  const rows = new Uint8Array(coordinates.length).fill(night === 0 ? 1 : 0)
  for (let n = 0; n < shownRows; n++) rows[coarse[random(coarse.length)]!] = 1
  return rows
})
const { policy } = project.definition
for (const night of nights) {
  const school = schools[night - 1]!
  const counted = counts(school)
  const cells = coordinates.map((codes, row): Cell => {
    const contributors = counted[row]!
    const measures = [{ value: contributors, contributors, largest: [] }]
    return { coordinates: codes, contributors, measures, outcomes: {}, scores: {} }
  })
  const held = attest('tabulated', [{ shape, cells }])
  const moments = schools.slice(0, night - 1).map((before, m) => {
    const figures = counts(before).map((value, row) => (fresh[m]![row] === 1 ? value : Number.NaN))
    return { asOf: String(m).padStart(4, '0'), fresh: fresh[m]!, figures, moves: moves(before, school) }
  })
  const lastFigures = coordinates.map((_, row) => {
    const last = moments.findLast((moment) => moment.fresh[row] === 1)
    return last === undefined ? null : [{ value: last.figures[row]!, status: 'A' as const }]
  })
  const history: TableHistory = { moments, lastFigures }
  const parameters = auditParameters(policy, null)
  const budget = auditBudget(policy)
  const chosen = await cpuSeconds(() =>
    chooseUpdates(
      held,
      [history],
      protectionLimits(policy, preferencesOf(held, project, new Map()), 'bench'),
      parameters,
      budget,
    ),
  )
  const shown = chosen.result.fresh[0]!
  const audited = await cpuSeconds(() =>
    changeFindings([{ shape, counted, fresh: shown, moments }], parameters, budget),
  )
  process.stdout.write(
    `${JSON.stringify({
      nights: night,
      learners: counted[0],
      rows: coordinates.length,
      movesSinceTheFirst: moments[0]?.moves.length ?? 0,
      choose: chosen.cpu,
      audit: audited.cpu,
      fresh: shown.reduce((sum, one) => sum + one, 0),
      findings: audited.result.length,
    })}\n`,
  )
}
