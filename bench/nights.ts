import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual, parseArgs } from 'node:util'
import { verifyLedger } from '../pipeline/ledger/ledger-verify.ts'
import { dayAfter } from '../pipeline/period-calendar.ts'
import { generateSample } from '../sample-data/generate.ts'
import { reproducible } from '../test/pipeline/released-files.ts'
import { median } from './median.ts'
import { attackStock } from './nights/attack-stock.ts'
import { NightlySources } from './nights/nightly-sources.ts'
import { type SeenNight, SeenNights } from './nights/seen-nights.ts'
import { seenFlows, seenStock } from './nights/seen-release.ts'
import { shippedNight } from './shipped-night.ts'

const usage = `npx tsx bench/nights.ts [--nights N] [--learners N] [--views N] [--seed N] [--folder DIR | --forgetful]
N (60) nights of the sample project without its quarters (20,000 learners, 800,000 views), each of which releases one day: learners arrive, move, ask for
erasure and are gone, rows come late (6 % move and 3 % ask within all nights, of which there may be 365). Then attacks what a reader of all releases has: changes of the stock between any two nights,
over rows, over rows less one or two of their parts and over two parts together, by linear algebra; learners who are registered
and not active; releases that changed afterwards; the last night run again. Prints what each night took (one that takes over 10 s
is taken twice more from where it began: the median counts, since others may use the machine), what the ledger and
what lies beside it take on disk, and what was found. With a folder, it goes on after the last night of an earlier run of the
same figures there, and leaves it; without one it begins anew. Forgetful, no night knows of the ones before, and changes are found.`

const option = { type: 'string' } as const
const { values } = parseArgs({
  options: {
    ...{ nights: option, learners: option, views: option, seed: option, folder: option },
    forgetful: { type: 'boolean', default: false },
  },
})
const number = (text: string | undefined, absent: number) => (text === undefined ? absent : Number(text))
const length = number(values.nights, 60)
const [learners, views] = [number(values.learners, 20_000), number(values.views, 800_000)]
const seed = number(values.seed, 1)
if (
  ![length, learners, views].every((n) => Number.isSafeInteger(n) && n > 0) ||
  length > 365 ||
  (values.forgetful && values.folder !== undefined)
) {
  process.stderr.write(`${usage}\n`)
  process.exit(2)
}

const night = await shippedNight()
const tenths = (seconds: number) => Math.round(seconds * 10) / 10
const say = (figures: object) => void process.stdout.write(`${JSON.stringify(figures)}\n`)
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'kohort-nights-')))
await mkdir(folder, { recursive: true })
/** Says of a folder that such a run made it. */
const figures = {
  file: join(folder, 'figures.json'),
  text: JSON.stringify({ length, learners, views, seed }),
}
const isOfAnother = existsSync(figures.file)
  ? (await readFile(figures.file, 'utf8')) !== figures.text
  : (await readdir(folder)).length > 0
if (isOfAnother)
  throw new Error(`--folder must be empty, or of a run of the same figures. Provided value: ${folder}`)
await writeFile(figures.file, figures.text)
// The sample ends with June 2026.
const days = [length > 180 ? '2025-07-01' : '2026-01-01']
while (days.length < length) days.push(dayAfter(days.at(-1)!))
let found = 0
/** A night that takes longer is taken so many times more. */
const slow = { seconds: 10, again: 2 }

/** Lines of a release's checksums: what it was when it came out. */
const checksums = (releases: string, day: string) => readFile(join(releases, day, 'v1', 'SHA256SUMS'), 'utf8')

