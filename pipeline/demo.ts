import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateSample } from '../sample-data/generate.ts'
import { UsageError } from '../schemas/failure.ts'
import { readPublicKey } from './check-signatures.ts'
import { type NightResult, night } from './night.ts'
import { dayAfter } from './period-calendar.ts'
import { makeSigningKey } from './signing-key.ts'
import { type Verification, verifyRelease } from './verify.ts'

export interface DemoOptions {
  /** Folder that is made anew; one that is not empty must be of an earlier demo. */
  readonly folder: string
  readonly learners: number
  readonly views: number
  readonly seed: number
  readonly now: Date
  readonly progress: (message: string) => void
}

export interface DemoResult {
  readonly run: NightResult
  readonly verifications: readonly Verification[]
}

/** Last day of the generated data. */
const lastDay = '2026-06-30'

/**
 * The whole of Kohort on invented learners: generates sources, releases and signs the last two closed months, verifies them.
 *
 * @throws {UsageError} if the folder holds something else than a demo
 */
export async function demo(options: DemoOptions): Promise<DemoResult> {
  await makeAnew(options.folder)
  const project = join(options.folder, 'project')
  await cp(await sampleProject(), project, { recursive: true })
  const file = join(project, 'kohort.yaml')
  const publicKeyFile = join(options.folder, 'kohort.pub')
  await makeSigningKey(join(options.folder, 'kohort.key'), publicKeyFile)
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/^releases:$/m, '$&\n  signingKeyFile: ../kohort.key'))
  const data = join(options.folder, 'data')
  options.progress(`inventing ${options.learners} learners and ${options.views} views`)
  await generateSample({
    out: data,
    learners: options.learners,
    views: options.views,
    seed: options.seed,
    format: 'parquet',
    onProgress: options.progress,
  })
  const run = await night({
    project: file,
    data,
    releases: join(options.folder, 'releases'),
    workspace: join(options.folder, 'workspace'),
    asOf: lastDay,
    last: 2,
    publish: true,
    // Its days are invented: a clock that is behind them must not matter.
    now: new Date(Math.max(options.now.getTime(), Date.parse(dayAfter(lastDay)))),
    progress: options.progress,
  })
  const publicKey = await readPublicKey(publicKeyFile)
  const verifications: Verification[] = []
  for (const { folder } of run.periods) {
    if (folder === null) continue
    options.progress(`verifying ${folder}`)
    const {
      manifest: _manifest,
      published: _published,
      ...verification
    } = await verifyRelease(folder, 600, undefined, { publicKey })
    verifications.push(verification)
  }
  return { run, verifications }
}

/** Says of a folder that demo made it, so that demo may delete it. */
const marker = '.kohort-demo'

async function makeAnew(folder: string): Promise<void> {
  const names: readonly string[] = await readdir(folder).catch((error: unknown): readonly string[] => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new UsageError(`--folder must be a readable folder. Provided value: ${folder}`)
  })
  if (names.length > 0 && !names.includes(marker))
    throw new UsageError(
      `--folder must be empty, missing, or made by an earlier demo, since it is deleted. Provided value: ${folder}`,
    )
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, marker), 'kohort demo deletes this folder when it runs again\n')
}

/** The example project, beside the source or, when built, one folder up. */
async function sampleProject(): Promise<string> {
  const here = fileURLToPath(new URL('../sample-data/uzbekistan', import.meta.url))
  return here.includes(`${join('dist', 'sample-data')}`)
    ? here.replace(join('dist', 'sample-data'), 'sample-data')
    : here
}
