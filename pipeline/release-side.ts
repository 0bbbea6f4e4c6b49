import { readRelease } from '../reports/read-release.ts'
import type { PublishedTable } from '../schemas/cell.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import type { Manifest } from '../schemas/release.ts'
import type { ComparableTable } from '../transforms/difference/table-difference.ts'
import { readRecordedTable } from './ledger/figure-store.ts'
import { type KnownRelease, releaseId } from './ledger/known-releases.ts'
import { ledgerFolder } from './ledger/ledger-folder.ts'

/** A release as far as another can be compared with it. */
export interface ReleaseSide {
  readonly id: string
  readonly project: string
  readonly period: string
  readonly minimumContributors: number
  readonly tables: readonly ComparableTable[]
}

/** @throws {ConfigurationError} if the folder is no release as it was written */
export async function readSide(folder: string): Promise<ReleaseSide> {
  const { manifest, tables, findings } = await readRelease(folder)
  if (manifest === null || findings.length > 0)
    throw new ConfigurationError(
      `a release to compare must be whole (${findings[0]?.clause ?? 'a release has a manifest'}): see kohort verify`,
      folder,
    )
  return publishedSide(manifest, tables)
}

/** @param tables all of the release */
export function publishedSide(manifest: Manifest, tables: readonly PublishedTable[]): ReleaseSide {
  return {
    id: manifest.id,
    project: manifest.project.id,
    period: manifest.period.id,
    minimumContributors: manifest.audit.parameters.minimumContributors,
    tables: tables.map(comparable),
  }
}

function comparable({ shape, rows }: PublishedTable): ComparableTable {
  const { id, dimensions, baseMeasures, derivedMeasures } = shape
  return { id, dimensions, measures: [...baseMeasures, ...derivedMeasures], rows }
}

/**
 * A release as the ledger has it, whether its folder is still there or not.
 *
 * @throws {WithheldError} if what is stored is not what its entry names
 */
export async function knownSide(ledger: string, { release }: KnownRelease): Promise<ReleaseSide> {
  const tables: ComparableTable[] = []
  for (const table of release.tables) {
    const { definition, rows } = readRecordedTable(ledgerFolder(ledger), table)
    const measures = [...definition.base_measures, ...definition.derived_measures]
    tables.push({ id: table.id, dimensions: definition.dimensions, measures, rows })
  }
  return {
    id: `${releaseId(release)} in the ledger`,
    project: release.project,
    period: release.period.id,
    minimumContributors: release.audit.minimumContributors,
    tables,
  }
}
