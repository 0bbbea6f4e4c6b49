import { canonicalJson } from '../../reports/canonical-json.ts'
import { matrixSize, type PublishedRow, type TableShape } from '../../schemas/cell.ts'
import type { TableHistory } from '../../schemas/change.ts'
import { readRecordedTable } from '../ledger/figure-store.ts'
import type { KnownRelease } from '../ledger/known-releases.ts'
import { ledgerFolder } from '../ledger/ledger-folder.ts'
import { tableTexts } from '../ledger/table-record.ts'

/** What one version of a period showed. */
export interface PublishedVersion {
  readonly version: number
  /** Day that its own rows are of, `YYYY-MM-DD`. */
  readonly asOf: string
  /** By table id: its rows, each with the day that it is of. */
  readonly rows: ReadonlyMap<string, readonly PublishedRow[]>
  /** By table id: text of what the table is about. */
  readonly definitions: ReadonlyMap<string, string>
  /** Whether it was recorded who contributes to it. */
  readonly hasContributions: boolean
}

/**
 * All known versions of a project's period, earliest first.
 *
 * @param ledger folder of the ledger
 * @throws {BrokenLedger} if figures are not as they were stored
 */
export async function readPublishedVersions(
  ledger: string,
  known: readonly KnownRelease[],
  project: string,
  period: string,
): Promise<readonly PublishedVersion[]> {
  const versions: PublishedVersion[] = []
  for (const { release } of known) {
    if (release.project !== project || release.period.id !== period) continue
    const rows = new Map<string, readonly PublishedRow[]>()
    const definitions = new Map<string, string>()
    for (const table of release.tables) {
      const recorded = readRecordedTable(ledgerFolder(ledger), table)
      const { stock: hasDays, ...definition } = recorded.definition
      definitions.set(table.id, canonicalJson(definition))
      const dated = recorded.rows.map((row) => ({
        ...row,
        asOf: hasDays === true ? (row.asOf ?? null) : isShown(row) ? release.as_of : null,
      }))
      rows.set(table.id, dated)
    }
    const hasContributions = release.contributions != null
    versions.push({ version: release.version, asOf: release.as_of, rows, definitions, hasContributions })
  }
  return versions.toSorted((a, b) => a.version - b.version)
}

function isShown({ figures }: PublishedRow): boolean {
  return figures[0]?.status === 'A'
}

/** Whether the tables are those of a version: the same dimensions, codes and measures, and none more or less. */
export function areAlike(shapes: readonly TableShape[], { definitions }: PublishedVersion): boolean {
  return (
    shapes.length === definitions.size &&
    shapes.every((shape) => definitions.get(shape.id) === tableTexts({ shape, rows: [] }).definition)
  )
}

/** What versions showed of a table, row by row; who moved is told by figure, not here. */
export function historyOf(shape: TableShape, versions: readonly PublishedVersion[]): TableHistory {
  const size = matrixSize(shape.dimensions)
  const last = versions.at(-1)?.rows.get(shape.id)
  return {
    moments: versions.map(({ asOf, rows }) => ({
      asOf,
      fresh: Uint8Array.from({ length: size }, (_, row) => (rows.get(shape.id)![row]!.asOf === asOf ? 1 : 0)),
      figures: new Float64Array(size).fill(Number.NaN),
      moves: [],
    })),
    lastFigures: Array.from({ length: size }, (_, row) =>
      last?.[row]?.asOf == null ? null : last[row].figures,
    ),
  }
}
