/** Does the work of a stage, and what belongs around it. */
export type AroundStage = <T>(stage: string, work: () => Promise<T>) => Promise<T>

/** Wall seconds by stage, added up over periods. */
export class Stopwatch {
  readonly seconds: Record<string, number> = {}
  readonly #around: AroundStage

  /** @param around is not timed */
  constructor(around: AroundStage) {
    this.#around = around
  }

  time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    return this.#around(stage, async () => {
      const start = performance.now()
      try {
        return await work()
      } finally {
        this.seconds[stage] =
          Math.round(((this.seconds[stage] ?? 0) + (performance.now() - start) / 1000) * 1000) / 1000
      }
    })
  }
}
