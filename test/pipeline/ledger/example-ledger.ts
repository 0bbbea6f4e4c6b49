import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Ledger, openLedger } from '../../../pipeline/ledger/open-ledger.ts'
import { recordRelease } from '../../../pipeline/ledger/record-release.ts'
import { parsePeriod } from '../../../pipeline/period-calendar.ts'
import { buildManifest } from '../../../reports/manifest.ts'
import type { PublishedTable } from '../../../schemas/cell.ts'
import type { RecordedRelease } from '../../../schemas/ledger.ts'
import { exampleTable, facts, results } from '../../reports/example-release.ts'

export const now = new Date('2026-11-03T00:00:00Z')

/** A path for a ledger; its folder goes when the test ends. */
export async function ledgerPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kohort-ledger-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'ledger')
}

/** What an entry says of the example release in another period. */
export async function exampleRecord(ledger: Ledger, period = '2026-10'): Promise<RecordedRelease> {
  const tables: readonly PublishedTable[] = [exampleTable({ ...results, period })]
  const manifest = buildManifest(tables, { ...facts, period: parsePeriod(period) }, [])
  return recordRelease(ledger, manifest, tables, '/srv/releases')
}

/** A ledger of six entries: two releases published, one of them withdrawn, and one adopted. */
export async function exampleLedger(path: string): Promise<Ledger> {
  const ledger = await openLedger(path, now)
  for (const period of ['2026-09', '2026-10']) {
    const intended = await ledger.append({ kind: 'intended', release: await exampleRecord(ledger, period) })
    await ledger.append({ kind: 'published', intended })
  }
  await ledger.append({
    kind: 'withdrawn',
    release: 1,
    on: '2026-11-03',
    reason: 'A course was counted twice',
  })
  await ledger.append({ kind: 'adopted', release: await exampleRecord(ledger, '2026-08') })
  return ledger
}
