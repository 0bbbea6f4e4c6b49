import { bothOf } from '../reports/meanwhile.ts'
import { SourceError } from '../schemas/failure.ts'
import type { Period } from '../schemas/period.ts'
import { assignStableCodes } from '../transforms/deidentify/stable-code.ts'
import { extract } from './1-extract.ts'
import { type Deidentified, deidentify, drawCodes } from './2-deidentify.ts'
import { checkDrift, readNotStated } from './checks/drift.ts'
import { checkFreshness, readLoadedAt } from './checks/freshness.ts'
import { type CheckTask, judgeChecks } from './checks/judge-checks.ts'
import { firstPeriod } from './due-periods.ts'
import { type Inputs, inputsKey } from './inputs.ts'
import { type Look, readSteadily, type Steadiness } from './read-steadily.ts'
import type { PastRun } from './run-history.ts'
import { keepingQuarantine } from './run-record.ts'
import { deriveTieBreakKey, readTieBreakKey } from './tie-break-key.ts'
import type { Vault } from './vault.ts'
import type { Workspace } from './workspace.ts'

export interface ReadingTask extends Steadiness, CheckTask {
  readonly workspace: Workspace
  readonly vault: Vault
  readonly seen: Look
  /** The last run that read sources and found them in order; null for the first. */
  readonly last: PastRun | null
  /** Whether a derived tie-break key is kept. */
  readonly keepKey: boolean
  /** Begins work of this thread that goes on while the database reads; before, the database would wait for it. */
  readonly beside?: () => void
  /** What contributions need of learners; null where there are none. */
  readonly kept: LearnersOfContributions | null
}

/** What is to be done for contributions while learners are known. */
export interface LearnersOfContributions {
  /** Loads what is known of them, and the secret of codes that stay from run to run; null where there is none yet. */
  readonly open: () => Promise<string | null>
  /** Forgets who is refused: before anything can end the run, since nobody's erasure waits for a release. */
  readonly forget: () => Promise<void>
  /** Makes the secret, from the tie-break key. */
  readonly newKey: (tieBreakKey: string) => Promise<string>
}

/** What a night needs of the learners. */
export interface Cohort {
  readonly deidentified: Deidentified
  /** First period of the series. */
  readonly first: Period
  readonly tieBreakKey: string
  /** What it was read from. */
  readonly inputs: Inputs
}

/**
 * Steps 1 and 2, with the checks of the sources between them and publication. Whatever is identified is gone at the end.
 *
 * @throws {Failure} if sources are not in order, as the project defines it
 */
export async function readLearners(task: ReadingTask): Promise<Cohort> {
  const { project, workspace, vault, journal, asOf } = task
  const { database } = vault
  const { result: extracted, inputs } = await keepingQuarantine(journal.folder, database, () =>
    journal.watch.time('1 extract', () =>
      readSteadily(task, task.seen, () => {
        task.beside?.()
        return extract(database, project, task.dataFolder, asOf, task.say)
      }),
    ),
  )
  const { books } = extracted
  const loadedAt = await readLoadedAt(database, project, task.dataFolder)
  await journal.note({ inputs, sources: inputs.sources, books, loadedAt })
  task.say('removing identifiers')
  const assign = (secret: string) =>
    database.beside(async (beside) => {
      for (const sql of assignStableCodes(secret)) await beside.run(sql)
    })
  // Told from accounts and what is kept, not from facts: so beside these.
  const assignKept = async () => {
    const secret = (await task.kept?.open()) ?? null
    if (secret !== null) await assign(secret)
    return secret
  }
  const [deidentified, kept] = await journal.watch.time('2 deidentify', async () => {
    await drawCodes(database)
    return bothOf(deidentify(database, project, extracted), assignKept())
  })
  const notStated = await readNotStated(database, project)
  await journal.note({ notStated })
  if (kept !== null) await task.kept?.forget()
  await judgeChecks(task, [
    ...checkFreshness(project, loadedAt, asOf, task.now),
    ...checkDrift(project.definition.checks, { books, notStated }, task.last),
  ])
  const first = firstPeriod(project, deidentified.firstDay, asOf)
  const tieBreakKey =
    (await readTieBreakKey(project, workspace)) ??
    (await deriveTieBreakKey(
      database,
      task.keepKey ? workspace : null,
      first.end,
      extracted.fields.get('learners') ?? new Set(),
    ))
  if (task.kept !== null && kept === null) await assign(await task.kept.newKey(tieBreakKey))
  await vault.destroyIdentified()
  await journal.note({ firstPeriod: first.id })
  return { deidentified, first, tieBreakKey, inputs }
}

/** What a run that goes on where another ended reads late must be what the other one read. */
export function unchanged({ deidentified, inputs }: Cohort, before: Inputs): Cohort['deidentified'] {
  if (inputsKey(inputs) !== inputsKey(before))
    throw new SourceError('sources', 'files changed since the run began: the next one begins anew')
  return deidentified
}
