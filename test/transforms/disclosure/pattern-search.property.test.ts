import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TabulatedTable } from '../../../schemas/cell.ts'
import {
  guardedVectors,
  suppressComplementary,
} from '../../../transforms/disclosure/complementary-suppression.ts'
import type { CoveringCut } from '../../../transforms/disclosure/covering-cut.ts'
import { isFulfilled } from '../../../transforms/disclosure/cut-pool.ts'
import { indexRelations } from '../../../transforms/disclosure/deviation-polytope.ts'
import { hidingCost, mayBeHidden } from '../../../transforms/disclosure/hiding-cost.ts'
import { expressInBasis } from '../../../transforms/disclosure/hierarchical-basis.ts'
import { IntervalProtection } from '../../../transforms/disclosure/interval-protection.ts'
import { type LinkedTables, linkTables } from '../../../transforms/disclosure/linked-tables.ts'
import { searchNeighbourhoods } from '../../../transforms/disclosure/neighbourhood-search.ts'
import { PatternCheck } from '../../../transforms/disclosure/pattern-check.ts'
import { searchPatterns } from '../../../transforms/disclosure/pattern-search.ts'
import { protectionTargets } from '../../../transforms/disclosure/protection-targets.ts'
import { PublishedSpan } from '../../../transforms/disclosure/published-span.ts'
import { regionRunner } from '../../../transforms/disclosure/region-runner.ts'
import { deleteInReverse } from '../../../transforms/disclosure/reverse-delete.ts'
import { loadSolver } from '../../../transforms/disclosure/solver.ts'
import { narrowPrimaries } from './narrow-primaries.ts'
import { simulatedRelease } from './simulated-release.ts'
import { countTable, dimension, flat, limits } from './tables.ts'

const highs = await loadSolver()
const width = 5
const intervalLimits = { intervalWidth: width, relativeWidth: 0, loss: 'cells', work: 1e9 } as const
const counts = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 3, max: 30 }))

function tableOf(rows: readonly string[], columns: readonly string[]): fc.Arbitrary<TabulatedTable> {
  const names = rows.flatMap((row) => columns.map((column) => `${row} ${column}`))
  const dimensions = [dimension('row', flat(...rows)), dimension('column', flat(...columns))]
  return fc
    .array(counts, { minLength: names.length, maxLength: names.length })
    .map((values) => countTable(dimensions, Object.fromEntries(names.map((name, i) => [name, values[i]!]))))
}
const smallTable = tableOf(['a', 'b', 'c'], ['x', 'y'])
const largerTable = tableOf(['a', 'b', 'c', 'd', 'e'], ['w', 'x', 'y', 'z'])

/** A protecting pattern to start from: one that hides everything, or the usual one. */
async function started(
  tables: readonly TabulatedTable[],
  singletons: boolean,
  hiddenAtLeast: 0 | 1,
  all: boolean,
) {
  const change = { minimumContributors: 5, intervalWidth: width, singletons, hiddenAtLeast }
  const system = linkTables(tables, { ...limits, ...change })
  const basis = expressInBasis(tables, system)
  const secrets = suppressComplementary(system, basis, { ...limits, singletons })
  const intervals = new IntervalProtection(regionRunner(highs), system, secrets.hidden, intervalLimits)
  await intervals.protect()
  const hidden = all
    ? Uint8Array.from(system.units, (_, unit) => (mayBeHidden(system, unit) ? 1 : 0))
    : intervals.hidden
  return { system, basis, leaks: secrets.leaks(), hidden }
}
type Started = Awaited<ReturnType<typeof started>>

/** Primaries that are narrower than the width, found by the models that protect, not by those that search. */
function narrowIn(system: LinkedTables, hidden: Uint8Array): readonly number[] {
  return [...narrowPrimaries(highs, system, hidden, intervalLimits)].sort((a, b) => a - b)
}

function patternCost(system: LinkedTables, hidden: Uint8Array): number {
  return system.units.reduce((sum, _, u) => sum + (hidden[u] === 1 ? hidingCost(system, u, 'cells') : 0), 0)
}

function tellsSecret({ system, basis, leaks }: Started, hidden: Uint8Array): boolean {
  const span = new PublishedSpan(basis.size)
  system.units.forEach(({ quantities }, unit) => {
    if (hidden[unit] === 0) for (const q of quantities) span.publish([basis.vectors[q]!])
  })
  return guardedVectors(system, basis, leaks).some((vector) => span.has(vector))
}

function searched(start: Started, effort: 'standard' | 'best'): Uint8Array {
  const hidden = Uint8Array.from(start.hidden)
  searchPatterns(highs, start.system, indexRelations(start.system), hidden, {
    ...start,
    widthOf: () => width,
    effort,
    loss: 'cells',
  })
  return hidden
}

