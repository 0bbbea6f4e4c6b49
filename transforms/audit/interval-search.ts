import type { HiddenComponent } from './components.ts'
import type { ShownRanges } from './interval-task.ts'
import { holds, type LinearProgram, tolerance } from './linear-program.ts'
import type { Region } from './region.ts'

/** What the feasibility interval of a column has to show. */
export interface Target {
  readonly column: number
  /** Least width of the interval; 0 where any will do. */
  readonly width: number
  /** Value that the interval's upper end must attain; 0 where any will do. */
  readonly reach: number
  /** Whether an interval that holds 0 will do, too, wherever it ends. */
  readonly mayBeEmpty?: boolean
  /** Whether an interval of nothing but 0 will do, too, once it is settled that this is all of it. */
  readonly mayBeZero?: boolean
}

/**
 * What was found out about a target.
 *
 * - `reached`: its interval holds [low, up], which suffices.
 * - `short`: its interval is [low, up], which does not.
 * - `unproven`: not settled in time, or at all; its interval holds [low, up], if low ≤ up.
 */
export interface TargetInterval {
  readonly target: Target
  readonly state: 'reached' | 'short' | 'unproven'
  readonly low: number
  readonly up: number
}

/** Distance from a bound that is not worth a linear program; the interior point method stops short of bounds. */
const nearby = 0.02

/** What witnesses have shown of one target; regions share it with their component. */
interface Shown {
  low: number
  up: number
  settled: boolean
}

/**
 * The ranges that witnesses have shown so far. A witness is a point that satisfies all rows and bounds; it counts
 * for all targets at once.
 */
export class IntervalSearch {
  readonly component: HiddenComponent
  readonly targets: readonly Target[]
  /** Linear programs run so far. */
  linearPrograms = 0
  /** Witnesses that were the first to show that a target suffices; null where nobody asks for them. */
  readonly points: Float64Array[] | null
  readonly #shown: readonly Shown[]
  readonly #indexOf: ReadonlyMap<Target, number>
  #indexOfColumn: Int32Array | null = null

  constructor(
    component: HiddenComponent,
    targets: readonly Target[],
    shown?: readonly Shown[],
    keepsPoints = false,
  ) {
    this.component = component
    this.points = keepsPoints ? [] : null
    this.targets = targets
    this.#shown =
      shown ??
      targets.map(() => ({
        low: Number.POSITIVE_INFINITY,
        up: Number.NEGATIVE_INFINITY,
        settled: false,
      }))
    this.#indexOf = new Map(targets.map((target, i) => [target, i]))
  }

  /** The search for those targets that lie in a region: what it shows, it shows here, too. */
  within({ component }: Region): IntervalSearch {
    const local = new Map([...component.variables].map((column, at) => [column, at]))
    const targets: Target[] = []
    const shown: Shown[] = []
    this.targets.forEach((target, i) => {
      const column = local.get(target.column)
      if (column === undefined) return
      targets.push({ ...target, column })
      shown.push(this.#shown[i]!)
    })
    return new IntervalSearch(component, targets, shown)
  }

  #of(target: Target): Shown {
    return this.#shown[this.#indexOf.get(target)!]!
  }

  /** Notes a point, if it satisfies the component; says whether it does. */
  witness(point: Float64Array): boolean {
    if (!holds(this.component, point)) return false
    const open = this.points === null ? 0 : this.open().length
    for (let i = 0; i < this.targets.length; i++) {
      const value = point[this.targets[i]!.column]!
      const shown = this.#shown[i]!
      if (value < shown.low) shown.low = value
      if (value > shown.up) shown.up = value
    }
    if (this.points !== null && this.open().length < open) this.points.push(point.slice())
    return true
  }

