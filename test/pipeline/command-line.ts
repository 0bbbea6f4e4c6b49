import { spawn } from 'node:child_process'
import { compiledCli } from './compiled-cli.ts'

export const cli = compiledCli()

export interface Ended {
  /** Null where a signal ended it. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts the command line; `preload` names modules, in TypeScript, to load before it. */
export function startKohort(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  preload: readonly string[] = [],
): {
  readonly pid: number
  kill(): void
  /** Told of what it says on standard error, as it comes. */
  onMessage(listener: (text: string) => void): void
  /** The same of standard output. */
  onOutput(listener: (text: string) => void): void
  readonly ended: Promise<Ended>
} {
  const modules = preload.length === 0 ? [] : ['tsx', ...preload]
  const imports = modules.flatMap((path) => ['--import', path])
  const child = spawn(process.execPath, [...imports, cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
  const onMessage = (listener: (text: string) => void) => void child.stderr.on('data', listener)
  const onOutput = (listener: (text: string) => void) => void child.stdout.on('data', listener)
  return { pid: child.pid ?? 0, kill: () => void child.kill('SIGKILL'), onMessage, onOutput, ended }
}

export function kohort(...args: readonly string[]): Promise<Ended> {
  return startKohort(args).ended
}
