import type { Highs } from 'highs'
import { protectRegion } from './region-protection.ts'
import type { RegionRunner } from './region-task.ts'

/** Quantities times targets, in all tasks together, from which other threads are worth their start-up. */
const worthThreads = 1.5e6

/** @param threads do what is worth it; all is done on this thread, one task after another, where absent */
export function regionRunner(highs: Highs, threads?: RegionRunner): RegionRunner {
  return {
    answer: async (tasks) => {
      const size = tasks.reduce((sum, { rows, targets }) => sum + rows.columns.length * targets.length, 0)
      if (threads !== undefined && tasks.length > 1 && size >= worthThreads) return threads.answer(tasks)
      return tasks.map((task) => protectRegion(highs, task))
    },
  }
}
