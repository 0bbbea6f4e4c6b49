import { spawn } from 'node:child_process'
import { buildSync } from 'esbuild'
import { compiledCli } from './compiled-cli.ts'

export const cli = await compiledCli()

export interface Ended {
  /** Null where a signal ended it. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const preloads = new Map<string, string>()

/** A module in TypeScript as a URL: a process that compiles it by itself takes twice as long to start. */
function preloadOf(path: string): string {
  const known = preloads.get(path)
  if (known !== undefined) return known
  const { outputFiles } = buildSync({
    entryPoints: [path],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  })
  const url = `data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`
  preloads.set(path, url)
  return url
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
  const imports = preload.flatMap((path) => ['--import', preloadOf(path)])
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
