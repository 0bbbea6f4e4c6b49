import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Deadline, IntervalAnswer, IntervalTask, TaskRunner } from '../transforms/audit/interval-task.ts'
import { protectRegion } from '../transforms/disclosure/region-protection.ts'
import type { RegionAnswer, RegionRunner, RegionTask } from '../transforms/disclosure/region-task.ts'
import { loadSolver } from '../transforms/disclosure/solver.ts'

/** What a thread can do: search intervals for the audit, or widen those of a region for the suppression. */
export type ThreadTask =
  | { readonly kind: 'intervals'; readonly task: IntervalTask }
  | { readonly kind: 'region'; readonly task: RegionTask }

/** What is sent to a thread; it answers with an `IntervalAnswer` or a `RegionAnswer`. */
export type ThreadRequest = ThreadTask & {
  /** Left for the task; Infinity for no limit. */
  readonly milliseconds: number
}

export interface ThreadLimits {
  /** Threads that run at once at most. */
  readonly most: number
  /** How long after a task's deadline its thread is ended. */
  readonly graceMilliseconds: number
  /** Of what a thread keeps apart from its solver, which takes up to 2 GiB on its own. */
  readonly megabytes: number
  /** The module that a thread runs. */
  readonly entry: URL
}

/** More threads than this are not started by themselves: large components keep two busy, seldom four. */
const mostByDefault = 4

/** In the repository modules are TypeScript, which a thread reads by way of another module; when installed JavaScript. */
const entry = import.meta.url.endsWith('.ts') ? './solver-thread-source.mjs' : './solver-thread.js'

const defaults: Omit<ThreadLimits, 'most'> = {
  graceMilliseconds: 5000,
  megabytes: 1024,
  entry: new URL(entry, import.meta.url),
}

const noDeadline: Deadline = { now: () => 0, deadline: Number.POSITIVE_INFINITY }

/** `setTimeout` fires at once beyond this. */
const longestTimer = 2 ** 31 - 1

interface Waiting {
  readonly task: ThreadTask
  readonly within: Deadline
  /** Passes on what a thread answers, and says that it did. */
  readonly listen: (thread: Worker, answered: () => void) => void
  /** No answer came. */
  readonly giveUp: () => void
}

/**
 * Gives `work` the threads that it may use, and ends them all when it returns or throws.
 *
 * @param threads 1 for this thread alone, which is what `work` is then told by null; as many as there are cores, at
 *   most 4, where absent
 */
export async function withSolverThreads<T>(
  threads: number | undefined,
  work: (threads: SolverThreads | undefined) => Promise<T>,
): Promise<T> {
  const most = threads ?? Math.min(mostByDefault, availableParallelism())
  if (most <= 1) return work(undefined)
  const pool = new SolverThreads({ ...defaults, most })
  try {
    return await work(pool)
  } finally {
    await pool.close()
  }
}

/**
 * Threads that answer tasks, started when there is something to do.
 *
 * A thread that ends, throws, runs out of memory or does not answer in time answers null, and is not used again; nor is
 * one that ends while it is idle. Idle threads do not keep the process alive.
 */
export class SolverThreads implements TaskRunner {
  readonly #limits: ThreadLimits
  readonly #waiting: Waiting[] = []
  readonly #idle: Worker[] = []
  readonly #all = new Set<Worker>()
  #isClosed = false

  constructor(limits: Pick<ThreadLimits, 'most'> & Partial<ThreadLimits>) {
    this.#limits = { ...defaults, ...limits }
  }

  answer(task: IntervalTask, within: Deadline): Promise<IntervalAnswer | null> {
    return this.#ask<IntervalAnswer>({ kind: 'intervals', task }, within)
  }

  /**
   * For the suppression. What a thread leaves unanswered is done on this one, whose memory may hold what a thread's does
   * not: what is hidden does not depend on how many threads there are.
   */
  readonly regions: RegionRunner = {
    answer: async (tasks) => {
      const answers = await Promise.all(
        tasks.map((task) => this.#ask<RegionAnswer>({ kind: 'region', task }, noDeadline)),
      )
      const highs = await loadSolver()
      return answers.map((answer, at) => answer ?? protectRegion(highs, tasks[at]!))
    },
  }

  #ask<Answer>(task: ThreadTask, within: Deadline): Promise<Answer | null> {
    return new Promise<Answer | null>((resolve) => {
      const listen: Waiting['listen'] = (thread, answered) =>
        thread.once('message', (answer: Answer) => {
          answered()
          resolve(answer)
        })
      this.#waiting.push({ task, within, listen, giveUp: () => resolve(null) })
      this.#dispatch()
    })
  }

  /** Ends all threads; what is not answered yet is answered null. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#dispatch()
    await Promise.all([...this.#all].map((thread) => thread.terminate()))
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const next = this.#waiting[0]!
      const milliseconds = next.within.deadline - next.within.now()
      if (this.#isClosed || milliseconds <= 0) next.giveUp()
      else {
        const thread = this.#idle.pop() ?? this.#start()
        if (thread === null) return
        this.#assign(thread, next, milliseconds)
      }
      this.#waiting.shift()
    }
  }

  #start(): Worker | null {
    const { most, megabytes, entry } = this.#limits
    if (this.#all.size >= most) return null
    const thread = new Worker(entry, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: megabytes },
    })
    this.#all.add(thread)
    return thread
  }

  /** Keeps a thread for the next task. Should it end meanwhile, it is not: another one is started then. */
  #rest(thread: Worker): void {
    const forget = () => {
      this.#all.delete(thread)
      const at = this.#idle.indexOf(thread)
      if (at >= 0) this.#idle.splice(at, 1)
    }
    thread.on('error', forget)
    thread.on('exit', forget)
    thread.unref()
    this.#idle.push(thread)
  }

  #assign(thread: Worker, { task, listen, giveUp }: Waiting, milliseconds: number): void {
    const { graceMilliseconds } = this.#limits
    const finish = (isAnswered: boolean) => {
      clearTimeout(timer)
      stopListening(thread)
      if (!isAnswered) {
        this.#all.delete(thread)
        // Whatever it says while it ends is too late.
        thread.on('error', () => undefined)
        void thread.terminate()
        giveUp()
      } else this.#rest(thread)
      this.#dispatch()
    }
    const timer =
      milliseconds < Number.POSITIVE_INFINITY
        ? setTimeout(finish, Math.min(milliseconds + graceMilliseconds, longestTimer), false)
        : undefined
    stopListening(thread)
    listen(thread, () => finish(true))
    for (const event of ['messageerror', 'error', 'exit']) thread.once(event, () => finish(false))
    thread.ref()
    const request: ThreadRequest = { ...task, milliseconds }
    thread.postMessage(request)
  }
}

function stopListening(thread: Worker): void {
  for (const event of ['message', 'messageerror', 'error', 'exit']) thread.removeAllListeners(event)
}
