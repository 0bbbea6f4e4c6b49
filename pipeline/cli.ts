#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander'
import { generateSample } from '../sample-data/generate.ts'
import { Failure } from '../schemas/failure.ts'
import { type Effort, efforts } from '../schemas/policy.ts'
import { approve, reject } from './approval/approve.ts'
import { auditAgainstSources } from './audit-release.ts'
import { codeVersion } from './code-version.ts'
import { demo } from './demo.ts'
import { diffReleases } from './diff.ts'
import { diffText, listedFigures } from './diff-text.ts'
import { isOutOfSpace, outOfSpace } from './disk-space.ts'
import { explainReleasedCell } from './explain.ts'
import { explanationText } from './explanation-text.ts'
import { addLedgerVerbs } from './ledger/ledger-verbs.ts'
import { type NightResult, night } from './night.ts'
import { optimizeLater } from './optimize-later.ts'
import { protectCells } from './protect-cells.ts'
import { schedule } from './schedule/schedule.ts'
import {
  approvalSummary,
  auditSummary,
  demoSummary,
  factsText,
  nightSummary,
  protectSummary,
  verificationSummary,
} from './summary.ts'
import { updateCells } from './update-cells.ts'
import { addVerb, type Common, finish, progress, wholeNumber } from './verb.ts'
import { verifyRelease } from './verify.ts'

optimizeLater()

const program = new Command('kohort')
  .description(
    'Anonymized learning statistics: every published figure rests on at least k distinct learners.',
  )
  .version(await codeVersion())
  .exitOverride()
  .configureOutput({
    writeOut: (text) => process.stdout.write(text),
    writeErr: (text) => process.stderr.write(text),
  })

const verb = (name: string, description: string, examples: readonly string[]): Command =>
  addVerb(program, name, description, examples)

/** Results do not depend on it. */
function threadsOption(): Option {
  return new Option(
    '--threads <n>',
    'for linear programs, where there is enough to do; 1 is none besides the main one; the number of cores, at most 4, where absent',
  ).argParser(wholeNumber(1))
}

const exitOf = (result: NightResult): number =>
  result.periods.some(({ outcome }) => outcome === 'withheld') ? 3 : 0

verb('demo', 'invent learners, release the last two closed months, verify them', [
  'demo',
  'demo --learners 5000 --views 200000',
])
  .option('--folder <dir>', 'made anew; empty, missing, or of an earlier demo', 'demo')
  .option('--learners <n>', 'accounts to invent', wholeNumber(1), 50_000)
  .option('--views <n>', 'lesson views to invent', wholeNumber(1), 2_000_000)
  .option('--seed <n>', 'the same seed gives the same bytes', wholeNumber(0), 1)
  .action(async (options: Common & { folder: string; learners: number; views: number; seed: number }) => {
    const result = await demo({ ...options, now: new Date(), progress })
    finish(
      options,
      result,
      demoSummary(result),
      result.verifications.every(({ passed }) => passed) ? exitOf(result.run) : 3,
    )
  })

verb('sample', 'write sample source files for sample-data/uzbekistan', [
  'sample --out data --learners 50000 --views 2000000 --seed 1',
  'sample --out data --learners 2000 --views 40000 --seed 7 --format csv',
])
  .requiredOption('--out <dir>', 'folder to write to')
  .option('--learners <n>', 'accounts', wholeNumber(1), 50_000)
  .option('--views <n>', 'lesson views', wholeNumber(1), 2_000_000)
  .option('--seed <n>', 'the same seed gives the same bytes', wholeNumber(0), 1)
  .addOption(
    new Option('--format <format>', 'file format').choices(['parquet', 'csv', 'jsonl']).default('parquet'),
  )
  .action(
    async (
      options: Common & {
        out: string
        learners: number
        views: number
        seed: number
        format: 'parquet' | 'csv' | 'jsonl'
      },
    ) => {
      const { json: _json, ...sample } = options
      const result = await generateSample({ ...sample, onProgress: progress })
      finish(
        options,
        result,
        Object.entries(result.rows)
          .map(([source, rows]) => `${source}: ${rows} rows`)
          .join('\n'),
        0,
      )
    },
  )

interface RunOptions extends Common {
  project: string
  data?: string
  releases?: string
  workspace?: string
  asOf?: string
  period?: string
  revise?: string
  threads?: number
  dryRun?: true
  acceptDrift?: true
}

function projectVerb(name: string, description: string, examples: readonly string[]): Command {
  return verb(name, description, examples)
    .requiredOption('--project <file>', 'kohort.yaml')
    .option('--data <dir>', "folder that sources start from; the project's own where absent")
    .option('--workspace <dir>', 'restricted folder; workspace/ beside the project file where absent')
}