try {
  const school = join(folder, 'school')
  await rm(school, { recursive: true, force: true })
  await cp('sample-data/uzbekistan', school, { recursive: true })
  const project = join(school, 'kohort.yaml')
  const text = await readFile(project, 'utf8')
  await writeFile(
    project,
    text
      .replace('grain: month', `grain: day\n  from: "${days[0]}"`)
      .replace('policy:', 'policy:\n  tieBreakKeyFile: tie-break.key'),
  )
  await writeFile(join(school, 'tie-break.key'), 'only for this simulation, 32 bytes', { mode: 0o600 })
  for (const name of await readdir(join(school, 'tables'))) {
    const table = join(school, 'tables', name)
    await writeFile(
      table,
      (await readFile(table, 'utf8'))
        .replace('grain: month', 'grain: day')
        .replace(', rollUp: [quarter]', ''),
    )
  }
  const whole = join(folder, 'whole')
  await generateSample({ out: whole, learners, views, seed, format: 'parquet' })
  const [data, releases, workspace] = ['data', 'releases', 'workspace'].map((name) => join(folder, name))
  for (const path of [data!, releases!]) await mkdir(path, { recursive: true })
  const sources = new NightlySources(whole, data!, days)
  const before = (n: number) => join(folder, `before-${n}`)
  const run = async (n: number) => {
    const now = new Date(Date.parse(dayAfter(days[n]!)))
    const options = {
      project,
      data,
      releases,
      workspace,
      now,
      asOf: days[n]!,
      period: days[n]!,
      publish: true,
    }
    const [cpu, began] = [process.cpuUsage(), performance.now()]
    const result = await night({ ...options, progress: () => undefined })
    const { user, system } = process.cpuUsage(cpu)
    return { ...result, cpu: (user + system) / 1e6, wall: (performance.now() - began) / 1000 }
  }
  /** Makes everything as it was where a day's night began. */
  const goBack = async (n: number) => {
    await rm(workspace!, { recursive: true, force: true })
    await rm(join(releases!, days[n]!), { recursive: true, force: true })
    if (n > 0) await cp(before(n), workspace!, { recursive: true })
  }
  const runAgain = async (n: number) => {
    await goBack(n)
    return run(n)
  }

  const kept = new SeenNights(join(folder, 'seen'))
  const seen: SeenNight[] = []
  for (const [n, day] of days.entries()) {
    const earlier = await kept.read(n)
    if (earlier !== null) {
      seen.push(earlier)
      continue
    }
    await sources.fill(n)
    if (values.forgetful)
      for (const path of [workspace!, releases!]) await rm(path, { recursive: true, force: true })
    else if (n === 0 || existsSync(before(n))) await goBack(n)
    else {
      const copy = join(folder, 'copying')
      await rm(copy, { recursive: true, force: true })
      await cp(workspace!, copy, { recursive: true })
      await rename(copy, before(n))
      await rm(before(n - 1), { recursive: true, force: true })
    }
    const first = await run(n)
    const { outcome, periods } = first
    const taken = [first]
    let differs = false
    if (!values.forgetful && n > 0 && outcome === 'done' && first.wall > slow.seconds) {
      const once = reproducible(join(releases!, day))
      while (taken.length <= slow.again) taken.push(await runAgain(n))
      differs = !isDeepStrictEqual(reproducible(join(releases!, day)), once)
    }
    const reasons = periods.flatMap((one) => one.reasons)
    const [waits] = periods.flatMap(({ stocks }) => stocks)
    say({
      night: n + 1,
      day,
      outcome,
      cpuSeconds: tenths(median(taken.map(({ cpu }) => cpu))),
      wallSeconds: tenths(median(taken.map(({ wall }) => wall))),
      ...(taken.length === 1 ? {} : { firstSeconds: tenths(first.wall) }),
      ...(reasons.length > 0 ? { reasons } : {}),
      ...waits,
    })
    if (outcome !== 'done') throw new Error('every night must release its day')
    const release = join(releases!, day, 'v1')
    const stock = await seenStock(release, workspace!, 'registered-learners')
    const idle = await seenFlows(release, workspace!, 'uzbekistan', stock)
    seen.push(await kept.keep(n, { stock, idle, differs, checksums: await checksums(releases!, day) }))
  }
  for (const [n, { idle, differs }] of seen.entries()) {
    found += idle.length + Number(differs)
    if (differs) say({ attack: 'a night taken again', day: days[n]! })
    for (const one of idle) say({ attack: 'registered and not active', day: days[n]!, ...one })
  }
  const { bytes } = await verifyLedger(
    { ledger: join(workspace!, 'ledger'), releases: releases! },
    { id: 'uzbekistan', grains: ['day'] },
    new Date(Date.parse(dayAfter(days.at(-1)!))),
  )
  const beside = join(workspace!, 'ledger', 'contributions')
  const contributions = await Promise.all((await readdir(beside)).map((name) => stat(join(beside, name))))
  say({ ledgerBytes: bytes, contributionsBytes: contributions.reduce((sum, { size }) => sum + size, 0) })
  const changes = attackStock(
    seen.map(({ stock }) => stock),
    10,
  )
  found += changes.found.length
  for (const one of changes.found.slice(0, 20)) say({ attack: 'changes of the stock', ...one })
  say({
    pairs: changes.pairs,
    groups: changes.groups,
    knownOnBoth: changes.knownOnBoth,
    found: changes.found.length,
  })
  if (!values.forgetful) await lookAgain()
  say({ violations: found })

  /** Releases that changed afterwards, and the last night once more. */
  async function lookAgain(): Promise<void> {
    for (const [n, day] of days.entries())
      if ((await checksums(releases!, day)) !== seen[n]!.checksums) {
        found++
        say({ attack: 'a release that changed afterwards', day })
      }
    const once = reproducible(releases!)
    await runAgain(length - 1)
    const isSame = isDeepStrictEqual(reproducible(releases!), once)
    // It has another database, which runs that go on from here must find as it is.
    const last = length - 1
    await kept.keep(last, { ...seen[last]!, checksums: await checksums(releases!, days[last]!) })
    if (!isSame) found++
    say({ lastNightAgain: isSame ? 'the same' : 'another' })
  }
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true })
}
process.exitCode = found === 0 ? 0 : 1
