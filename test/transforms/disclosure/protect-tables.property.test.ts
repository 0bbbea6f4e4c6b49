import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TabulatedTable } from '../../../schemas/cell.ts'
import { auditRelease } from '../../../transforms/audit/verdict.ts'
import { applyPattern } from '../../../transforms/disclosure/apply-pattern.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { recoverable } from './exact-oracle.ts'
import { simulatedRelease } from './simulated-release.ts'
import { auditParameters, countTable, dimension, flat, held, limits } from './tables.ts'

const places = dimension('place', { n: '_T', s: '_T', n1: 'n', n2: 'n', n3: 'n', s1: 's', s2: 's' })
const rings = dimension('place', { in: '_T', out: '_T', n1: 'in', s1: 'in', n2: 'out', n3: 'out', s2: 'out' })
const ages = dimension('age', flat('young', 'mid', 'old'))
const counts = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 3, max: 60 }))
const leafNames = ['n1', 'n2', 'n3', 's1', 's2'].flatMap((place) =>
  ['young', 'mid', 'old'].map((age) => `${place} ${age}`),
)

/** A place hierarchy by age, and another grouping of the same places. */
const linkedTables = fc
  .tuple(
    fc.array(counts, { minLength: 15, maxLength: 15 }),
    fc.constantFrom('protect' as const, 'publish' as const),
  )
  .map(([values, zeros]) => {
    const leaves = Object.fromEntries(leafNames.map((name, i) => [name, values[i]!]))
    const byPlace: Record<string, number> = {}
    for (const [name, value] of Object.entries(leaves)) {
      const place = name.split(' ')[0]!
      byPlace[place] = (byPlace[place] ?? 0) + value
    }
    return [
      countTable([places, ages], leaves, zeros, 'places'),
      countTable([rings], byPlace, zeros, 'rings'),
    ] as const
  })

describe('protectTables', { timeout: 120_000 }, () => {
  it('leaves nothing recoverable and publishes no row under the threshold', async () => {
    await fc.assert(
      fc.asyncProperty(
        linkedTables,
        fc.boolean(),
        fc.constantFrom(1, 5),
        async (tables, singletons, width) => {
          const change = { minimumContributors: 5, intervalWidth: width, singletons }
          const { patterns } = await protectTables(held(...tables), { ...limits, ...change })
          const exact = recoverable(tables, patterns)
          for (const [t, table] of tables.entries()) {
            for (const [row, { contributors, coordinates }] of table.cells.entries()) {
              const { status } = patterns[t]!.rows[row]!
              const low = contributors > 0 ? contributors < 5 : table.shape.zeros === 'protect'
              expect(status === 'primary').toBe(low)
              if (low) expect(exact).not.toContain(keyOf(table, coordinates))
            }
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it('gives one pattern whatever the order of tables and codes', async () => {
    await fc.assert(
      fc.asyncProperty(linkedTables, async (tables) => {
        const change = { ...limits, minimumContributors: 5, intervalWidth: 5, singletons: true }
        const protect = async (list: readonly TabulatedTable[]) => {
          const { patterns } = await protectTables(held(...list), { ...change, effort: 'standard' })
          return list.flatMap((table, t) => statuses(table, patterns[t]!.rows)).sort()
        }
        expect(await protect([...tables].reverse().map(reordered))).toEqual(await protect(tables))
      }),
      { numRuns: 15 },
    )
  })

  it('hides every primary of a looser threshold under a stricter one', async () => {
    await fc.assert(
      fc.asyncProperty(linkedTables, async (tables) => {
        const protect = (minimumContributors: number) =>
          protectTables(held(...tables), { ...limits, minimumContributors })
        const [loose, strict] = [await protect(5), await protect(8)]
        loose.patterns.forEach(({ rows }, t) => {
          rows.forEach(({ status }, row) => {
            if (status === 'primary') expect(strict.patterns[t]!.rows[row]!.status).toBe('primary')
          })
        })
      }),
      { numRuns: 30 },
    )
  })

  it('satisfies the audit on linked tables of nested measures, events and outcomes', async () => {
    await fc.assert(
      fc.asyncProperty(simulatedRelease, fc.boolean(), async (tables, singletons) => {
        const change = { intervalWidth: 10, outcomeDiversity: 3, singletons, coalition: 2 }
        const { patterns, withheld } = await protectTables(held(...tables), { ...limits, ...change })
        const derived = { minimumContributors: 10, percentageBase: 20 }
        const candidate = applyPattern(held(...tables), patterns, derived, withheld)
        const parameters = { ...auditParameters, outcomeDiversity: 3 }
        const budget = { now: () => performance.now(), deadline: performance.now() + 60_000 }
        const reader = { hiddenAtLeast: limits.hiddenAtLeast, singletons, coalition: singletons ? 2 : 0 }
        const { report } = await auditRelease(candidate, held(...tables), parameters, budget, reader)
        expect(report.findings).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

function keyOf({ shape }: TabulatedTable, coordinates: readonly string[]): string {
  return shape.dimensions
    .flatMap(({ name }, d) => (coordinates[d] === '_T' ? [] : [`${name}=${coordinates[d]}`]))
    .sort()
    .join(' ')
}

function statuses(table: TabulatedTable, rows: readonly { readonly status: string }[]): readonly string[] {
  return table.cells.map(({ coordinates }, row) => `${keyOf(table, coordinates)}: ${rows[row]!.status}`)
}

/** The same table with the codes of each level in reverse. */
function reordered(table: TabulatedTable): TabulatedTable {
  const dimensions = table.shape.dimensions.map((one) => ({
    ...one,
    codes: [...one.codes].sort((a, b) => a.level - b.level || (a.code < b.code ? 1 : -1)),
  }))
  const place = new Map(table.cells.map((cell) => [cell.coordinates.join(' '), cell]))
  const walk = (d: number): readonly (readonly string[])[] =>
    d === dimensions.length
      ? [[]]
      : dimensions[d]!.codes.flatMap(({ code }) => walk(d + 1).map((tail) => [code, ...tail]))
  return {
    shape: { ...table.shape, dimensions },
    cells: walk(0).map((coordinates) => place.get(coordinates.join(' '))!),
  }
}