async function runNight(options: RunOptions): Promise<void> {
  const result = await night({ ...options, publish: true, now: new Date(), progress })
  finish(options, result, nightSummary(result), exitOf(result))
}

projectVerb('run', 'release every closed period that is not yet released', [
  'run --project school/kohort.yaml --data /srv/school',
  'run --project school/kohort.yaml --as-of 2026-06-30 --period 2026-06',
])
  .option('--releases <dir>', 'releases/ beside the project file where absent')
  .option('--as-of <date>', "last day that counts as ended; today in the project's time zone where absent")
  .option('--period <period>', 'only this one, such as 2026-06')
  .option('--revise <period>', 'the only released one to look at again; all that may be revised where absent')
  .option(
    '--dry-run',
    'everything but publishing: says what would be hidden, in which table and by which rule',
  )
  .option('--accept-drift', 'checks of severity error only warn, this once')
  .addOption(threadsOption())
  .action(runNight)

projectVerb('backfill', 'release closed periods of a range that are not yet released', [
  'backfill --project school/kohort.yaml --data /srv/school --from 2026-01 --to 2026-06',
  'backfill --project school/kohort.yaml --from 2026-01 --to 2026-06 --dry-run',
])
  .requiredOption('--from <period>', 'the first one')
  .requiredOption('--to <period>', 'the last one')
  .option('--releases <dir>', 'releases/ beside the project file where absent')
  .option('--as-of <date>', "last day that counts as ended; today in the project's time zone where absent")
  .option(
    '--dry-run',
    'everything but publishing: says what would be hidden, in which table and by which rule',
  )
  .option('--accept-drift', 'checks of severity error only warn, this once')
  .addOption(threadsOption())
  .action(runNight)

projectVerb('approve', 'audit a candidate again and publish it; for projects with approval: manual', [
  'approve --project school/kohort.yaml --data /srv/school 2026-06-v1-3f2a9c01',
])
  .option('--releases <dir>', 'releases/ beside the project file where absent')
  .addOption(threadsOption())
  .argument('<candidate>', 'name that the run gave it')
  .action(async (candidate: string, options: RunOptions) => {
    const result = await approve({ ...options, candidate, now: new Date(), progress })
    finish(options, result, approvalSummary(result), 0)
  })

projectVerb('reject', 'discard a candidate; it is not proposed again before something changes', [
  'reject --project school/kohort.yaml 2026-06-v1-3f2a9c01',
])
  .argument('<candidate>', 'name that the run gave it')
  .action(async (candidate: string, options: RunOptions) => {
    const result = await reject({ ...options, candidate, now: new Date(), progress })
    finish(options, result, approvalSummary(result), 0)
  })

projectVerb('schedule', 'run nights by a schedule until told to stop (SIGTERM, SIGINT)', [
  "schedule --project school/kohort.yaml --data /srv/school --cron '30 2 * * *'",
])
  .requiredOption('--cron <fields>', "minute, hour, day, month, weekday in the project's time zone")
  .option('--releases <dir>', 'releases/ beside the project file where absent')
  .addOption(threadsOption())
  .action(async (options: RunOptions & { cron: string }) => {
    const stop = new AbortController()
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())
    const onNight = (result: NightResult | Failure): void => {
      const line = result instanceof Failure ? { error: result.message, exitCode: result.exitCode } : result
      const text = result instanceof Failure ? result.message : nightSummary(result)
      process.stdout.write(options.json === true ? `${JSON.stringify(line)}\n` : `${text}\n`)
    }
    await schedule({ ...options, stop: stop.signal, onNight, progress }, night)
  })

projectVerb('plan', 'show what the pinned levels would publish and suppress, and publish nothing', [
  'plan --project school/kohort.yaml --data /srv/school',
  'plan --project school/kohort.yaml --as-of 2026-06-30 --period 2026-05',
])
  .option('--as-of <date>', "last day that counts as ended; today in the project's time zone where absent")
  .option('--period <period>', 'this period instead of the last closed one')
  .action(async (options: RunOptions) => {
    const result = await night({ ...options, last: 1, publish: false, now: new Date(), progress })
    finish(options, result, nightSummary(result), exitOf(result))
  })