  /** Notes where columns lie at a point that was found to satisfy the component. */
  see(columns: readonly number[], values: readonly number[]): void {
    if (this.#indexOfColumn === null) {
      this.#indexOfColumn = new Int32Array(this.component.variables.length).fill(-1)
      for (let i = 0; i < this.targets.length; i++) this.#indexOfColumn[this.targets[i]!.column] = i
    }
    for (let i = 0; i < columns.length; i++) {
      const at = this.#indexOfColumn[columns[i]!]!
      if (at < 0) continue
      const shown = this.#shown[at]!
      shown.low = Math.min(shown.low, values[i]!)
      shown.up = Math.max(shown.up, values[i]!)
    }
  }

  suffices(target: Target): boolean {
    const { low, up, settled } = this.#of(target)
    const isEmptyAtLeast = target.mayBeEmpty === true && low <= tolerance
    const isZero = target.mayBeZero === true && settled && up <= tolerance
    return (
      up - low >= target.width - tolerance && (up >= target.reach - tolerance || isEmptyAtLeast || isZero)
    )
  }

  /** Targets whose range does not suffice yet, though it might. */
  open(): readonly Target[] {
    return this.targets.filter((target) => !this.#of(target).settled && !this.suffices(target))
  }

  /** Open targets, those that are narrowest so far first. */
  openByWidth(): readonly Target[] {
    return [...this.open()].sort((a, b) => this.width(a) - this.width(b))
  }

  /** Positions of targets among all of them. */
  positions(targets: readonly Target[]): readonly number[] {
    return targets.map((target) => this.#indexOf.get(target)!)
  }

  /** Targets that were shown to fall short. */
  short(): number {
    return this.targets.filter((target) => this.#of(target).settled && !this.suffices(target)).length
  }

  /** Whether nothing is gained by moving a target down: it was shown at its bound, or need not move. */
  isLeast(target: Target): boolean {
    return target.width === 0 || this.#of(target).low <= this.component.lower[target.column]! + nearby
  }

  /** Width shown so far. */
  width(target: Target): number {
    const { low, up } = this.#of(target)
    return up - low
  }

  /** Where a target would suffice if only its upper, or only its lower, end moved. */
  goal(target: Target): { readonly low: number; readonly up: number } {
    const { low, up } = this.#of(target)
    return {
      low: target.width > 0 ? up - target.width : Number.NEGATIVE_INFINITY,
      up: Math.max(low + target.width, target.reach),
    }
  }

  /**
   * Maximizes Σ weight·column over some targets and notes the witness.
   *
   * @returns whether the solver gave a point that satisfies the component; whatever else it says shows nothing
   */
  run(program: LinearProgram, chosen: readonly Target[], weightOf: (target: Target) => number): boolean {
    this.linearPrograms++
    const costs = new Float64Array(this.component.variables.length)
    for (const target of chosen) costs[target.column] = weightOf(target)
    const point = program.maximize(costs)
    return point !== null && this.witness(point)
  }

  /** Notes that the range of a target is its interval. */
  settle(target: Target): void {
    this.#of(target).settled = true
  }

  /** All that is shown so far, apart from this search. */
  shown(): ShownRanges {
    return {
      low: Float64Array.from(this.#shown, ({ low }) => low),
      up: Float64Array.from(this.#shown, ({ up }) => up),
      settled: Uint8Array.from(this.#shown, ({ settled }) => (settled ? 1 : 0)),
    }
  }

  /** Notes what another search over the same targets has shown. */
  merge({ low, up, settled }: ShownRanges): void {
    this.#shown.forEach((shown, i) => {
      if (low[i]! < shown.low) shown.low = low[i]!
      if (up[i]! > shown.up) shown.up = up[i]!
      if (settled[i] === 1) shown.settled = true
    })
  }

  intervals(): readonly TargetInterval[] {
    return this.targets.map((target) => {
      const { low, up, settled } = this.#of(target)
      const state = this.suffices(target) ? 'reached' : settled ? 'short' : 'unproven'
      return { target, state, low, up }
    })
  }
}
