import { fc, test } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import type { TabulatedTable } from '../../schemas/cell.ts'
import { applyPattern } from '../../transforms/disclosure/apply-pattern.ts'
import { protectTables } from '../../transforms/disclosure/protect-tables.ts'
import { activeTable, readFigures, someLearners } from './active-learners.ts'
import { countTable, dimension, flat, held, limits } from './disclosure/tables.ts'
import { type Figure, nestedDifferences } from './subtraction-attacker.ts'

const k = 10
const patience = 240_000
const derived = { minimumContributors: k, percentageBase: 20 }

async function publish(table: TabulatedTable, outcomeDiversity: number, intervalWidth = k) {
  const change = { intervalWidth, outcomeDiversity, singletons: true }
  const { patterns } = await protectTables(held(table), { ...limits, ...change })
  return applyPattern(held(table), patterns, derived, [])
}

test.prop([someLearners], { numRuns: 12 })(
  'every combination of figures of active learners counts none or at least 10',
  async (learners) => {
    const figures = readFigures(await publish(activeTable(learners), 1))
    expect(nestedDifferences(figures, (value) => value > 0 && value < k)).toEqual([])
  },
  patience,
)

const places = dimension('place', { n: '_T', n1: 'n', n2: 'n', s: '_T' })
const outcomes = dimension('outcome', flat('pass', 'fail'), 'outcome')
const leaves = ['n1', 'n2', 's'].flatMap((place) => ['pass', 'fail'].map((outcome) => ({ place, outcome })))
const lies = (leaf: string, code: string) => code === '_T' || code === leaf || (code === 'n' && leaf !== 's')

/** Groups of learners who all passed, nearly all, or neither. */
const results = fc.tuple(
  fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 20, max: 60 })), {
    minLength: leaves.length,
    maxLength: leaves.length,
  }),
  fc.constantFrom('protect' as const, 'publish' as const),
  fc.constantFrom(1, 3, k),
)

function tabulate(counts: readonly number[], zeros: 'protect' | 'publish'): TabulatedTable {
  const named = leaves.map(({ place, outcome }, i) => [`${place} ${outcome}`, counts[i]!])
  return countTable([places, outcomes], Object.fromEntries(named), zeros)
}

/** Combinations that count 1 to 9 learners, or show that some of a group are none. */
async function disclosures(table: TabulatedTable, counts: readonly number[], diversity: number, width = k) {
  const [published] = await publish(table, diversity, width)
  const figures = published!.rows.flatMap(
    ({ coordinates: [place, outcome], figures: [figure] }): Figure[] => {
      const holds = (leaf: (typeof leaves)[number]) =>
        lies(leaf.place, place!) && (outcome === '_T' || outcome === leaf.outcome)
      return figure!.value === null
        ? []
        : [
            {
              name: `${place} ${outcome}`,
              value: figure!.value,
              counts: leaves.map((leaf) => Number(holds(leaf))),
            },
          ]
    },
  )
  const shows = (held: Int32Array) =>
    [0, 2, 4].some((i) => held[i]! > 0 !== held[i + 1]! > 0 && counts[i]! + counts[i + 1]! > 0)
  return nestedDifferences(figures, (value, held) => (value === 0 ? shows(held) : value < k))
}

test.prop([results], { numRuns: 15 })(
  'no union of groups that follows by subtraction shares an outcome',
  async ([counts, zeros, diversity]) => {
    expect(await disclosures(tabulate(counts, zeros), counts, diversity)).toEqual([])
  },
  patience,
)

it(
  'shows 12 of 12 where hidden siblings are protected from exact recovery only',
  async () => {
    const counts = [7, 0, 60, 40, 5, 0]
    const table = tabulate(counts, 'protect')
    const found = await disclosures(table, counts, 3, 1)
    expect(found.filter(({ value }) => value === 0).map(({ counts: held }) => held)).toContainEqual([
      0, 1, 0, 0, 0, 1,
    ])
    expect(await disclosures(table, counts, 3)).toEqual([])
  },
  patience,
)