verb('verify', 'check a release as a recipient does, with no source data', ['verify releases/2026-06/v1'])
  .argument('<release>', 'release folder')
  .option('--audit-seconds <n>', 'time budget of the attacks', wholeNumber(1), 600)
  .addOption(threadsOption())
  .action(async (release: string, options: Common & { auditSeconds: number; threads?: number }) => {
    const {
      manifest: _manifest,
      published: _published,
      ...result
    } = await verifyRelease(release, options.auditSeconds, options.threads)
    finish(options, result, verificationSummary(result), result.passed ? 0 : 3)
  })

projectVerb('audit', 'verify a release, and recount every cell from the sources by another route', [
  'audit --project school/kohort.yaml --data /srv/school releases/2026-06/v1',
])
  .argument('<release>', 'release folder')
  .addOption(threadsOption())
  .action(async (release: string, options: RunOptions) => {
    const result = await auditAgainstSources({ ...options, release, now: new Date(), progress })
    finish(options, result, auditSummary(result), result.passed ? 0 : 3)
  })

verb(
  'explain',
  'say why a cell is hidden, what it protects and what publishing it would reveal; restricted',
  [
    'explain --project school/kohort.yaml releases/2026-06/v1 active-learners age=18-24,gender=F',
    'explain --project school/kohort.yaml --json releases/2026-06/v1 active-learners total',
  ],
)
  .requiredOption('--project <file>', 'kohort.yaml')
  .option('--workspace <dir>', 'restricted folder; workspace/ beside the project file where absent')
  .argument('<release>', 'release folder')
  .argument('<table>', 'id of a table')
  .argument('<cell>', "codes by dimension, such as age=18-24,gender=F; others are at their total; 'total'")
  .action(
    async (
      release: string,
      table: string,
      cell: string,
      options: Common & { project: string; workspace?: string },
    ) => {
      const result = await explainReleasedCell({ ...options, release, table, cell })
      finish(options, result, explanationText(result), 0)
    },
  )

addLedgerVerbs(program)

verb('diff', 'show what changed from one release to another, as their readers see it', [
  'diff releases/2026-05/v1 releases/2026-05/v2',
  'diff releases/2026-05/v1 releases/2026-06/v1 --all',
  'diff candidate/2026-05/v2 --project school/kohort.yaml',
])
  .argument('<a>', 'release folder')
  .argument(
    '[b]',
    'later release folder; else A is compared with the newest of its period that the ledger knows',
  )
  .option('--project <file>', 'kohort.yaml, whose ledger knows the other release')
  .option('--workspace <dir>', 'restricted folder; workspace/ beside the project file where absent')
  .option('--all', `list every figure, not ${listedFigures} of a table`)
  .action(
    async (
      a: string,
      b: string | undefined,
      options: Common & { project?: string; workspace?: string; all?: true },
    ) => {
      const result = await diffReleases(a, b, { ...options, now: new Date() })
      finish(options, result, diffText(result, options.all === true), result.passed ? 0 : 3)
    },
  )

verb('protect', 'protect any table of leaf counts', [
  "protect --cells cube.csv --count freq --dimensions 'region>district,age,gender' --zeros publish --out protected.csv",
])
  .requiredOption('--cells <file>', 'CSV of leaf counts')
  .requiredOption('--count <column>', 'column with the number of learners')
  .requiredOption('--dimensions <list>', "columns; '>' joins those of a hierarchy, coarse to fine")
  .option('--k <n>', 'suppress counts under this', wholeNumber(2), 10)
  .option(
    '--interval-width <n>',
    'least width of every feasibility interval; 1 is rank-only',
    wholeNumber(1),
    10,
  )
  .addOption(new Option('--zeros <policy>', 'empty cells').choices(['publish', 'protect']).default('protect'))
  .addOption(
    new Option('--singletons <switch>', 'a lone contributor knows the cell')
      .choices(['on', 'off'])
      .default('on'),
  )
  .addOption(
    new Option('--effort <effort>', 'time spent on publishing more')
      .choices([...efforts])
      .default('standard'),
  )
  .addOption(
    new Option('--hidden-at-least <n>', 'what a reader grants a hidden count where zeros are published')
      .choices(['0', '1'])
      .default('0'),
  )
  .addOption(
    new Option('--loss <loss>', 'what to keep small: hidden cells, or the learners in them')
      .choices(['cells', 'contributors'])
      .default('cells'),
  )
  .addOption(
    new Option(
      '--merge-small <switch>',
      'first merge small siblings of a hierarchy where that publishes more',
    )
      .choices(['on', 'off'])
      .default('off'),
  )
  .addOption(
    new Option('--rounding <method>', 'of published counts; controlled: all together, so that they add up')
      .choices(['none', 'conventional', 'controlled'])
      .default('none'),
  )
  .addOption(new Option('--rounding-base <n>', 'at most k').choices(['3', '5', '10']).default('5'))
  .addOption(threadsOption())
  .option('--out <file>', 'restricted CSV with the status of every cell, and its rounded count')
  .action(
    async (
      options: Common & {
        cells: string
        count: string
        dimensions: string
        k: number
        intervalWidth: number
        zeros: 'publish' | 'protect'
        singletons: 'on' | 'off'
        effort: Effort
        hiddenAtLeast: '0' | '1'
        mergeSmall: 'on' | 'off'
        rounding: 'none' | 'conventional' | 'controlled'
        roundingBase: '3' | '5' | '10'
        loss: 'cells' | 'contributors'
        threads?: number
        out?: string
      },
    ) => {
      const { json: _json, k, singletons, hiddenAtLeast, rounding, roundingBase, out, ...rest } = options
      const base = ({ 3: 3, 5: 5, 10: 10 } as const)[roundingBase]
      const result = await protectCells({
        ...rest,
        minimumContributors: k,
        singletons: singletons === 'on',
        hiddenAtLeast: hiddenAtLeast === '1' ? 1 : 0,
        mergeSmall: rest.mergeSmall === 'on',
        rounding: rounding === 'none' ? 'none' : { base, method: rounding },
        out: out ?? null,
      })
      finish(options, result, protectSummary(result), result.withheld ? 3 : 0)
    },
  )

