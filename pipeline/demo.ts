import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateSample } from '../sample-data/generate.ts'
import { type NightResult, night } from './night.ts'
import { type Verification, verifyRelease } from './verify.ts'

export interface DemoOptions {
  /** Folder that is made anew. */
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

/** The whole of Kohort on invented learners: generates sources, releases the last two closed months, verifies them. */
export async function demo(options: DemoOptions): Promise<DemoResult> {
  await rm(options.folder, { recursive: true, force: true })
  const project = join(options.folder, 'project')
  await cp(await sampleProject(), project, { recursive: true })
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
    project: join(project, 'kohort.yaml'),
    data,
    releases: join(options.folder, 'releases'),
    workspace: join(options.folder, 'workspace'),
    asOf: lastDay,
    last: 2,
    publish: true,
    now: options.now,
    progress: options.progress,
  })
  const verifications: Verification[] = []
  for (const { folder } of run.periods) {
    if (folder === null) continue
    options.progress(`verifying ${folder}`)
    const { manifest: _manifest, published: _published, ...verification } = await verifyRelease(folder, 600)
    verifications.push(verification)
  }
  return { run, verifications }
}

/** The example project, beside the source or, when built, one folder up. */
async function sampleProject(): Promise<string> {
  const here = fileURLToPath(new URL('../sample-data/uzbekistan', import.meta.url))
  return here.includes(`${join('dist', 'sample-data')}`)
    ? here.replace(join('dist', 'sample-data'), 'sample-data')
    : here
}
