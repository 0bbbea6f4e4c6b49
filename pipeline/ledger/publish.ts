import type { KeyObject } from 'node:crypto'
import { meanwhile } from '../../reports/meanwhile.ts'
import { signRelease } from '../../reports/signature/sign-release.ts'
import type { Announce } from '../../reports/write-release.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import type { Held } from '../../schemas/custody.ts'
import type { RecordedContributions } from '../../schemas/ledger.ts'
import type { Ledger } from './open-ledger.ts'
import { recordRelease } from './record-release.ts'

/** Where releases appear, and what says so first. */
export interface Publishing {
  readonly releases: string
  readonly ledger: Ledger
  /** What releases are signed with; null where they are not. */
  readonly signingKey: KeyObject | null
}

/**
 * Publishes a release, by whichever way its files come about. The ledger has it before anybody can see it, so that
 * whatever a crash leaves, nothing is out that the ledger does not know.
 *
 * @param tables what the audit let pass: the figures that the ledger keeps
 * @param store stores who is counted where while the release is written; null where nothing is kept of that any more,
 *   undefined where the release says nothing of it
 * @param write makes the release appear in the folder that it gets, and calls `announce` right before that
 */
export async function publish<T>(
  publishing: Publishing,
  tables: Held<'protected', readonly PublishedTable[]>,
  write: (releases: string, announce: Announce) => Promise<T>,
  store: () => Promise<RecordedContributions | null | undefined>,
): Promise<T> {
  const storing = meanwhile(store())
  try {
    return await publishNaming(publishing, tables, write, storing)
  } finally {
    // Nothing may read the run's database once it is given up.
    await Promise.allSettled([storing])
  }
}

async function publishNaming<T>(
  { releases, ledger, signingKey }: Publishing,
  tables: Held<'protected', readonly PublishedTable[]>,
  write: (releases: string, announce: Announce) => Promise<T>,
  storing: Promise<RecordedContributions | null | undefined>,
): Promise<T> {
  let intended = 0
  const written = await write(releases, async (manifest, folder) => {
    if (signingKey !== null) await signRelease(signingKey, manifest, folder)
    const release = await recordRelease(ledger, manifest, tables, releases, await storing)
    intended = await ledger.append({ kind: 'intended', release })
  })
  if (intended === 0) throw new Error('a release must be announced before it appears')
  await ledger.append({ kind: 'published', intended })
  if ((await storing) !== undefined) await ledger.tidyContributions()
  return written
}
