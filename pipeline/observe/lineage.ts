import { randomUUID } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunOutcome } from '../run-record.ts'

/**
 * OpenLineage events of a run, an approval or a rejection, one JSON document a line, in `openlineage.jsonl` of a folder: names of sources
 * and releases, moments and outcomes; no figure.
 *
 * @see https://openlineage.io/spec/2-0-2/OpenLineage.json and https://openlineage.io/docs/spec/object-model
 */
export class Lineage {
  readonly #file: string
  readonly #project: string
  readonly #clock: () => Date
  readonly #runId = randomUUID()
  readonly #job: LineageJob
  /** The run that is at work: the night, a period of it, or a stage. */
  #innermost: { readonly id: string; readonly job: string }

  constructor(folder: string, project: string, clock: () => Date, job: LineageJob = 'run') {
    this.#file = lineagePath(folder)
    this.#project = project
    this.#clock = clock
    this.#job = job
    this.#innermost = { id: this.#runId, job }
  }

  async runStarts(): Promise<void> {
    await this.#append(this.#event('START', this.#runId, this.#job, {}))
  }

  async runEnds(
    outcome: RunOutcome,
    message: string | null,
    sources: readonly string[],
    outputs: readonly string[] = [],
  ): Promise<void> {
    const type = endTypes[outcome]
    const facets = message === null ? {} : { errorMessage: errorFacet(message) }
    await this.#append(this.#event(type, this.#runId, this.#job, facets, sources, outputs))
  }

  /** Does the work of a period, which is a run of its own whose parent is the night. */
  async period<T>(
    period: string,
    sources: readonly string[],
    work: () => Promise<T>,
    judge: (result: T) => { readonly failed: boolean; readonly folder: string | null },
  ): Promise<T> {
    return this.#within('period', sources, work, (result) => {
      const { failed, folder } = judge(result)
      return { message: failed ? `withheld: ${period}` : null, outputs: folder === null ? [] : [folder] }
    })
  }

  /** Does the work of a stage, which is a run of its own whose parent is the period at hand, or else the night. */
  stage<T>(stage: string, work: () => Promise<T>): Promise<T> {
    return this.#within(stage.replaceAll(' ', '-'), [], work, () => ({ message: null, outputs: [] }))
  }

  async #within<T>(
    job: string,
    sources: readonly string[],
    work: () => Promise<T>,
    judge: (result: T) => { readonly message: string | null; readonly outputs: readonly string[] },
  ): Promise<T> {
    const id = randomUUID()
    const outer = this.#innermost
    const parent = {
      _producer: producer,
      _schemaURL: 'https://openlineage.io/spec/facets/1-0-1/ParentRunFacet.json',
      run: { runId: outer.id },
      job: { namespace, name: `${this.#project}.${outer.job}` },
    }
    const append = (type: EventType, message: string | null, outputs: readonly string[]) => {
      const facets = message === null ? { parent } : { parent, errorMessage: errorFacet(message) }
      return this.#append(this.#event(type, id, job, facets, sources, outputs))
    }
    await append('START', null, [])
    this.#innermost = { id, job }
    try {
      const result = await work()
      const { message, outputs } = judge(result)
      await append(message === null ? 'COMPLETE' : 'FAIL', message, outputs)
      return result
    } catch (error) {
      await append('FAIL', 'the run ended', []).catch(() => undefined)
      throw error
    } finally {
      this.#innermost = outer
    }
  }

  #event(
    eventType: EventType,
    runId: string,
    job: string,
    facets: object,
    sources: readonly string[] = [],
    outputs: readonly string[] = [],
  ): object {
    return {
      eventType,
      eventTime: this.#clock().toISOString(),
      producer,
      schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
      run: { runId, facets },
      job: { namespace, name: `${this.#project}.${job}` },
      inputs: sources.map((source) => ({ namespace, name: `${this.#project}.${source}` })),
      outputs: outputs.map((folder) => ({ namespace: 'file', name: folder })),
    }
  }

  async #append(event: object): Promise<void> {
    await appendFile(this.#file, `${JSON.stringify(event)}\n`, { mode: 0o600 })
  }
}

export function lineagePath(folder: string): string {
  return join(folder, 'openlineage.jsonl')
}

export type LineageJob = 'run' | 'approve' | 'reject'

type EventType = 'START' | 'COMPLETE' | 'FAIL' | 'ABORT'

const namespace = 'kohort'
const producer = 'https://kohort.invalid/kohort'

const endTypes: Readonly<Record<RunOutcome, EventType>> = {
  running: 'ABORT',
  done: 'COMPLETE',
  idle: 'COMPLETE',
  withheld: 'FAIL',
  failed: 'FAIL',
  stopped: 'ABORT',
}

function errorFacet(message: string): object {
  return {
    _producer: producer,
    _schemaURL: 'https://openlineage.io/spec/facets/1-0-1/ErrorMessageRunFacet.json',
    message,
    programmingLanguage: 'TypeScript',
  }
}
