import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  withdrawalMarkdown,
  withdrawalPath,
  withdrawalText,
  withdrawalTextPath,
} from '../../reports/withdrawal.ts'
import type { Withdrawal } from '../../schemas/withdrawal.ts'
import { type KnownRelease, releaseId } from './known-releases.ts'
import { writeDurably } from './write-durably.ts'

/** The notice of a release that is withdrawn; null for another. It follows from the entries alone. */
export function noticeOf({ release, withdrawal }: KnownRelease): Withdrawal | null {
  return withdrawal === null
    ? null
    : {
        format: 'kohort-withdrawal/1',
        release: releaseId(release),
        manifest_sha256: release.manifest_sha256,
        withdrawn_on: withdrawal.on,
        reason: withdrawal.reason,
      }
}

/** Text of the notice that lies in a release folder; null where there is none. */
export function readNotice(folder: string): string | null {
  const path = join(folder, withdrawalPath)
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** Puts a notice, and the same for people, into a release folder. Readable for everybody, as the release is. */
export async function writeNotice(folder: string, notice: Withdrawal): Promise<void> {
  await writeDurably(join(folder, withdrawalTextPath), withdrawalMarkdown(notice), 0o644)
  await writeDurably(join(folder, withdrawalPath), withdrawalText(notice), 0o644)
}
