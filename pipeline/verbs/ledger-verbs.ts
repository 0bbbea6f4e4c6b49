import { resolve } from 'node:path'
import type { Command } from 'commander'
import { auditBudget } from '../5-protect.ts'
import { holdingPublication } from '../hold-folders.ts'
import { adoptReleases } from '../ledger/adopt.ts'
import { auditKnownReleases } from '../ledger/audit-releases.ts'
import { backUpLedger } from '../ledger/backup.ts'
import {
  adoptText,
  backupText,
  ledgerAuditText,
  ledgerText,
  restoreText,
  skipText,
  withdrawText,
} from '../ledger/ledger-text.ts'
import { verifyLedger } from '../ledger/ledger-verify.ts'
import { readLedger } from '../ledger/read-ledger.ts'
import { restoreLedger } from '../ledger/restore.ts'
import { isFolder } from '../ledger/settle-pending.ts'
import { skipPeriod } from '../ledger/skip.ts'
import { withdrawRelease } from '../ledger/withdraw.ts'
import { loadProject, type Project } from '../load-project.ts'
import { todayIn } from '../period-calendar.ts'
import { publishedGrains } from '../rollups/roll-ups.ts'
import { type RunPaths, runPaths } from '../run-paths.ts'
import { readSigningKey } from '../signing-key.ts'
import { withSolverThreads } from '../solver-threads.ts'
import { addVerb, type Common, finish, progress } from './verb.ts'

interface LedgerOptions extends Common {
  project: string
  releases?: string
  workspace?: string
}

/** Adds `kohort ledger …`, `kohort withdraw` and `kohort skip`. */
export function addLedgerVerbs(program: Command): void {
  const verbs = program
    .command('ledger')
    .description('the record of everything that was published about a population; restricted')

  ledgerVerb(verbs, 'verify', 'check the ledger, and hold the releases folder against it', [
    'ledger verify --project school/kohort.yaml',
    'ledger verify --project school/kohort.yaml --releases /srv/releases --json',
  ]).action(async (options: LedgerOptions) => {
    const result = await holdingLedger(options, false, (paths, project, now) =>
      verifyLedger(paths, identityOf(project), now),
    )
    finish(options, result, ledgerText(result), 0)
  })

  ledgerVerb(
    verbs,
    'audit',
    'attack all that was ever published about the population together, from the ledger alone',
    ['ledger audit --project school/kohort.yaml'],
  ).action(async (options: LedgerOptions) => {
    const { ledger, known, policy } = await holdingLedger(options, false, async (paths, project, now) => ({
      ledger: paths.ledger,
      known: (await readLedger(paths.ledger, now)).known,
      policy: project.definition.policy,
    }))
    // No lock is held from here on: a night need not wait.
    const result = await withSolverThreads(undefined, (threads) =>
      auditKnownReleases(ledger, known, () => auditBudget(policy, threads), progress),
    )
    finish(options, result, ledgerAuditText(result), result.passed ? 0 : 3)
  })

  ledgerVerb(verbs, 'backup', 'write the ledger to one file', [
    'ledger backup --project school/kohort.yaml --to /backup/ledger.tar',
  ])
    .requiredOption('--to <file>', 'restricted file; an older backup of the same ledger is replaced')
    .action(async (options: LedgerOptions & { to: string }) => {
      const result = await holdingLedger(options, false, (paths, _, now) =>
        backUpLedger(paths.ledger, resolve(options.to), now),
      )
      finish(options, result, backupText(result), 0)
    })

  ledgerVerb(verbs, 'restore', 'put the ledger back from a backup', [
    'ledger restore --project school/kohort.yaml --from /backup/ledger.tar',
  ])
    .requiredOption('--from <file>', 'what `ledger backup` wrote')
    .action(async (options: LedgerOptions & { from: string }) => {
      const result = await holdingLedger(options, true, (paths, _, now) =>
        restoreLedger(paths.ledger, resolve(options.from), now),
      )
      finish(options, result, restoreText(result), 0)
    })

  ledgerVerb(verbs, 'adopt', 'take releases that the ledger does not know into it, after verifying each', [
    'ledger adopt --project school/kohort.yaml --releases /srv/releases',
  ]).action(async (options: LedgerOptions) => {
    const result = await holdingLedger(options, true, (paths, project, now) =>
      adoptReleases(
        paths,
        { ...identityOf(project), auditSeconds: project.definition.policy.auditSeconds },
        now,
        progress,
      ),
    )
    finish(options, result, adoptText(result), 0)
  })

  ledgerVerb(program, 'withdraw', 'take a release back: an entry in the ledger and a notice in its folder', [
    "withdraw releases/2026-05/v1 --project school/kohort.yaml --reason 'A course was counted twice'",
    "withdraw 2026-05/v1 --project school/kohort.yaml --reason 'A course was counted twice'",
  ])
    .argument('<release>', 'release folder; or period/version of one that is archived')
    .requiredOption('--reason <text>', 'public, one line; names nobody')
    .action(async (release: string, options: LedgerOptions & { reason: string }) => {
      const result = await holdingLedger(options, true, async (paths, project, now) => {
        const on = todayIn(project.definition.project.timeZone, now)
        const signingKey = await readSigningKey(project, paths)
        const withdrawal = { release, reason: options.reason, on, signingKey }
        return withdrawRelease(paths, identityOf(project), withdrawal, now)
      })
      finish(options, result, withdrawText(result), 0)
    })

  addSkip(program)
}

function addSkip(program: Command): void {
  ledgerVerb(
    program,
    'skip',
    'give up a closed period that is not released, for ever: later ones need not wait for it',
    ["skip --project school/kohort.yaml --period 2026-03 --reason 'The export of March is lost'"],
  )
    .requiredOption('--period <period>', 'such as 2026-03')
    .requiredOption('--reason <text>', 'restricted, one line; names nobody')
    .action(async (options: LedgerOptions & { period: string; reason: string }) => {
      const { period, reason } = options
      const result = await holdingLedger(options, true, (paths, project, now) => {
        const on = todayIn(project.definition.project.timeZone, now)
        return skipPeriod(paths, project, { period, reason, on }, now)
      })
      finish(options, result, skipText(result), 0)
    })
}

function ledgerVerb(
  parent: Command,
  name: string,
  description: string,
  examples: readonly string[],
): Command {
  return addVerb(parent, name, description, examples)
    .requiredOption('--project <file>', 'kohort.yaml')
    .option('--releases <dir>', 'releases/ beside the project file where absent')
    .option('--workspace <dir>', 'restricted folder; workspace/ beside the project file where absent')
}

/** Holds the ledger, so that no run writes to it meanwhile; one that is not there is made only where `makes` says so. */
async function holdingLedger<T>(
  options: LedgerOptions,
  makes: boolean,
  work: (paths: RunPaths, project: Project, now: Date) => Promise<T>,
): Promise<T> {
  const now = new Date()
  const project = await loadProject(options.project)
  const paths = runPaths(project, options)
  const held = {
    releases: (await isFolder(paths.releases)) ? paths.releases : null,
    ledger: makes || (await isFolder(paths.ledger)) ? paths.ledger : null,
  }
  return holdingPublication(held, now, [], () => work(paths, project, now))
}

function identityOf(project: Project) {
  return { id: project.definition.project.id, grains: publishedGrains(project) }
}
