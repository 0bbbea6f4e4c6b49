import { describe, expect, it } from 'vitest'
import { openLedger } from '../../../pipeline/ledger/open-ledger.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { parsePeriod } from '../../../pipeline/period-calendar.ts'
import type { EntryContent } from '../../../schemas/ledger.ts'
import { exampleLedger, exampleRecord, ledgerPath, now } from './example-ledger.ts'

const skip = (period: string, project = 'uzbekistan'): EntryContent => ({
  kind: 'skipped',
  project,
  period: parsePeriod(period),
  on: '2026-11-03',
  reason: 'it is lost',
})

describe('a ledger', () => {
  it('keeps a period that was given up from ever being released, however it comes about', async () => {
    const path = await ledgerPath()
    const ledger = await exampleLedger(path)
    await ledger.append(skip('2026-07'))
    const release = await exampleRecord(ledger, '2026-07')
    for (const kind of ['intended', 'adopted'] as const)
      await expect(ledger.append({ kind, release })).rejects.toThrow(
        'no period that was given up is released',
      )
    const later = { ...release, version: 2 }
    await expect(ledger.append({ kind: 'intended', release: later })).rejects.toThrow('given up')
    // Nothing was written, and the chain is whole.
    const { entries } = await readLedger(path, now)
    expect(entries.at(-1)!.content.kind).toBe('skipped')
    expect((await openLedger(path, now)).skipped()).toMatchObject([
      { project: 'uzbekistan', reason: 'it is lost' },
    ])
  })

  it('gives up no period that is out or about to be, and none twice', async () => {
    const ledger = await exampleLedger(await ledgerPath())
    const refused = 'a period is given up once, and only if it is not released'
    await expect(ledger.append(skip('2026-09'))).rejects.toThrow(refused)
    await ledger.append({ kind: 'intended', release: await exampleRecord(ledger, '2026-06') })
    await expect(ledger.append(skip('2026-06'))).rejects.toThrow(refused)
    await ledger.append(skip('2026-07'))
    await expect(ledger.append(skip('2026-07'))).rejects.toThrow(refused)
    // Another project’s period of the same name is another one; one that never appeared may be given up.
    await ledger.append(skip('2026-07', 'another'))
    await ledger.append({ kind: 'voided', intended: 7 })
    await ledger.append(skip('2026-06'))
    expect(ledger.skipped().map(({ project, period }) => `${project}/${period.id}`)).toEqual([
      'uzbekistan/2026-07',
      'another/2026-07',
      'uzbekistan/2026-06',
    ])
  })
})
