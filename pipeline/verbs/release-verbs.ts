import { type Command, Option } from 'commander'
import {
  type CheckLanguage,
  checkLanguages,
  languageOf,
} from '../../reports/messages/check/check-language.ts'
import { auditAgainstSources } from '../audit-release.ts'
import { readPublicKey } from '../check-signatures.ts'
import { diffReleases } from '../diff.ts'
import { diffText, listedFigures } from '../diff-text.ts'
import { explainReleasedCell } from '../explain.ts'
import { explanationText } from '../explanation-text.ts'
import { screen } from '../screen.ts'
import { screeningText } from '../screening-text.ts'
import { auditSummary } from '../summary.ts'
import { tellVerification } from '../tell-verification.ts'
import { verifyRelease } from '../verify.ts'
import { projectVerb, type RunOptions, threadsOption } from './options.ts'
import { addVerb, type Common, finish, progress, wholeNumber } from './verb.ts'

interface VerifyOptions extends Common {
  publicKey?: string
  previous: readonly string[]
  auditSeconds: number
  threads?: number
  language?: CheckLanguage
}

function publicKeyOption(): Option {
  return new Option(
    '--public-key <file>',
    "the publisher's, had from elsewhere; with it, a release must bear its signature",
  )
}

/** Verbs about releases that are there. */
export function addReleaseVerbs(program: Command): void {
  addVerb(program, 'verify', 'check a release as a recipient does, with no source data', [
    'verify releases/2026-06/v1',
    'verify --public-key school.pub releases/2026-06/v1',
    'verify --language uz --public-key school.pub releases/2026-06/v1 --previous releases/2026-05/v1',
    'verify releases/2026-Q2/v1 --previous releases/2026-04/v1 releases/2026-05/v1 releases/2026-06/v1',
  ])
    .argument('<release>', 'release folder')
    .addOption(publicKeyOption())
    .option('--previous <dir...>', 'earlier releases: what a reader who kept them knows as well', [])
    .option('--audit-seconds <n>', 'time budget of the attacks', wholeNumber(1), 600)
    .addOption(threadsOption())
    .addOption(
      new Option(
        '--language <language>',
        'of what people read; that of the environment where absent, or English',
      ).choices(checkLanguages),
    )
    .action(async (release: string, options: VerifyOptions) => {
      const publicKey = options.publicKey === undefined ? null : await readPublicKey(options.publicKey)
      const { previous, auditSeconds, threads } = options
      const verified = await verifyRelease(release, auditSeconds, threads, { publicKey, previous })
      const language = options.language ?? languageOf(process.env)
      const { text, ...told } = tellVerification(verified, { publicKey, previous }, language)
      const { manifest: _manifest, published: _published, ...result } = verified
      finish(options, { ...result, ...told }, text, result.passed ? 0 : 3)
    })

  addVerb(
    program,
    'screen',
    'look at a release as a data team does before loading it: names, labels, totals, series',
    [
      'screen releases/2026-06/v1 --previous releases/2026-05/v1',
      'screen releases/2026-06/v1 --classification region=codes/regions.csv:iso education=codes/isced-2011.csv',
    ],
  )
    .argument('<release>', 'release folder')
    .option('--previous <dir>', 'the release of the same series before it')
    .option('--classification <list...>', 'codes that a dimension may have: dimension=file.csv[:column]', [])
    .action(
      async (release: string, options: Common & { previous?: string; classification: readonly string[] }) => {
        const result = await screen({ ...options, release })
        finish(options, result, screeningText(result), result.passed ? 0 : 3)
      },
    )

  projectVerb(
    program,
    'audit',
    'verify a release, and recount every cell from the sources by another route',
    ['audit --project school/kohort.yaml --data /srv/school releases/2026-06/v1'],
  )
    .argument('<release>', 'release folder')
    .addOption(publicKeyOption())
    .addOption(threadsOption())
    .action(async (release: string, options: RunOptions & { publicKey?: string }) => {
      const publicKey = options.publicKey === undefined ? null : await readPublicKey(options.publicKey)
      const task = { ...options, publicKey, release, now: new Date(), progress }
      const result = await auditAgainstSources(task)
      finish(options, result, auditSummary(result), result.passed ? 0 : 3)
    })

  addVerb(
    program,
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

  addVerb(program, 'diff', 'show what changed from one release to another, as their readers see it', [
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
}