verb('update', 'protect any table of counts of a stock, day after day: no change of fewer than k shows', [
  "update --cells week1.csv --count freq --dimensions 'region>district,age' --zeros publish --as-of 2026-10-04 --first --out w1.csv",
  "update --cells week2.csv --count freq --dimensions 'region>district,age' --zeros publish --as-of 2026-10-11 --before w1.csv --out w2.csv",
])
  .requiredOption('--cells <file>', 'CSV of leaf counts')
  .requiredOption('--count <column>', 'column with the number of learners')
  .requiredOption('--dimensions <list>', "columns; '>' joins those of a hierarchy, coarse to fine")
  .requiredOption('--as-of <date>', 'day that the counts are of')
  .option('--before <file...>', 'what all earlier updates wrote, earliest first', [])
  .option('--first', 'there is no earlier update', false)
  .option('--k <n>', 'suppress counts, and changes, under this', wholeNumber(2), 10)
  .option('--interval-width <n>', 'least width of every feasibility interval', wholeNumber(1), 10)
  .addOption(new Option('--zeros <policy>', 'empty cells').choices(['publish', 'protect']).default('protect'))
  .addOption(
    new Option('--effort <effort>', 'time spent on publishing more')
      .choices([...efforts])
      .default('standard'),
  )
  .addOption(threadsOption())
  .option('--out <file>', 'restricted CSV: counts, and what is published of each cell, as of which day')
  .action(
    async (
      options: Common & {
        cells: string
        count: string
        dimensions: string
        asOf: string
        before: readonly string[]
        first: boolean
        k: number
        intervalWidth: number
        zeros: 'publish' | 'protect'
        effort: Effort
        threads?: number
        out?: string
      },
    ) => {
      const { json: _json, k, out, ...rest } = options
      const result = await updateCells({ ...rest, minimumContributors: k, out: out ?? null })
      finish(options, result, factsText(result), result.withheld ? 3 : 0)
    },
  )

try {
  await program.parseAsync()
} catch (error) {
  const { message, exitCode } = explain(error)
  if (message !== null) process.stderr.write(`${message}\n`)
  if (process.argv.includes('--json') && exitCode !== 0)
    process.stdout.write(`${JSON.stringify({ error: message ?? 'wrong usage', exitCode })}\n`)
  process.exitCode = exitCode
}

interface Explanation {
  /** Null where it was said already. */
  readonly message: string | null
  readonly exitCode: number
}

/** Messages of failures are fit to show; of anything else only the kind is, since a message may quote a row. */
function explain(error: unknown): Explanation {
  if (error instanceof CommanderError) return { message: null, exitCode: error.exitCode === 0 ? 0 : 2 }
  if (error instanceof Failure) return error
  if (isOutOfSpace(error)) return outOfSpace(error)
  if (!(error instanceof Error)) return { message: 'an unexpected error ended the run', exitCode: 1 }
  if ('syscall' in error && 'path' in error && 'code' in error)
    return {
      message: `the file system must allow ${error.syscall} (${error.code}). Provided value: ${error.path}`,
      exitCode: 1,
    }
  const where = error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? ''
  return { message: `an unexpected error ended the run: ${error.name} ${where.trim()}`, exitCode: 1 }
}
