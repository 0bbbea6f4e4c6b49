import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { needsOf } from '../pipeline/2-deidentify.ts'
import { tabulate } from '../pipeline/4-tabulate.ts'
import { KeptSeries } from '../pipeline/kept-series.ts'
import { contributorKeyPath } from '../pipeline/ledger/contribution-store.ts'
import { ledgerFolder, makeContributionsFolder } from '../pipeline/ledger/ledger-folder.ts'
import { openLedger } from '../pipeline/ledger/open-ledger.ts'
import { emptyCatalogue, loadProject } from '../pipeline/load-project.ts'
import { optimizeLater } from '../pipeline/optimize-later.ts'
import { dayAfter, periodOf } from '../pipeline/period-calendar.ts'
import { protectWithStocks } from '../pipeline/stocks/protect-with-stocks.ts'
import { forgetDeparted, storeSeries } from '../pipeline/stocks/store-series.ts'
import { preferencesOf } from '../pipeline/table-preferences.ts'
import { openVault } from '../pipeline/vault.ts'
import { openWorkspace } from '../pipeline/workspace.ts'
import { factRelation } from '../transforms/deidentify/fact-relation.ts'
import { knownCodeRelation, stableCodeRelation } from '../transforms/deidentify/stable-code-relations.ts'
import { recodedRelation } from '../transforms/generalize/recode.ts'
import { cohortRelation, identifier } from '../transforms/relation.ts'

const usage = `npx tsx bench/stock-year.ts [--nights N] [--until N] [--from N] [--to N] [--movers N] [--erasures N] [--seed N]
A year (--nights, of which those up to --until are simulated) of nightly releases of the sample project's stock (registered learners by region, gender and
education) through the library: --from (30,000) learners grow to about --to (50,000), a few move (8 a night) and a few ask for erasure
(4 a night). Each night opens the ledger, counts, protects, audits and records as a night does; reading sources and writing
files is left out. Prints for each night CPU seconds by step, rows, and what lies beside it on disk.`

const option = { type: 'string' } as const
const { values } = parseArgs({
  options: {
    nights: option,
    until: option,
    from: option,
    to: option,
    movers: option,
    erasures: option,
    seed: option,
  },
})
const number = (text: string | undefined, absent: number) => (text === undefined ? absent : Number(text))
const nights = number(values.nights, 365)
const until = number(values.until, nights)
const first = number(values.from, 30_000)
const last = number(values.to, 50_000)
const movers = number(values.movers, 8)
const erasures = number(values.erasures, 4)
let state = number(values.seed, 1)
if (![nights, first, last, state].every((n) => Number.isSafeInteger(n) && n > 0)) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}

/** Whole numbers below a bound, the same for the same seed. */
function random(below: number): number {
  state = (state * 48_271) % 2_147_483_647
  return state % below
}

const seconds: Record<string, number> = {}
async function timed<T>(step: string, work: () => Promise<T>): Promise<T> {
  const cpu = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(cpu)
  seconds[step] = Math.round((user + system) / 1e4) / 100
  return result
}

async function bytesIn(folder: string): Promise<number> {
  const files = await readdir(folder, { withFileTypes: true, recursive: true })
  const sizes = files.filter((one) => one.isFile()).map((one) => stat(join(one.parentPath, one.name)))
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0)
}

