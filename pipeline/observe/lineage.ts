import { randomUUID } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunOutcome } from '../run-record.ts'

/**
 * OpenLineage events of a run, one JSON document a line, in `openlineage.jsonl` of its record: names of sources and
 * releases, moments and outcomes; no figure.
 *
 * @see https://openlineage.io/spec/2-0-2/OpenLineage.json and https://openlineage.io/docs/spec/object-model
 */
export class Lineage {
  readonly #file: string
  readonly #project: string
  readonly #clock: () => Date
  readonly #runId = randomUUID()

  constructor(folder: string, project: string, clock: () => Date) {
    this.#file = join(folder, 'openlineage.jsonl')
    this.#project = project
    this.#clock = clock
  }

  async runStarts(): Promise<void> {
    await this.#append(this.#event('START', this.#runId, 'run', {}))
  }

  async runEnds(outcome: RunOutcome, message: string | null, sources: readonly string[]): Promise<void> {
    const type = endTypes[outcome]
    const facets = message === null ? {} : { errorMessage: errorFacet(message) }
    await this.#append(this.#event(type, this.#runId, 'run', facets, sources))
  }

  /** A period is a run of its own, whose parent is the night. */
  async periodStarts(period: string, sources: readonly string[]): Promise<PeriodLineage> {
    const id = randomUUID()
    const parent = {
      _producer: producer,
      _schemaURL: 'https://openlineage.io/spec/facets/1-0-1/ParentRunFacet.json',
      run: { runId: this.#runId },
      job: { namespace, name: `${this.#project}.run` },
    }
    const append = (type: EventType, facets: object, output: string | null) =>
      this.#append(
        this.#event(type, id, 'period', { parent, ...facets }, sources, output === null ? [] : [output]),
      )
    await append('START', {}, null)
    return {
      async until(work, judge) {
        try {
          const result = await work()
          const { failed, folder } = judge(result)
          const facets = failed ? { errorMessage: errorFacet(`withheld: ${period}`) } : {}
          await append(failed ? 'FAIL' : 'COMPLETE', facets, folder)
          return result
        } catch (error) {
          await append('FAIL', { errorMessage: errorFacet('the run ended') }, null).catch(() => undefined)
          throw error
        }
      },
    }
  }

  #event(
    eventType: EventType,
    runId: string,
    job: 'run' | 'period',
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

export interface PeriodLineage {
  /** Says how a period ended. */
  until<T>(
    work: () => Promise<T>,
    judge: (result: T) => { readonly failed: boolean; readonly folder: string | null },
  ): Promise<T>
}

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
