import type { KeyObject } from 'node:crypto'
import { join, resolve } from 'node:path'
import { signWithdrawal } from '../../reports/signature/sign-release.ts'
import { withdrawalPath } from '../../reports/withdrawal.ts'
import { ConfigurationError, UsageError } from '../../schemas/failure.ts'
import { reasonSchema } from '../../schemas/ledger.ts'
import type { PeriodGrain } from '../../schemas/period.ts'
import type { Withdrawal } from '../../schemas/withdrawal.ts'
import { releaseFolder } from '../release-shelf.ts'
import type { RunPaths } from '../run-paths.ts'
import { openCheckedLedger } from './checked-ledger.ts'
import { type KnownRelease, releaseId } from './known-releases.ts'
import { isFolder, manifestAt } from './settle-pending.ts'
import { noticeOf, writeNotice } from './withdrawal-notice.ts'

export interface WithdrawOptions {
  /** A release folder, or `2026-05/v1` for one that is archived. */
  readonly release: string
  /** Public. */
  readonly reason: string
  /** Day of the withdrawal in the project's time zone. */
  readonly on: string
  /** What the notice is signed with; it is unsigned where absent. */
  readonly signingKey?: KeyObject | null
}

export interface WithdrawResult {
  readonly notice: Withdrawal
  /** Where the notice lies; empty where the release is archived. */
  readonly files: readonly string[]
}

/**
 * Takes a release back: an entry in the ledger, then a notice in its folder. Its figures still count as known, and its
 * period is not released again by itself. Doing it twice with the same reason changes
 * nothing, but that a notice which was left unsigned is signed.
 *
 * @throws {UsageError} if the reason is not one line of 3 to 500 characters
 * @throws {ConfigurationError} if the ledger knows no such release, or it is withdrawn for another reason
 * @throws {WithheldError} if the ledger is not whole
 */
export async function withdrawRelease(
  paths: Pick<RunPaths, 'ledger' | 'releases'>,
  project: { readonly id: string; readonly grains: readonly PeriodGrain[] },
  { release, reason, on, signingKey }: WithdrawOptions,
  now: Date,
): Promise<WithdrawResult> {
  if (!reasonSchema.safeParse(reason).success)
    throw new UsageError(`--reason must be one line of 3 to 500 characters. Provided value: ${reason}`)
  const { ledger } = await openCheckedLedger(paths, project, now)
  const find = () => findNamed(ledger.known(), project.id, release)
  const before = await find()
  if (before.state === 'withdrawn' && before.withdrawal?.reason !== reason)
    throw new ConfigurationError('a release is withdrawn once, for one reason', before.withdrawal?.reason)
  if (before.state === 'published')
    await ledger.append({ kind: 'withdrawn', release: before.sequence, on, reason })
  const entry = await find()
  const notice = noticeOf(entry)
  if (notice === null) throw new Error('a withdrawn release has a notice')
  const files: string[] = []
  const { period, version } = entry.release
  const places = [releaseFolder(paths.releases, period.id, version), resolve(release)]
  for (const folder of new Set(places)) {
    if (!(await isFolder(folder))) continue
    await writeNotice(folder, notice)
    if (signingKey != null)
      await signWithdrawal(signingKey, { project: { id: entry.release.project }, period, version }, folder)
    files.push(join(folder, withdrawalPath))
  }
  return { notice, files }
}

async function findNamed(
  known: readonly KnownRelease[],
  project: string,
  named: string,
): Promise<KnownRelease> {
  const own = known.filter(({ release }) => release.project === project)
  const manifest = await manifestAt(resolve(named))
  const found = own.find(({ release }) =>
    manifest === null
      ? named === `${release.period.id}/v${release.version}` || named === releaseId(release)
      : release.manifest_sha256 === manifest,
  )
  if (found !== undefined) return found
  throw new ConfigurationError('a release to withdraw must be one that the ledger knows', named)
}
