import type { HiddenComponent } from './components.ts'
import { IntervalSearch, type Target, type TargetInterval } from './interval-search.ts'
import type { Deadline, IntervalTask, Stretch, TaskRunner } from './interval-task.ts'
import { worthwhile } from './move-together.ts'
import { type Move, MovedPoints } from './moved-points.ts'

export interface ComponentIntervals {
  readonly intervals: readonly TargetInterval[]
  readonly linearPrograms: number
  /** Points of the component that settled targets, where the attack keeps them. */
  readonly points: readonly Float64Array[]
}

/** What is to be found out about one component. */
export interface ComponentAttack {
  readonly component: HiddenComponent
  /** Rows of the component's equations that span all of them. */
  readonly independent: readonly number[]
  readonly targets: readonly Target[]
  /** A point known to satisfy the component; null where none is known. */
  readonly start: Float64Array | null
  /** Moves away from `start` that may lead to further points; each is checked before it counts. */
  readonly offers: readonly Move[]
  readonly keepsPoints?: boolean
}

/** Columns beyond which a component is searched by the interior point method and by regions first. */
export const large = 1500

/** Work on one component beyond which the rest is unproven: some minutes; the largest cube takes a tenth of it. */
const componentWork = 1e10

/** Columns of the regions that are searched, one size after another, while targets are open. */
const regionSizes = [600, 2000]

/**
 * Narrowest targets of a large component that are settled before its regions are searched: where most fall short,
 * regions would prove little, and the verdict is no.
 */
const probes = 12

/** Open targets that are worth a stretch of their own, and stretches that are done at once at most. */
const targetsOfStretch = 100
const mostStretches = 4

/**
 * Finds for each target whether its feasibility interval suffices: its least and greatest value over all points
 * that satisfy the component's rows and bounds.
 *
 * Every point that the solver finds is a witness for all targets once it is checked against all rows and bounds. A
 * point with all but a region held in place is a point of the whole, so large components are searched by many
 * targets at once, then region by region; only what is left takes programs over the whole, which give its exact
 * interval. How the search is split into stretches depends on counts alone, so that what is found does not depend
 * on how many of them run at once.
 *
 * @param shortLimit targets shown to fall short after which the rest is left unproven
 * @param work steps of the solver times rows, after which no further stretch is begun; some minutes of it where absent
 */
export async function componentIntervals(
  attack: ComponentAttack,
  within: Deadline,
  runner: TaskRunner,
  shortLimit = Number.POSITIVE_INFINITY,
  work = componentWork,
): Promise<ComponentIntervals> {
  const { component, targets, start, offers } = attack
  const search = new IntervalSearch(component, targets)
  if (start !== null) takeOffers(search, start, offers)
  const under = new StretchesUnderWay(attack, search, within, runner, work)
  if (component.equations.count + component.inequalities.count === 0) {
    search.witness(component.lower)
    search.witness(component.upper)
    for (const target of targets) search.settle(target)
  } else if (search.open().length === 0)
    return { intervals: search.intervals(), linearPrograms: 0, points: [] }
  else if (component.variables.length <= large) await under.take([{ kind: 'whole', start, shortLimit }])
  else await searchLarge(under, search, start, within, shortLimit)
  return { intervals: search.intervals(), linearPrograms: search.linearPrograms, points: under.points }
}

/** Checks what was offered, and notes what holds. */
function takeOffers(search: IntervalSearch, start: Float64Array, offers: readonly Move[]): void {
  if (offers.length === 0 || !search.witness(start)) return
  const points = new MovedPoints(search.component, start)
  for (const move of offers) {
    if (!points.hold(move)) continue
    const values = move.columns.map((column, i) => start[column]! + move.changes[i]!)
    search.see(move.columns, values)
  }
}

