import { WithheldError } from '../../schemas/failure.ts'
import { countsStock } from '../../schemas/nested-populations.ts'
import type { Period } from '../../schemas/period.ts'
import type { TablePlan } from '../../transforms/tabulate/table-plan.ts'
import type { Deidentified } from '../2-deidentify.ts'
import { planTables } from '../4-tabulate.ts'
import { type KnownRelease, releaseId } from '../ledger/known-releases.ts'
import type { Project } from '../load-project.ts'
import { besideLonger } from '../stocks/counted-twice.ts'
import { leafCountsOf, type WiderStock, widerStock } from '../stocks/wider-stock.ts'
import type { BaseSeries } from './base-series.ts'
import type { ReleasedPart } from './released-parts.ts'
import { stockOut } from './roll-ups.ts'

export interface StocksTask {
  /** With all its tables. */
  readonly project: Project
  readonly period: Period
  readonly known: readonly KnownRelease[]
  /** All tables of all releases within. */
  readonly parts: readonly ReleasedPart[]
  readonly base: BaseSeries
  readonly deidentified: Deidentified
}

/**
 * Parts the flows of the releases within a longer period from their stocks, and makes the wider stocks of the period and
 * of each within it: who is registered on its last day, or did anything in it.
 *
 * @throws {WithheldError} if stocks are out, and none is of the period's last day as the project counts it
 */
export async function stocksBeside(
  task: StocksTask,
): Promise<{ readonly flows: readonly ReleasedPart[]; readonly stocks: readonly WiderStock[] }> {
  const { project, period, parts, base, deidentified } = task
  const { grain } = project.definition.releases
  const isStock = ({ truth: { shape } }: ReleasedPart) => countsStock(shape.fact, shape.baseMeasures)
  const flows = parts.filter((part) => !isStock(part))
  const periods = new Map([period, ...parts.map((part) => part.period)].map((one) => [one.id, one]))
  const stocks: WiderStock[] = []
  for (const of of periods.values()) {
    const last = parts.filter((part) => part.period.grain === grain && part.period.end === of.end)
    const plans = last.some(isStock) ? planTables(project, last[0]!.period, deidentified) : []
    for (const part of last.filter(isStock)) {
      const inStock = leafCountsOf(part.truth)
      if (of.id === part.period.id) {
        stocks.push(widerStock(of, part.published, inStock, []))
        continue
      }
      const { shape } = part.truth
      const gone = await base.gone(planOf(part, plans), of, part.period)
      const uncertain = besideLonger(shape, gone, await base.cameLate(shape.id, of, part.period))
      stocks.push(widerStock(of, part.published, inStock, gone, uncertain))
    }
  }
  refuseWithout(task, stocks)
  return { flows, stocks }
}

function planOf({ truth: { shape }, period }: ReleasedPart, plans: readonly TablePlan[]): TablePlan {
  const codes = ({ dimensions }: TablePlan['shape']) =>
    JSON.stringify(dimensions.map((one) => [one.name, one.codes.map(({ code, parent }) => [code, parent])]))
  const plan = plans.find((one) => one.shape.id === shape.id)
  if (plan === undefined || codes(plan.shape) !== codes(shape))
    throw new WithheldError(
      `a stock stays in the project, with its codes, until the longer periods that it is in are out. Provided value: table ${shape.id} of ${period.id}`,
    )
  return plan
}

/** Whoever knows an earlier stock nearly knows the last day's. */
function refuseWithout(
  { project, period, known }: Pick<StocksTask, 'project' | 'period' | 'known'>,
  stocks: readonly WiderStock[],
): void {
  const before = known.filter(({ release }) => release.period.end <= period.end)
  const out = stockOut(before, project.definition.project.id)
  if (out === null || stocks.some((one) => one.period.id === period.id)) return
  throw new WithheldError(
    `a longer period is released beside stocks only where its last release has them. Provided value: ${period.id}, after ${releaseId(out.release)}`,
  )
}
