import type { AuditFinding } from './audit-report.ts'
import { ChangeCounts, changeGeometry } from './change-counts.ts'
import { codeOf, tableGeometry } from './table-geometry.ts'
import type { UpdatedTable } from './updated-table.ts'

/**
 * Holds moves against what was published: whoever is counted in a row now, less those who came since and with those who
 * left, are the learners whom a release showed there. Moves that do not explain the difference would hide a change.
 */
export function moveFindings(tables: readonly UpdatedTable[]): readonly AuditFinding[] {
  return tables.flatMap(({ shape, counted, moments }) => {
    const geometry = tableGeometry(shape.dimensions)
    const changes = changeGeometry(geometry)
    return moments.flatMap(({ asOf, fresh, figures, moves }) => {
      const { joined, departed, movedIn, movedOut } = new ChangeCounts(changes, moves)
      return [...fresh.keys()].flatMap((row): readonly AuditFinding[] => {
        const before = counted[row]! - joined[row]! + departed[row]! - movedIn[row]! + movedOut[row]!
        if (fresh[row] === 0 || before === figures[row]) return []
        return [
          {
            rule: 'model-contradicts-count',
            table: shape.id,
            coordinates: shape.dimensions.map(({ codes }, d) => codes[codeOf(geometry, row, d)]!.code),
            measure: shape.baseMeasures[0]!.name,
            clause: `who moved since ${asOf} explains what was published then`,
          },
        ]
      })
    })
  })
}
