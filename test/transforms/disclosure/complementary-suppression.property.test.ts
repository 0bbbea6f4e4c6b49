import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SuppressionPattern, TabulatedTable } from '../../../schemas/cell.ts'
import { linkTables } from '../../../transforms/disclosure/linked-tables.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { recoverable } from './exact-oracle.ts'
import { countTable, dimension, held, limits, type Parents } from './tables.ts'

const change = { ...limits, minimumContributors: 5 }

/** A random tree under `_T`: up to three groups of up to three codes each. */
const hierarchy = (name: string) =>
  fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }).map((groups) => {
    const parents: Record<string, string> = {}
    const leaves: string[] = []
    groups.forEach((count, g) => {
      if (count > 1) parents[`${name}${g}`] = '_T'
      for (let i = 0; i < count; i++) {
        parents[`${name}${g}${i}`] = count > 1 ? `${name}${g}` : '_T'
        leaves.push(`${name}${g}${i}`)
      }
    })
    return { parents: parents as Parents, leaves }
  })

const cube = fc
  .tuple(hierarchy('p'), hierarchy('q'), fc.constantFrom('protect' as const, 'publish' as const))
  .chain(([p, q, zeros]) => {
    const names = p.leaves.flatMap((a) => q.leaves.map((b) => `${a} ${b}`))
    const count = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 40 }))
    return fc.array(count, { minLength: names.length, maxLength: names.length }).map((values) => {
      const leaves = Object.fromEntries(names.map((name, i) => [name, values[i]!]))
      const dimensions = [dimension('p', p.parents), dimension('q', q.parents)]
      return countTable(dimensions, leaves, zeros)
    })
  })

describe('the greedy pattern', { timeout: 120_000 }, () => {
  it('hides nothing that could be published: each complementary row would disclose a primary', async () => {
    await fc.assert(
      fc.asyncProperty(cube, async (table) => {
        const { patterns } = await protectTables(held(table), change)
        const exact = primariesRecovered(table, patterns)
        expect(exact).toEqual([])
        const { unitOfRow } = linkTables([table], change)
        const units = unitOfRow[0]!
        patterns[0]!.rows.forEach(({ status }, row) => {
          if (status !== 'complementary') return
          const rows = patterns[0]!.rows.map((one, i) =>
            units[i] === units[row] ? { ...one, status: 'published' as const } : one,
          )
          expect(primariesRecovered(table, [{ table: table.shape.id, rows }])).not.toEqual([])
        })
      }),
      { numRuns: 60 },
    )
  })

  it('stays protected wherever the work runs out', async () => {
    await fc.assert(
      fc.asyncProperty(
        cube,
        fc.integer({ min: -1, max: 200 }),
        fc.boolean(),
        async (table, greatestWork, singletons) => {
          const { patterns } = await protectTables(held(table), { ...change, singletons, greatestWork })
          expect(primariesRecovered(table, patterns)).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  it('lets no lone contributor compute another primary, except what zeros give away', async () => {
    await fc.assert(
      fc.asyncProperty(cube, async (table) => {
        const { patterns } = await protectTables(held(table), { ...change, singletons: true })
        const everything = patterns.map(({ table: id, rows }) => ({
          table: id,
          rows: rows.map((row, i) => {
            const isPublic = table.shape.zeros === 'publish' && table.cells[i]!.contributors === 0
            return isPublic ? row : { ...row, status: 'primary' as const }
          }),
        }))
        table.cells.forEach(({ contributors }, own) => {
          if (contributors !== 1) return
          const learned = primariesRecovered(table, knowing(patterns, own))
          const given = new Set(primariesRecovered(table, knowing(everything, own)))
          const others = learned.filter((row) => table.cells[row]!.contributors !== 1 && !given.has(row))
          expect(others).toEqual([])
        })
      }),
      { numRuns: 40 },
    )
  })
})

function knowing(patterns: readonly SuppressionPattern[], own: number): readonly SuppressionPattern[] {
  return patterns.map(({ table, rows }) => ({
    table,
    rows: rows.map((row, i) => (i === own ? { ...row, status: 'published' } : row)),
  }))
}

/** Rows with 1 to 4 learners, or none where zeros are protected, that a reader can compute. */
function primariesRecovered(
  table: TabulatedTable,
  patterns: readonly SuppressionPattern[],
): readonly number[] {
  const exact = recoverable([table], patterns)
  return table.cells.flatMap(({ coordinates, contributors }, row) => {
    const isPrimary = contributors === 0 ? table.shape.zeros === 'protect' : contributors < 5
    const key = table.shape.dimensions
      .flatMap(({ name }, d) => (coordinates[d] === '_T' ? [] : [`${name}=${coordinates[d]}`]))
      .sort()
      .join(' ')
    return isPrimary && exact.has(key) ? [row] : []
  })
}
