import { join } from 'node:path'
import { sha256OfFile } from '../../reports/checksums.ts'
import { manifestPath } from '../../reports/release-files.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import { WithheldError } from '../../schemas/failure.ts'
import type { PeriodGrain } from '../../schemas/period.ts'
import type { Manifest } from '../../schemas/release.ts'
import type { Withdrawal } from '../../schemas/withdrawal.ts'
import { readShelf, releaseFolder } from '../release-shelf.ts'
import type { RunPaths } from '../run-paths.ts'
import { verifyRelease } from '../verify.ts'
import { completeNotices, findRelease, holdAgainstShelf } from './hold-against-shelf.ts'
import { type Ledger, openLedger } from './open-ledger.ts'
import { recordRelease } from './record-release.ts'
import { settlePending } from './settle-pending.ts'

export interface AdoptResult {
  readonly ledger: string
  /** Releases that were taken in, such as `2026-05/v1`. */
  readonly adopted: readonly string[]
  /** Releases that the ledger knew. */
  readonly known: readonly string[]
}

/**
 * Takes the releases of a folder that the ledger does not know into it, withdrawals among them, after each passed all
 * that a recipient can check. All are, or none.
 *
 * @throws {WithheldError} if the ledger is not whole, or a release has a finding or is not the one that is known
 */
export async function adoptReleases(
  paths: Pick<RunPaths, 'ledger' | 'releases'>,
  project: { readonly id: string; readonly grains: readonly PeriodGrain[]; readonly auditSeconds: number },
  now: Date,
  progress: (message: string) => void,
): Promise<AdoptResult> {
  const shelf = await readShelf(paths.releases, project.id, project.grains)
  const ledger = await openLedger(paths.ledger, now)
  await settlePending(ledger, project.id, paths.releases)
  const known = shelf.filter(({ period, version }) =>
    findRelease(ledger.known(), project.id, period.id, version),
  )
  holdAgainstShelf(ledger.known(), project.id, known, paths.releases)
  const verified: Verified[] = []
  for (const one of shelf) {
    if (known.includes(one)) continue
    const folder = releaseFolder(paths.releases, one.period.id, one.version)
    progress(`verifying ${folder}`)
    verified.push(await verify(folder, project.auditSeconds))
  }
  for (const one of verified) await adopt(ledger, one, paths.releases)
  await completeNotices(ledger.known(), project.id, shelf, paths.releases)
  return {
    ledger: paths.ledger,
    adopted: verified.map(({ manifest: { period, version } }) => `${period.id}/v${version}`),
    known: known.map(({ period, version }) => `${period.id}/v${version}`),
  }
}

interface Verified {
  readonly manifest: Manifest
  readonly published: readonly PublishedTable[]
  readonly withdrawn: Withdrawal | null
}

async function verify(folder: string, seconds: number): Promise<Verified> {
  const { manifest, published, passed, findings, withdrawn } = await verifyRelease(folder, seconds)
  if (manifest === null || !passed)
    throw new WithheldError(
      `a release is taken into the ledger only if nothing speaks against it (${findings[0]?.rule ?? 'manifest'}): see kohort verify. Provided value: ${folder}`,
    )
  return { manifest, published, withdrawn }
}

async function adopt(
  ledger: Ledger,
  { manifest, published, withdrawn }: Verified,
  releases: string,
): Promise<void> {
  const release = await recordRelease(ledger, manifest, published, releases)
  const target = join(releaseFolder(releases, manifest.period.id, manifest.version), manifestPath)
  if ((await sha256OfFile(target)) !== release.manifest_sha256)
    throw new WithheldError(`a release must not change while it is taken in. Provided value: ${target}`)
  const sequence = await ledger.append({ kind: 'adopted', release })
  if (withdrawn !== null)
    await ledger.append({
      kind: 'withdrawn',
      release: sequence,
      on: withdrawn.withdrawn_on,
      reason: withdrawn.reason,
    })
}