function checkOf({ system, basis, leaks, hidden }: Started): PatternCheck {
  const targets = protectionTargets(system, () => width, leaks)
  const members = system.quantities.flatMap(({ unit }, q) => (mayBeHidden(system, unit) ? [q] : []))
  const secrets = { basis, guarded: guardedVectors(system, basis, leaks), leaks }
  return new PatternCheck(highs, system, indexRelations(system), members, targets, secrets, hidden)
}

const starts = fc.tuple(
  largerTable.map((table) => [table]),
  fc.boolean(),
  fc.constantFrom(0 as const, 1 as const),
  fc.boolean(),
)

describe('searchPatterns', { timeout: 300_000 }, () => {
  it('ends with a pattern that protects as much, costs no more and cannot do with one unit less', async () => {
    await fc.assert(
      fc.asyncProperty(starts, async (start) => {
        const given = await started(...start)
        const { system } = given
        const hidden = searched(given, 'best')
        const narrow = narrowIn(system, given.hidden)
        expect(narrowIn(system, hidden)).toEqual(narrow)
        expect(tellsSecret(given, hidden)).toBe(false)
        expect(patternCost(system, hidden)).toBeLessThanOrEqual(patternCost(system, given.hidden))
        system.units.forEach(({ reasons }, unit) => {
          if (reasons.length > 0) expect(hidden[unit]).toBe(1)
          if (reasons.length > 0 || hidden[unit] === 0) return
          const fewer = hidden.with(unit, 0)
          // Where the first pattern left a primary narrow, no later one may leave it narrower; and leaks must move by
          // a little in the search, where the span asks that they move at all.
          if (narrow.length > 0) return
          expect(
            narrowIn(system, fewer).length > 0 || tellsSecret(given, fewer) || given.leaks.length > 0,
          ).toBe(true)
        })
      }),
      { numRuns: 8 },
    )
  })

  it('searches tables of nested measures, events and outcomes', async () => {
    await fc.assert(
      fc.asyncProperty(simulatedRelease, fc.boolean(), async (tables, singletons) => {
        const given = await started(tables, singletons, 1, false)
        const hidden = searched(given, 'standard')
        expect(narrowIn(given.system, hidden)).toEqual(narrowIn(given.system, given.hidden))
        expect(tellsSecret(given, hidden)).toBe(false)
        expect(patternCost(given.system, hidden)).toBeLessThanOrEqual(patternCost(given.system, given.hidden))
      }),
      { numRuns: 5 },
    )
  })

  it('finds the same pattern twice', async () => {
    await fc.assert(
      fc.asyncProperty(starts, async (start) => {
        const given = await started(...start)
        expect(searched(given, 'standard')).toEqual(searched(given, 'standard'))
      }),
      { numRuns: 3 },
    )
  })
})

describe('CutPool', { timeout: 300_000 }, () => {
  it('holds only cuts that every protecting pattern fulfils', async () => {
    await fc.assert(
      fc.asyncProperty(smallTable, fc.constantFrom(0 as const, 1 as const), async (table, least) => {
        const given = await started([table], false, least, true)
        const { system } = given
        fc.pre(narrowIn(system, given.hidden).length === 0)
        const check = checkOf(given)
        check.startFrom(given.hidden)
        deleteInReverse(check, given.hidden, 'cells', 1000)
        searchNeighbourhoods(check, given.hidden, 'cells', { neighbourhoods: 20, work: 100_000 })
        const { cuts } = check.pool
        check.dispose()
        const largest = cuts.flatMap((cut) => largestPatternsWithout(system, cut))
        const distinct = new Map(largest.map((pattern) => [pattern.join(''), pattern]))
        for (const pattern of distinct.values()) expect(narrowIn(system, pattern)).not.toEqual([])
      }),
      { numRuns: 25 },
    )
  })
})

/** Patterns that break a cut and hide all else: hiding more protects no less, so that others need no look. */
function largestPatternsWithout(system: LinkedTables, cut: CoveringCut): readonly Uint8Array[] {
  const all = Uint8Array.from(system.units, (_, unit) => (mayBeHidden(system, unit) ? 1 : 0))
  const found: Uint8Array[] = []
  for (let code = 0; code < 2 ** cut.units.length; code++) {
    const pattern = Uint8Array.from(all)
    cut.units.forEach((unit, i) => {
      pattern[unit] = (code >> i) & 1
    })
    const isLargest = cut.units.every(
      (unit) => pattern[unit] === 1 || isFulfilled(cut, pattern.with(unit, 1)),
    )
    if (!isFulfilled(cut, pattern) && isLargest) found.push(pattern)
  }
  return found
}
