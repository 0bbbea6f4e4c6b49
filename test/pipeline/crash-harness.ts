import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { startKohort } from './command-line.ts'
import { ledgerOf, publicContent } from './ledger-content.ts'
import { reproducible } from './released-files.ts'
import type { TinyProject } from './tiny-project.ts'

/** Where a night is killed: at a change of a file, a message, or after some time since it held the workspace. */
export type KillPoint =
  | { readonly kind: 'change'; readonly n: number }
  | { readonly kind: 'message'; readonly n: number }
  | { readonly kind: 'time'; readonly milliseconds: number }

/** What a night goes through when nobody disturbs it. */
export interface Undisturbed {
  readonly releases: Readonly<Record<string, string>>
  /** By release. */
  readonly ledger: Readonly<Record<string, unknown>>
  /** Names of what lies beside the chain, which say what it holds. */
  readonly contributions: readonly string[]
  readonly changes: number
  readonly messages: number
  readonly milliseconds: number
}

const preload = fileURLToPath(new URL('fault-preload.ts', import.meta.url))

function start(school: TinyProject, n: number, counted = '') {
  const args = ['--data', school.data, '--releases', school.releases, '--workspace', school.workspace]
  return startKohort(
    ['run', '--project', school.project, ...args, '--as-of', '2026-06-30'],
    { KOHORT_FAULT: [school.folder, n, counted].join('\n') },
    [preload],
  )
}

async function held(school: TinyProject): Promise<number> {
  while (!existsSync(join(school.workspace, 'lock'))) await wait(1)
  return performance.now()
}

export async function undisturbedNight(school: TinyProject): Promise<Undisturbed> {
  const counted = join(school.folder, 'changes')
  const run = start(school, 0, counted)
  const began = await held(school)
  const { exitCode, stderr } = await run.ended
  if (exitCode !== 0) throw new Error(`an undisturbed night must end well: ${stderr}`)
  return {
    releases: reproducible(school.releases),
    ledger: await publicContent(school),
    contributions: contributionsOf(school),
    changes: Number(readFileSync(counted, 'utf8')),
    messages: stderr.trimEnd().split('\n').length,
    milliseconds: performance.now() - began,
  }
}

/** Names of the files in which learners of stocks are counted: each is named by its hash. */
export function contributionsOf(school: TinyProject): readonly string[] {
  const folder = join(ledgerOf(school), 'contributions')
  return existsSync(folder) ? readdirSync(folder).toSorted() : []
}

/** Runs a night that is killed; returns whether it was before its end. */
export async function killedNight(school: TinyProject, point: KillPoint): Promise<boolean> {
  const run = start(school, point.kind === 'change' ? point.n : 0)
  if (point.kind === 'time') {
    await held(school)
    await wait(point.milliseconds)
    run.kill()
  }
  if (point.kind === 'message') {
    let said = 0
    run.onMessage((text) => {
      said += text.split('\n').length - 1
      if (said >= point.n) run.kill()
    })
  }
  return (await run.ended).exitCode === null
}

/**
 * What is wrong after a night that was killed and another that was not; empty where nothing is.
 *
 * @param early what a reader saw between the two
 */
export async function faultsAfter(
  school: TinyProject,
  undisturbed: Pick<Undisturbed, 'releases' | 'ledger' | 'contributions'>,
  early: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const faults: string[] = []
  for (const [path, content] of Object.entries(early))
    if (!path.startsWith('.') && undisturbed.releases[path] !== content) faults.push(`seen early: ${path}`)
  const late = reproducible(school.releases)
  for (const path of new Set([...Object.keys(late), ...Object.keys(undisturbed.releases)]))
    if (late[path] !== undisturbed.releases[path]) faults.push(`differs: ${path}`)
  const known = await publicContent(school)
  for (const id of new Set([...Object.keys(known), ...Object.keys(undisturbed.ledger)]))
    if (!isDeepStrictEqual(known[id], undisturbed.ledger[id])) faults.push(`differs in the ledger: ${id}`)
  const { contributions } = undisturbed
  if (!isDeepStrictEqual(contributionsOf(school), contributions)) faults.push('differs: the contributions')
  const inLedger = ['entries', 'figures', 'head.json', ...(contributions.length > 0 ? ['contributions'] : [])]
  for (const name of readdirSync(ledgerOf(school)))
    if (!inLedger.includes(name)) faults.push(`left in ledger: ${name}`)
  for (const name of readdirSync(school.releases))
    if (name !== '2026-05' && name !== '2026-06') faults.push(`left in releases: ${name}`)
  for (const folder of ['vault', 'checkpoints', 'candidates'])
    for (const name of readdirSync(join(school.workspace, folder))) faults.push(`left in ${folder}: ${name}`)
  if (existsSync(join(school.workspace, 'lock'))) faults.push('left: the lock')
  return faults
}

/** Releases that a reader of the folder sees now. */
export function seenNow(school: TinyProject): Readonly<Record<string, string>> {
  return existsSync(school.releases) ? reproducible(school.releases) : {}
}
