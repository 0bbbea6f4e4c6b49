import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Of } from '../reports/checksums.ts'
import { parseManifest } from '../reports/manifest.ts'
import { readFigures } from '../reports/read-figures.ts'
import type { ComparedRelease } from '../reports/release-facts.ts'
import { manifestPath } from '../reports/release-files.ts'
import { withdrawalPath } from '../reports/withdrawal.ts'
import { Failure } from '../schemas/failure.ts'
import type { Period } from '../schemas/period.ts'
import type { PublishedPeriod } from './release-shelf.ts'

/**
 * The release that changes of key figures are against: the newest version of the last period of the same length that has one
 * which is not withdrawn, also where a later one was: a notice speaks of its own version only, and nothing tells readers not to use
 * the one before. Only what it published is read.
 *
 * @param earlier all releases so far, in any order
 * @returns null where there is none
 * @throws {Failure} if it is damaged
 */
export async function comparedRelease(
  earlier: readonly PublishedPeriod[],
  period: Period,
): Promise<ComparedRelease | null> {
  const found = await lastPeriod(earlier, period)
  if (found === null) return null
  const { folder, version } = found
  const newerWithdrawn = earlier.some(
    (one) => one.period.id === found.period.id && one.period.grain === period.grain && one.version > version,
  )
  const text = await readFile(join(folder, manifestPath), 'utf8')
  const parsed = parseManifest(text)
  const manifest = 'manifest' in parsed ? parsed.manifest : null
  const tables = manifest === null ? null : await readFigures(folder, manifest)
  if (manifest === null || tables === null)
    throw new Failure(
      `the release that the page compares with must be whole. Provided value: ${found.period.id}/v${version}`,
      1,
    )
  return {
    ...{ period: found.period, version, newerWithdrawn, manifestSha256: sha256Of(text), tables },
    auditParameters: manifest.audit.parameters,
    policyParameters: manifest.policy.parameters,
  }
}

/** SHA-256 of the manifest of the release that `comparedRelease` takes; null where there is none. */
export async function comparedManifest(
  earlier: readonly PublishedPeriod[],
  period: Period,
): Promise<string | null> {
  const found = await lastPeriod(earlier, period)
  return found === null ? null : sha256Of(await readFile(join(found.folder, manifestPath)))
}

async function lastPeriod(
  earlier: readonly PublishedPeriod[],
  period: Period,
): Promise<PublishedPeriod | null> {
  const before = earlier
    .filter((one) => one.period.grain === period.grain && one.period.start < period.start)
    .toSorted((a, b) =>
      a.period.start > b.period.start ? -1 : a.period.start < b.period.start ? 1 : b.version - a.version,
    )
  for (const one of before) if (!(await isWithdrawn(one))) return one
  return null
}

/** Any notice counts: whether it is well formed is for the ledger's check to say. */
async function isWithdrawn({ folder }: PublishedPeriod): Promise<boolean> {
  return access(join(folder, withdrawalPath)).then(
    () => true,
    () => false,
  )
}