optimizeLater()
const folder = await mkdtemp(join(tmpdir(), 'kohort-stock-year-'))
try {
  const all = await loadProject('sample-data/uzbekistan/kohort.yaml')
  const releases = { ...all.definition.releases, grain: 'day' as const }
  const tables = all.tables
    .filter(({ period }) => period.type === 'stock')
    .map((table) => ({ ...table, period: { ...table.period, grain: 'day' as const } }))
  const project = { ...all, tables, definition: { ...all.definition, releases } }
  const { policy } = project.definition
  const workspace = await openWorkspace(join(folder, 'workspace'))
  const path = join(folder, 'ledger')
  const now = new Date('2027-01-01T00:00:00Z')
  await openLedger(path, now)
  await makeContributionsFolder(ledgerFolder(path))
  await writeFile(contributorKeyPath(ledgerFolder(path)), 'bench')
  const vault = await openVault(workspace, [])
  const { database } = vault
  const attributes = project.attributes.filter(({ name }) =>
    tables.some(({ dimensions }) => name in dimensions),
  )
  const needs = needsOf(tables)
  const facts = [...needs].map(([fact, need]) => factRelation(fact, need).relation.from)
  for (const from of facts) await database.run(`CREATE TABLE ${from} (code INTEGER, day DATE, n INTEGER)`)
  const school = cohortRelation('simulated').from
  const columns = attributes.map(({ name }) => `${identifier(name)} INTEGER`).join(', ')
  await database.run(`CREATE TABLE ${school} (id INTEGER, ${columns}, gone BOOLEAN)`)

  let next = 0
  const skewed = (count: number) => Math.min(random(count), random(count))
  const leaves = attributes.map(({ codes }) =>
    codes.flatMap(({ code }, at) => (codes.some(({ parent }) => parent === code) ? [] : [at])),
  )
  const places = () => leaves.map((list) => list[skewed(list.length)]!).join(', ')
  const arrive = async (count: number): Promise<void> => {
    const rows = Array.from({ length: count }, () => `(${next++}, ${places()}, false)`)
    if (count > 0) await database.run(`INSERT INTO ${school} VALUES ${rows.join(', ')}`)
  }
  const ids = (count: number) => [-1, ...Array.from({ length: count }, () => random(next))].join(', ')

  let day = '2026-01-01'
  const perNight = (last - first) / Math.max(1, nights - 1)
  for (let night = 1; night <= until; night++, day = dayAfter(day)) {
    await arrive(night === 1 ? first : Math.round(2 * perNight * (random(1001) / 1000)) + erasures)
    if (night > 1) {
      const [moved, to] = [attributes[0]!, leaves[0]![skewed(leaves[0]!.length)]!]
      await database.run(
        `UPDATE ${school} SET ${identifier(moved.name)} = ${to} WHERE id IN (${ids(movers)})`,
      )
      await database.run(`UPDATE ${school} SET gone = true WHERE id IN (${ids(random(2 * erasures + 1))})`)
    }
    const names = attributes.map(({ name }) => identifier(name)).join(', ')
    for (const sql of [
      `CREATE OR REPLACE TABLE ${recodedRelation.from} AS SELECT id AS code, ${names} FROM ${school} WHERE NOT gone`,
      `CREATE OR REPLACE TABLE ${stableCodeRelation.from} AS SELECT id AS code, sha256(id::VARCHAR) AS learner FROM ${school} WHERE NOT gone`,
      `CREATE OR REPLACE TABLE ${knownCodeRelation.from} AS SELECT sha256(id::VARCHAR) AS learner, gone AS refused FROM ${school}`,
      ...facts.map(
        (from) =>
          `CREATE OR REPLACE TABLE ${from} AS SELECT id AS code, DATE '${day}' AS day, 1 AS n FROM ${school} WHERE NOT gone`,
      ),
    ])
      await database.run(sql)
    const period = periodOf(day, 'day')
    const deidentified = { needs, catalogue: emptyCatalogue, firstDay: day, clamping: null }
    const began = process.cpuUsage()
    const ledger = await timed('ledger', () => openLedger(path, now))
    const out = { known: ledger.known(), contributions: ledger.contributions() }
    const id = project.definition.project.id
    const series = await timed('open', () => KeptSeries.open({ vault, ledger: path, project, out }))
    const { stocks } = series
    if (stocks === null) throw new Error('the project must have a stock')
    await timed('forget', () => forgetDeparted(ledger, series, day))
    const counted = await timed('count', async () => {
      await series.watch(period, deidentified, day)
      const found = await tabulate(database, project, period, deidentified)
      await series.count(period, deidentified)
      return found
    })
    const histories = await timed('histories', () => stocks.histories(new Set()))
    const { released, waits, report, parameters } = await timed('protect', () =>
      protectWithStocks({
        tables: counted,
        policy,
        preferences: preferencesOf(counted, project, new Map()),
        tieBreakKey: 'bench',
        threads: undefined,
        histories,
        kept: () => (suppress) => suppress(),
      }),
    )
    if (released === null)
      throw new Error(
        `withheld: ${report.findings.map(({ rule, clause }) => `${rule} ${clause}`).join('; ')}`,
      )
    await timed('record', async () => {
      await series.advance(period, day, released)
      const contributions = await storeSeries(ledger, series)
      const recorded = []
      for (const table of released) recorded.push(await ledger.store(table))
      const release = {
        project: id,
        period: { ...period },
        version: 1,
        as_of: day,
        manifest_sha256: '0'.repeat(64),
        policy_sha256: '0'.repeat(64),
        code_version: 'bench',
        audit: parameters,
        folder: 'releases',
        tables: recorded,
        ...(contributions === undefined ? {} : { contributions }),
      }
      const intended = await ledger.append({ kind: 'intended', release })
      await ledger.append({ kind: 'published', intended })
      await ledger.tidyContributions()
    })
    const spent = process.cpuUsage(began)
    const [{ summary } = { summary: null }] = waits
    process.stdout.write(
      `${JSON.stringify({
        night,
        cpuSeconds: Math.round((spent.user + spent.system) / 1e4) / 100,
        ...seconds,
        fresh: summary?.fresh,
        standing: summary?.standing,
        hidden: summary?.hidden,
        gaveUp: summary?.gaveUp,
        ...(night % 30 === 0 || night === until
          ? {
              contributionBytes: await bytesIn(ledgerFolder(path).contributions),
              ledgerBytes: await bytesIn(path),
              megabytes: Math.round(process.memoryUsage.rss() / 1e6),
            }
          : {}),
      })}\n`,
    )
  }
  await vault.destroy()
} finally {
  await rm(folder, { recursive: true, force: true })
}
