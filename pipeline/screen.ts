import { access, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readRelease } from '../reports/read-release.ts'
import { signaturePath } from '../reports/release-files.ts'
import type { ScreenedRelease, ScreenResult } from '../reports/screen/screen-check.ts'
import { type ScreenedCheck, screenRelease } from '../reports/screen/screen-release.ts'
import { ConfigurationError, UsageError } from '../schemas/failure.ts'
import type { Manifest } from '../schemas/release.ts'
import { readCsvHeader } from './csv-header.ts'
import { readCsvText } from './csv-text.ts'

export interface ScreenOptions {
  /** Release folder. */
  readonly release: string
  /** Folder of the release of the same project and grain before it. */
  readonly previous?: string | undefined
  /** `dimension=file.csv`, or `dimension=file.csv:column`; the first column where none is named. */
  readonly classification: readonly string[]
}

export interface Screening {
  readonly release: string
  /** Nothing failed. */
  readonly passed: boolean
  readonly results: Readonly<Record<ScreenResult, number>>
  readonly checks: readonly ScreenedCheck[]
}

/**
 * Screens a release as a recipient's data team would before loading it. Needs no source data, and no project.
 *
 * @throws {UsageError} if a classification is not given as `dimension=file`
 * @throws {ConfigurationError} if there is no such folder, no manifest that can be read, or the earlier release is another
 *   project's, of a period of another length, or damaged
 */
export async function screen({ release, previous, classification }: ScreenOptions): Promise<Screening> {
  const classifications = new Map<string, Set<string>>()
  for (const named of classification) {
    const { dimension, codes } = await readClassification(named)
    classifications.set(dimension, new Set([...(classifications.get(dimension) ?? []), ...codes]))
  }
  const { manifest, tables, findings, withdrawn } = await read(release)
  if (manifest === null)
    throw new ConfigurationError('a release to screen must have a manifest that can be read', release)
  const isSigned = await access(join(release, signaturePath)).then(
    () => true,
    () => false,
  )
  const before = previous === undefined ? null : await readBefore(previous, manifest)
  const checks = screenRelease({
    ...{ manifest, tables, findings, isSigned, isWithdrawn: withdrawn !== null },
    ...{ previous: before, classifications },
  })
  const results = { pass: 0, warn: 0, fail: 0, skip: 0 }
  for (const { result } of checks) results[result]++
  return { release: manifest.id, passed: results.fail === 0, results, checks }
}

async function read(folder: string): ReturnType<typeof readRelease> {
  const isFolder = await stat(folder).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new ConfigurationError('a release must be a folder that exists', folder)
  return readRelease(folder)
}

async function readBefore(folder: string, { project, period }: Manifest): Promise<ScreenedRelease> {
  const { manifest, tables, findings } = await read(folder)
  if (manifest === null || findings.length > 0)
    throw new ConfigurationError('the earlier release must be whole', folder)
  if (manifest.project.id !== project.id)
    throw new ConfigurationError('the earlier release must be of the same project', manifest.project.id)
  if (manifest.period.grain !== period.grain)
    throw new ConfigurationError(
      `the earlier release must be of a ${period.grain}, as the one to screen is`,
      `${manifest.period.id}, a ${manifest.period.grain}`,
    )
  return { manifest, tables }
}

async function readClassification(
  named: string,
): Promise<{ readonly dimension: string; readonly codes: readonly string[] }> {
  const [, dimension, file, column] = /^([^=]+)=(.+?)(?::([^:/\\]+))?$/.exec(named) ?? []
  if (dimension === undefined || file === undefined)
    throw new UsageError(
      `--classification must be dimension=file.csv or dimension=file.csv:column. Provided value: ${named}`,
    )
  const path = resolve(file)
  const [first] = await readCsvHeader('classification', path, ',', file)
  const rows = await readCsvText('classification', path, [column ?? first!], file)
  return { dimension, codes: rows.flatMap(([code]) => (code == null ? [] : [code])) }
}
