import { expect, it } from 'vitest'
import type { RowJudgement } from '../../../schemas/cell.ts'
import { protectTables } from '../../../transforms/disclosure/protect-tables.ts'
import { recoverable } from './exact-oracle.ts'
import { countTable, dimension, flat, held, limits } from './tables.ts'

const rows = ['r0', 'r1', 'r2', 'r3']
const columns = ['c0', 'c1', 'c2', 'c3']
/** Found by trying tables at random: here reverse deletion alone leaves r2 c0 to the learner of r1 c3. */
const counts = [
  [1, 5, 1, 0],
  [1, 1, 4, 1],
  [3, 13, 6, 8],
  [3, 1, 3, 10],
]

it('hides again what the search published though a lone contributor could compute a primary by it', async () => {
  const names = rows.flatMap((row, r) => columns.map((column, c) => [`${row} ${column}`, counts[r]![c]!]))
  const shape = [dimension('row', flat(...rows)), dimension('column', flat(...columns))]
  const table = countTable(shape, Object.fromEntries(names))
  const change = { minimumContributors: 4, intervalWidth: 4, hiddenAtLeast: 0 as const, singletons: true }
  const { patterns } = await protectTables(held(table), { ...limits, ...change, effort: 'standard' })
  const published: RowJudgement = { status: 'published', reasons: [] }
  const judged = patterns[0]!.rows
  const everything = table.cells.map(
    ({ contributors }, row): RowJudgement =>
      contributors === 0 ? judged[row]! : { status: 'complementary', reasons: [] },
  )
  const knownTo = (row: number, rowsOf: readonly RowJudgement[]) =>
    recoverable([table], [{ table: 'table', rows: rowsOf.map((one, i) => (i === row ? published : one)) }])
  table.cells.forEach(({ contributors }, row) => {
    if (contributors !== 1) return
    const unavoidable = knownTo(row, everything)
    const leaks = [...knownTo(row, judged)].filter((key) => !unavoidable.has(key))
    const primaries = table.cells.flatMap(({ coordinates }, i) =>
      judged[i]!.status === 'primary' ? [keyOf(coordinates)] : [],
    )
    expect(leaks.filter((key) => primaries.includes(key))).toEqual([])
  })
})

function keyOf(coordinates: readonly string[]): string {
  const named = ['row', 'column'].map((name, d) => [name, coordinates[d]!] as const)
  return named
    .flatMap(([name, code]) => (code === '_T' ? [] : [`${name}=${code}`]))
    .sort()
    .join(' ')
}
