import type { Reporter, TestModule } from 'vitest/node'

/**
 * Names the files that are still running when a run takes far too long, and ends it: a test that keeps its thread to
 * itself is beyond the runner's own time limits.
 */
export class UnfinishedReporter implements Reporter {
  readonly #milliseconds: number
  readonly #since = new Map<string, number>()
  #alarm: NodeJS.Timeout | undefined

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds
  }

  onTestRunStart(): void {
    this.#alarm = setTimeout(() => this.#giveUp(), this.#milliseconds)
    this.#alarm.unref()
  }

  onTestModuleStart({ relativeModuleId }: TestModule): void {
    this.#since.set(relativeModuleId, performance.now())
  }

  onTestModuleEnd({ relativeModuleId }: TestModule): void {
    this.#since.delete(relativeModuleId)
  }

  onTestRunEnd(): void {
    clearTimeout(this.#alarm)
  }

  #giveUp(): never {
    for (const [name, since] of this.#since)
      process.stderr.write(
        `still running since ${Math.round((performance.now() - since) / 1000)} s: ${name}\n`,
      )
    process.exit(1)
  }
}
