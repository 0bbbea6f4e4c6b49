import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { auditBudget } from '../pipeline/5-protect.ts'
import { auditKnownReleases } from '../pipeline/ledger/audit-releases.ts'
import { ledgerFolder } from '../pipeline/ledger/ledger-folder.ts'
import { verifyLedger } from '../pipeline/ledger/ledger-verify.ts'
import { type Ledger, openLedger } from '../pipeline/ledger/open-ledger.ts'
import { rebuildTables } from '../pipeline/ledger/rebuild-tables.ts'
import { night } from '../pipeline/night.ts'
import { optimizeLater } from '../pipeline/optimize-later.ts'
import { dayAfter, periodOf } from '../pipeline/period-calendar.ts'
import { generateSample } from '../sample-data/generate.ts'
import type { PublishedTable } from '../schemas/cell.ts'
import type { RecordedRelease } from '../schemas/ledger.ts'

const usage = `npx tsx bench/year.ts [--learners N] [--views N] [--nights N] [--audited N]
A year of nights that each release one day of the sample project (50,000 learners, 2,000,000 views): the first and the last
N (3) are real, the ledger is filled with the others through the library, with all figures of the first moved. Prints
CPU and wall seconds of each real night, the ledger's size, and what auditing N (8) and twice as many releases costs.
The sample's files hold the whole time, so each night reads later rows, too; the start of the process is not counted.`

interface Cost {
  readonly cpuSeconds: number
  readonly wallSeconds: number
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const [cpu, began] = [process.cpuUsage(), performance.now()]
  await work()
  const { user, system } = process.cpuUsage(cpu)
  const tenths = (seconds: number) => Math.round(seconds * 10) / 10
  return {
    cpuSeconds: tenths((user + system) / 1e6),
    wallSeconds: tenths((performance.now() - began) / 1000),
  }
}

const say = (figures: object) => void process.stdout.write(`${JSON.stringify(figures)}\n`)

/** All published figures moved by up to 16, another way each day, so that no two days share a stored file. */
function moved(table: PublishedTable, day: number): PublishedTable {
  const move = (row: number, m: number) => (row * 7919 + m * 104_729 + day * 15_485_863) % 17
  const rows = table.rows.map((row, r) => ({
    ...row,
    figures: row.figures.map((one, m) =>
      one.value === null ? one : { ...one, value: one.value + move(r, m) },
    ),
  }))
  return { ...table, rows }
}

const option = { type: 'string' } as const
const { values } = parseArgs({
  options: { learners: option, views: option, nights: option, audited: option },
})
const number = (text: string | undefined, absent: number) => (text === undefined ? absent : Number(text))
const learners = number(values.learners, 50_000)
const views = number(values.views, 2_000_000)
const nights = number(values.nights, 3)
const audited = number(values.audited, 8)
if (![learners, views, nights, audited].every((n) => Number.isSafeInteger(n) && n > 0)) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}

optimizeLater()
const folder = await mkdtemp(join(tmpdir(), 'kohort-year-'))
const days = ['2025-07-01']
while (days.length < 365) days.push(dayAfter(days.at(-1)!))
try {
  const school = join(folder, 'school')
  await cp('sample-data/uzbekistan', school, { recursive: true })
  const project = join(school, 'kohort.yaml')
  const text = await readFile(project, 'utf8')
  await writeFile(project, text.replace('grain: month', `grain: day\n  from: "${days[0]}"`))
  for (const name of await readdir(join(school, 'tables'))) {
    const table = join(school, 'tables', name)
    const monthly = await readFile(table, 'utf8')
    await writeFile(table, monthly.replace('grain: month', 'grain: day').replace(', rollUp: [quarter]', ''))
  }
  const data = join(folder, 'data')
  await generateSample({ out: data, learners, views, seed: 1, format: 'parquet' })
  const [releases, workspace] = [join(folder, 'releases'), join(folder, 'workspace')]
  const path = join(workspace, 'ledger')
  const now = new Date('2026-07-01T00:00:00Z')

  const realNight = async (n: number): Promise<void> => {
    const day = days[n - 1]!
    let ended = {}
    const cost = await costOf(async () => {
      const { periods, seconds } = await night({
        ...{ project, data, releases, workspace, now, asOf: day, publish: true },
        progress: () => undefined,
      })
      ended = { outcomes: periods.map(({ outcome }) => outcome), wallSecondsByStage: seconds }
    })
    say({ night: n, day, ...cost, ...ended })
  }
  const add = async (
    into: Ledger,
    record: RecordedRelease,
    day: string,
    tables: readonly PublishedTable[],
  ): Promise<void> => {
    const recorded: RecordedRelease['tables'] = []
    for (const table of tables) recorded.push(await into.store(table))
    const release = { ...record, period: { ...periodOf(day, 'day') }, as_of: day, tables: recorded }
    const intended = await into.append({ kind: 'intended', release })
    await into.append({ kind: 'published', intended })
  }

  await realNight(1)
  const ledger = await openLedger(path, now)
  const record = ledger.known()[0]!.release
  const tables = (await rebuildTables(ledgerFolder(path), record)) ?? []
  for (let n = 2; n <= 365 - nights; n++)
    await add(
      ledger,
      record,
      days[n - 1]!,
      tables.map((table) => moved(table, n)),
    )
  for (let n = 366 - nights; n <= 365; n++) await realNight(n)
  const identity = { id: record.project, grains: ['day'] } as const
  let bytes = 0
  const start = await costOf(async () => {
    bytes = (await verifyLedger({ ledger: path, releases }, identity, now)).bytes
  })
  say({
    releases: 365,
    cells: tables.reduce((sum, { rows }) => sum + rows.length, 0),
    ledgerBytes: bytes,
    start,
  })

  const small = join(folder, 'audited')
  const second = await openLedger(small, now)
  for (let n = 1; n <= 2 * audited; n++) {
    await add(second, record, days[n - 1]!, tables)
    if (n !== audited && n !== 2 * audited) continue
    let passed = false
    const audit = await costOf(async () => {
      const result = await auditKnownReleases(
        small,
        second.known(),
        () => auditBudget({ auditSeconds: 600 }),
        () => undefined,
      )
      passed = result.passed
    })
    say({ auditedReleases: n, passed, ...audit })
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
