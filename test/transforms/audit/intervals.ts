import type { PublishedTable } from '../../../schemas/cell.ts'
import { exactRecovery } from '../../../transforms/audit/exact-recovery.ts'
import { componentIntervals } from '../../../transforms/audit/feasibility-interval.ts'
import { hiddenSystem } from '../../../transforms/audit/hidden-system.ts'
import { solverHere } from '../../../transforms/audit/inline-runner.ts'
import { placeOf, publishedSystem } from '../../../transforms/audit/published-system.ts'
import { unlimited } from './tables.ts'

/** A width that no interval with two ends reaches, so that each is found exactly. */
const unreachable = 1e6

const solver = solverHere()

export interface Attack {
  /** By `measure code code`: [least, greatest]; Infinity where the width asked for is reached. */
  readonly intervals: Readonly<Record<string, readonly number[]>>
  /** Names of what equations alone give away, sorted. */
  readonly exact: readonly string[]
}

/** Every hidden figure and complement of a release, attacked as the audit does. */
export async function attack(...tables: readonly PublishedTable[]): Promise<Attack> {
  const system = publishedSystem(tables, 1)
  const { values, components } = hiddenSystem(system)
  const intervals: Record<string, readonly number[]> = {}
  const exact: string[] = []
  const nameOf = (variable: number) => {
    const { measure, coordinates } = placeOf(system, variable)
    return [measure, ...coordinates].join(' ')
  }
  values.forEach((value, v) => {
    if (v >= system.virtual.start || !Number.isNaN(system.known[v]) || Number.isNaN(value)) return
    intervals[nameOf(v)] = [value, value]
    exact.push(nameOf(v))
  })
  for (const component of components) {
    const recovery = exactRecovery(component, unlimited)!
    const targets = Array.from(component.variables, (_, column) => ({
      column,
      width: unreachable,
      reach: 0,
    })).filter(({ column }) => component.variables[column]! < system.virtual.start)
    const { independent } = recovery
    const found = await componentIntervals(
      { component, independent, targets, start: null, offers: [] },
      unlimited,
      solver,
    )
    for (const { target, low, up } of found.intervals) {
      const name = nameOf(component.variables[target.column]!)
      const greatest = up - low < unreachable - 1 ? up : Number.POSITIVE_INFINITY
      intervals[name] = [low, greatest].map((end) => Math.round(end * 1e5) / 1e5 + 0)
      if (recovery.determined[target.column] === 1) exact.push(name)
    }
  }
  return { intervals, exact: exact.sort() }
}
