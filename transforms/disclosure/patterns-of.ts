import type { RowJudgement, SuppressionPattern, TabulatedTable } from '../../schemas/cell.ts'
import type { LinkedTables } from './linked-tables.ts'

/** The pattern of each table, in their order, that hides some units. */
export function patternsOf(
  tables: readonly TabulatedTable[],
  system: LinkedTables,
  hidden: Uint8Array,
): readonly SuppressionPattern[] {
  return tables.map(({ shape }, t) => ({
    table: shape.id,
    rows: Array.from(system.unitOfRow[t]!, (unit): RowJudgement => {
      const { reasons } = system.units[unit]!
      if (hidden[unit] === 0) return published
      return reasons.length > 0 ? { status: 'primary', reasons } : complementary
    }),
  }))
}

const published: RowJudgement = { status: 'published', reasons: [] }
const complementary: RowJudgement = { status: 'complementary', reasons: ['complementary'] }