async function searchLarge(
  under: StretchesUnderWay,
  search: IntervalSearch,
  start: Float64Array | null,
  within: Deadline,
  shortLimit: number,
): Promise<void> {
  const base = start ?? (await under.base())
  if (base === null || !search.witness(base)) return
  await moveHalves(under, search, within)
  if (shortLimit <= 0 || search.open().length === 0) return

  const probed = Math.min(shortLimit, probes)
  const narrowest = search.openByWidth().slice(0, probed)
  await under.take([{ kind: 'single', chosen: search.positions(narrowest), shortLimit: probed }])
  const isHopeful = search.short() < probed / 2
  if (isHopeful) {
    for (const size of regionSizes) {
      const blocks = inBlocks(search.positions(search.open()))
      await under.take(blocks.map((chosen) => ({ kind: 'regions', chosen, base, size })))
    }
  }
  const left = shortLimit - search.short()
  const last = search.positions(search.openByWidth())
  const shares = isHopeful ? dealt(last) : [last]
  if (left <= 0) return
  const limitOf = (share: number) => Math.floor((left + share) / shares.length)
  await under.take(shares.map((chosen, at) => ({ kind: 'single', chosen, shortLimit: limitOf(at) })))
}

/**
 * Moves all open targets at once, one half up and the other down, and at the same time the other way round; then
 * other halves, while that settles enough of them.
 */
async function moveHalves(under: StretchesUnderWay, search: IntervalSearch, within: Deadline): Promise<void> {
  let open = search.open().length
  for (let round = 0; open > 1 && within.now() < within.deadline; round++) {
    const succeeded = await under.take([
      { kind: 'half', round, way: 1 },
      { kind: 'half', round, way: -1 },
    ])
    const left = search.open().length
    if (!succeeded || open - left < worthwhile * open) return
    open = left
  }
}

/** Runs stretches of one search at once, each from what is shown before, and puts together what they show. */
class StretchesUnderWay {
  readonly #attack: ComponentAttack
  readonly #search: IntervalSearch
  readonly #within: Deadline
  readonly #runner: TaskRunner
  #work: number
  readonly points: Float64Array[] = []

  constructor(
    attack: ComponentAttack,
    search: IntervalSearch,
    within: Deadline,
    runner: TaskRunner,
    work: number,
  ) {
    this.#attack = attack
    this.#search = search
    this.#within = within
    this.#runner = runner
    this.#work = work
  }

  #task(stretch: Stretch): IntervalTask {
    const { component, independent, targets, keepsPoints = false } = this.#attack
    const shown = this.#search.shown()
    return { component, independent, targets, shown, stretch, work: this.#work, keepsPoints }
  }

  /** @returns whether each was answered and did not fail */
  async take(stretches: readonly Stretch[]): Promise<boolean> {
    if (this.#work < 0) return false
    const tasks = stretches.map((stretch) => this.#task(stretch))
    const answers = await Promise.all(tasks.map((task) => this.#runner.answer(task, this.#within)))
    for (const answer of answers) {
      if (answer === null) continue
      this.#search.merge(answer.shown)
      this.#search.linearPrograms += answer.linearPrograms
      this.#work -= answer.work
      this.points.push(...answer.points)
    }
    return answers.every((answer) => answer?.failed === false)
  }

  /** A first point; null where none is found. */
  async base(): Promise<Float64Array | null> {
    const answer = await this.#runner.answer(this.#task({ kind: 'base' }), this.#within)
    return answer?.point ?? null
  }
}

/** How many stretches some open targets are split into; at least 1. */
function stretchesFor(targets: number): number {
  return Math.max(1, Math.min(mostStretches, Math.floor(targets / targetsOfStretch)))
}

/** Targets that are near each other, and so in the same regions, together. */
function inBlocks(positions: readonly number[]): readonly (readonly number[])[] {
  const count = positions.length === 0 ? 0 : stretchesFor(positions.length)
  const size = Math.ceil(positions.length / count)
  return Array.from({ length: count }, (_, at) => positions.slice(at * size, (at + 1) * size))
}

/** Targets dealt in turn, so that each share begins with the narrowest. */
function dealt(positions: readonly number[]): readonly (readonly number[])[] {
  const count = positions.length === 0 ? 0 : stretchesFor(positions.length)
  return Array.from({ length: count }, (_, share) => positions.filter((_, at) => at % count === share))
}
