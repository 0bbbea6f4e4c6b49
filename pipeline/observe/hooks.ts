import { spawn } from 'node:child_process'
import { Failure } from '../../schemas/failure.ts'
import type { Hook, Hooks } from '../../schemas/hooks.ts'

/**
 * What a hook gets: how a run ended. No figure; of a failure its message, which is fit for a log. What is said of
 * something withheld may name a small group, so that stays in the record.
 */
export interface HookPayload {
  readonly project: string
  readonly asOf: string
  readonly event: 'failure' | 'withheld'
  readonly exitCode: number
  readonly message: string
  /** Ids of periods that were withheld, or wait for one that is. */
  readonly withheld: readonly string[]
}

const toldNoMore = 'a privacy check said no: the record of the run says why'

interface Ending {
  readonly asOf: string
  readonly outcome: string
  readonly periods: readonly { readonly period: { readonly id: string }; readonly outcome: string }[]
  readonly held: readonly { readonly period: string; readonly why: string }[]
}

/**
 * Does a run and tells the operator where it fails or withholds. Whatever becomes of a hook, the run's outcome stays.
 */
export async function telling<T extends Ending>(
  task: {
    readonly hooks: Hooks
    readonly project: string
    readonly asOf: string
    readonly say: (message: string) => void
  },
  run: () => Promise<T>,
): Promise<T> {
  const { hooks, say } = task
  const tell = async (event: HookPayload['event'], rest: Omit<HookPayload, 'project' | 'asOf' | 'event'>) => {
    const hook = event === 'withheld' ? hooks.onWithheld : hooks.onFailure
    if (hook === undefined) return
    const payload = { project: task.project, asOf: task.asOf, event, ...rest }
    await call(hook, payload).catch(() => say(`the hook of ${event} failed; the run is what it was`))
  }
  let result: T
  try {
    result = await run()
  } catch (error) {
    const failure = error instanceof Failure ? error : new Failure('an unexpected error ended the run', 1)
    const { exitCode, message } = failure
    await (exitCode === 3
      ? tell('withheld', { exitCode, message: toldNoMore, withheld: [] })
      : tell('failure', { exitCode, message, withheld: [] }))
    throw error
  }
  const withheld = [
    ...result.periods.filter(({ outcome }) => outcome === 'withheld').map(({ period }) => period.id),
    ...result.held.filter(({ why }) => why === 'waits').map(({ period }) => period),
  ]
  if (withheld.length > 0 || result.outcome === 'withheld')
    await tell('withheld', { exitCode: 3, message: toldNoMore, withheld })
  return result
}

function call(hook: Hook, payload: HookPayload): Promise<void> {
  const text = JSON.stringify(payload)
  return 'command' in hook ? runCommand(hook.command, text, hook.timeoutSeconds) : post(hook, text)
}

async function post(
  { webhook, timeoutSeconds }: Extract<Hook, { webhook: string }>,
  body: string,
): Promise<void> {
  const response = await fetch(webhook, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    // Nowhere but where the operator said.
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  })
  if (!response.ok) throw new Error('the webhook must answer with success')
}

function runCommand(
  [program = '', ...args]: readonly string[],
  input: string,
  seconds: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
    const timer = setTimeout(() => {
      // The whole group: a shell's children would hold on.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, seconds * 1000)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.on('exit', (code) => {
      clearTimeout(timer)
      if (code === 0) resolve()
      else reject(new Error('the command must end with 0'))
    })
    // A command may end without reading.
    child.stdin.on('error', () => undefined).end(input)
  })
}
