/** Wall seconds by stage, added up over periods. */
export class Stopwatch {
  readonly seconds: Record<string, number> = {}

  async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now()
    try {
      return await work()
    } finally {
      this.seconds[stage] =
        Math.round(((this.seconds[stage] ?? 0) + (performance.now() - start) / 1000) * 1000) / 1000
    }
  }
}
