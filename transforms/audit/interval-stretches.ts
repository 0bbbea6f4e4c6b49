import type { Highs } from 'highs'
import type { HiddenComponent } from './components.ts'
import { IntervalSearch, type Target } from './interval-search.ts'
import type { Deadline, IntervalAnswer, IntervalTask, Stretch } from './interval-task.ts'
import { type LinearProgram, linearProgram, type SolverMethod } from './linear-program.ts'
import { boxAbout, moveApart, moveHalf } from './move-together.ts'
import { regionCutter } from './region.ts'

/** One stretch under way. */
interface Work {
  readonly component: HiddenComponent
  readonly independent: readonly number[]
  readonly search: IntervalSearch
  readonly within: Deadline
  /** Creates a program, disposed of when `use` returns. */
  readonly solve: <T>(
    method: SolverMethod,
    component: HiddenComponent,
    independent: readonly number[],
    use: (program: LinearProgram) => T,
  ) => T
}

/** Does one stretch of a search. The same task gives the same answer on any thread, unless time runs out. */
export function answerTask(highs: Highs, task: IntervalTask, within: Deadline): IntervalAnswer {
  const { component, independent, targets, shown, stretch } = task
  let work = 0
  const bounded: Deadline = {
    ...within,
    now: () => (work > task.work ? Number.POSITIVE_INFINITY : within.now()),
  }
  const search = new IntervalSearch(component, targets, undefined, task.keepsPoints)
  if (shown !== null) search.merge(shown)
  const solve: Work['solve'] = (method, of, rows, use) => {
    const seconds = (within.deadline - within.now()) / 1000
    const program = linearProgram(highs, of, rows, method, seconds, (spent) => {
      work += spent
    })
    try {
      return use(program)
    } finally {
      program.dispose()
    }
  }
  const answer = (failed: boolean, broken: boolean, point: Float64Array | null): IntervalAnswer => ({
    shown: search.shown(),
    linearPrograms: search.linearPrograms,
    work,
    failed,
    broken,
    point,
    points: search.points ?? [],
  })
  try {
    if (within.now() >= within.deadline) return answer(true, false, null)
    const under = { component, independent, search, within: bounded, solve }
    if (stretch.kind === 'base') {
      const point = firstPoint(under)
      return answer(point === null, false, point)
    }
    return answer(!advance(under, stretch), false, null)
  } catch {
    // A solver that fails, for lack of memory or otherwise, proves nothing: what is open stays unproven.
    return answer(true, true, null)
  }
}

function firstPoint({ component, independent, solve }: Work): Float64Array | null {
  return solve('interior-point', component, independent, (program) =>
    program.maximize(new Float64Array(component.variables.length)),
  )
}

/** @returns whether all programs gave a point */
function advance(work: Work, stretch: Exclude<Stretch, { readonly kind: 'base' }>): boolean {
  const { component, independent, search, within, solve } = work
  if (stretch.kind === 'half')
    return solve('interior-point', component, independent, (program) =>
      moveHalf(program, component, search, stretch.round, stretch.way),
    )
  if (stretch.kind === 'whole') return searchWhole(work, stretch.start, stretch.shortLimit)
  const chosen = stretch.chosen.map((at) => search.targets[at]!)
  if (stretch.kind === 'regions') return searchRegions(work, chosen, stretch.base, stretch.size)
  return solve('simplex', component, independent, (program) => {
    if (!search.run(program, [], () => 0)) return false
    moveOneByOne(program, search, chosen, within, stretch.shortLimit)
    return true
  })
}

function searchWhole(work: Work, start: Float64Array | null, shortLimit: number): boolean {
  const { component, independent, search, within, solve } = work
  return solve('simplex', component, independent, (program) => {
    const found = start ?? program.maximize(new Float64Array(component.variables.length))
    if (found === null || !search.witness(found)) return false
    moveApart(program, component, found, radiusOf(search), search, within)
    program.confine(component.lower, component.upper)
    moveOneByOne(program, search, search.openByWidth(), within, shortLimit)
    return true
  })
}

/** How far from a known point columns need to move. */
function radiusOf({ targets }: IntervalSearch): number {
  return 2 * targets.reduce((most, { width, reach }) => Math.max(most, width, reach), 1)
}

/** Moves open targets one by one within regions about them, each target in one region. */
function searchRegions(
  { component, independent, search, within, solve }: Work,
  seeds: readonly Target[],
  base: Float64Array,
  size: number,
): boolean {
  const cutter = regionCutter(component, independent, base)
  const radius = radiusOf(search)
  const isTried = new Uint8Array(component.variables.length)
  for (const seed of seeds) {
    if (within.now() >= within.deadline) return false
    if (isTried[seed.column] === 1 || search.suffices(seed)) continue
    isTried[seed.column] = 1
    const region = cutter.about(seed.column, size)
    if (region === null) continue
    const local = search.within(region)
    const { variables } = region.component
    const inner = variables.subarray(0, variables.length / 2)
    for (const column of inner) isTried[column] = 1
    const center = Float64Array.from(variables, (column) => base[column]!)
    solve('simplex', region.component, region.independent, (program) => {
      const { lower, upper } = boxAbout(region.component, center, radius)
      program.confine(lower, upper)
      for (const target of local.open()) {
        if (target.column >= inner.length) continue
        for (const sign of [1, -1]) {
          if (local.suffices(target) || within.now() >= within.deadline) break
          if (sign > 0 || !local.isLeast(target)) local.run(program, [target], () => sign)
        }
      }
    })
    search.linearPrograms += local.linearPrograms
  }
  return true
}

/**
 * Finds the exact interval of each target that is still open, unless witnesses settle it meanwhile; after enough
 * that fall short the rest is left.
 */
function moveOneByOne(
  program: LinearProgram,
  search: IntervalSearch,
  targets: readonly Target[],
  within: Deadline,
  shortLimit: number,
): void {
  const before = search.short()
  for (const target of targets) {
    if (search.short() - before >= shortLimit) return
    let exact = true
    for (const sign of [1, -1]) {
      if (search.suffices(target)) break
      if (within.now() >= within.deadline) return
      if (search.run(program, [target], () => sign)) continue
      if (sign < 0 || !moveToGoal(program, search, target)) exact = false
    }
    if (exact) search.settle(target)
  }
}

/**
 * Moves a target up as far as it has to, and no further: where nothing bounds it there is no greatest point, but
 * one that suffices.
 */
function moveToGoal(program: LinearProgram, search: IntervalSearch, target: Target): boolean {
  const { lower, upper } = search.component
  const capped = upper.slice()
  capped[target.column] = Math.min(upper[target.column]!, search.goal(target).up)
  program.confine(lower, capped)
  const isFound = search.run(program, [target], () => 1)
  program.confine(lower, upper)
  return isFound
}
