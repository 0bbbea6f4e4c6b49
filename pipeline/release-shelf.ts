import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of } from '../reports/checksums.ts'
import { parseIdentity } from '../reports/manifest.ts'
import { manifestPath } from '../reports/release-files.ts'
import { ConfigurationError, Failure, WithheldError } from '../schemas/failure.ts'
import type { Period, PeriodGrain } from '../schemas/period.ts'
import { parsePeriod } from './period-calendar.ts'
import { readAtOnce } from './read-at-once.ts'

/** A version of a period that is out, wherever its folder is by now. */
export interface ReleasedPeriod {
  readonly period: Period
  readonly version: number
}

/** A release that lies in the releases folder. */
export interface PublishedPeriod extends ReleasedPeriod {
  readonly folder: string
}

/** The same, as it was read. */
export interface ShelvedPeriod extends PublishedPeriod {
  readonly manifestSha256: string
}

export function releaseFolder(releases: string, period: string, version: number): string {
  return join(releases, period, `v${version}`)
}

/**
 * What is already published there, earliest first.
 *
 * @param ownManifests hashes of manifests that are known to be the project's: of hundreds of releases, all others are parsed
 * @throws {Failure} if a folder looks like a release but is none, or belongs to another project
 * @param grains that the project publishes
 * @throws {WithheldError} if periods of another grain were published: they overlap with the project's
 */
export async function readShelf(
  releases: string,
  projectId: string,
  grains: readonly PeriodGrain[],
  ownManifests: ReadonlySet<string> = new Set(),
): Promise<readonly ShelvedPeriod[]> {
  const published: PublishedPeriod[] = []
  for (const name of await foldersOf(releases)) {
    if (name.startsWith('.')) continue
    const period = periodOrNull(name)
    if (period === null)
      throw new Failure(`the releases folder must hold periods only. Provided value: ${name}`, 1)
    for (const versionName of await foldersOf(join(releases, name))) {
      const version = /^v([1-9]\d*)$/.exec(versionName)?.[1]
      if (version === undefined)
        throw new Failure(
          `the folder of a period must hold versions only. Provided value: ${name}/${versionName}`,
          1,
        )
      if (!grains.includes(period.grain))
        throw new WithheldError(
          `a period of another length than the project publishes was released: put the project back as it was. Provided value: ${name} beside ${grains.join(', ')}`,
        )
      published.push({ period, version: Number(version), folder: join(releases, name, versionName) })
    }
  }
  const shelf = published.map((one): ShelvedPeriod => {
    const manifest = readManifest(one)
    const manifestSha256 = sha256Of(manifest)
    if (!ownManifests.has(manifestSha256)) refuseForeign(one, manifest.toString('utf8'), projectId)
    return { ...one, manifestSha256 }
  })
  return shelf.toSorted((a, b) =>
    a.period.start < b.period.start ? -1 : a.period.start > b.period.start ? 1 : a.version - b.version,
  )
}

function readManifest({ folder, ...one }: PublishedPeriod): Buffer {
  const manifest = readAtOnce(join(folder, manifestPath))
  if (manifest !== null) return manifest
  throw new Failure(
    `a release folder exists that holds no release: move it away. Provided value: ${nameOf(one)}`,
    1,
  )
}

function refuseForeign(one: PublishedPeriod, manifest: string, projectId: string): void {
  const id = parseIdentity(manifest)
  if (id === null) throw new Failure(`a release has a broken manifest. Provided value: ${nameOf(one)}`, 1)
  if (id !== projectId) throw new ConfigurationError('the releases folder belongs to another project', id)
}

function nameOf({ period, version }: ReleasedPeriod): string {
  return `${period.id}/v${version}`
}

async function foldersOf(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw new Failure('the releases folder must be a readable folder', 1, { cause: error })
  }
}

function periodOrNull(name: string): Period | null {
  try {
    return parsePeriod(name)
  } catch {
    return null
  }
}
