import type { TinyProject } from '../tiny-project.ts'
import { everyLearner, fewChanges, fewInSums, fewLess, type SeenGroup } from './together-attacker.ts'
import { seenTogether } from './together-reader.ts'
import { months, type Pupil } from './together-school.ts'
import { countTogether } from './together-truth.ts'

/** Everything that a reader of all releases computes of few learners. */
export async function attackTogether(
  school: TinyProject,
  pupils: readonly Pupil[],
  k: number,
): Promise<readonly SeenGroup[]> {
  const { populations, remembered } = await seenTogether(school, countTogether(pupils))
  const of = (kind: (typeof populations)[number]['kind'], month: number) =>
    populations.filter((one) => one.kind === kind && one.month === month)
  const found = [...fewInSums(populations, everyLearner(populations), k)]
  for (const stock of remembered) {
    const m = stock.month
    // Whoever takes it that nobody left, and that what stands is of today, has the stock of the last day.
    const beside = [
      ...of('active', m),
      ...of('again', m),
      ...(m === months.length - 1 ? of('quarter', -1) : []),
    ]
    for (const flow of beside) found.push(...fewLess(stock, flow, k))
    const days = [...of('active', m), ...of('again', m)]
    days.forEach((after, i) => {
      for (const before of days.slice(0, i)) found.push(...fewChanges(before, after, k))
    })
  }
  const stocks = populations.filter(({ kind }) => kind === 'registered')
  stocks.forEach((after, i) => {
    for (const before of stocks.slice(0, i)) found.push(...fewChanges(before, after, k))
  })
  return found
}
