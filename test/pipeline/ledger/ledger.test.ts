import { existsSync, readdirSync, statSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRecordedTable } from '../../../pipeline/ledger/figure-store.ts'
import { releaseId } from '../../../pipeline/ledger/known-releases.ts'
import { ledgerFolder } from '../../../pipeline/ledger/ledger-folder.ts'
import { openLedger } from '../../../pipeline/ledger/open-ledger.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { exampleTable, results } from '../../reports/example-release.ts'
import { exampleLedger, exampleRecord, ledgerPath, now } from './example-ledger.ts'

const flip = async (file: string, at: number): Promise<void> => {
  const bytes = await readFile(file)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  await writeFile(file, bytes)
}

describe('a ledger', () => {
  it('says what is known, withdrawn releases among it and voided ones not', async () => {
    const path = await ledgerPath()
    const ledger = await exampleLedger(path)
    const intended = await ledger.append({
      kind: 'intended',
      release: await exampleRecord(ledger, '2026-07'),
    })
    await ledger.append({ kind: 'voided', intended })
    const again = await ledger.append({ kind: 'intended', release: await exampleRecord(ledger, '2026-07') })
    const { known } = await readLedger(path, now)
    expect(known.map(({ sequence, state, release }) => [sequence, state, releaseId(release)])).toEqual([
      [1, 'withdrawn', 'uzbekistan/2026-09/1'],
      [3, 'published', 'uzbekistan/2026-10/1'],
      [6, 'published', 'uzbekistan/2026-08/1'],
      [again, 'pending', 'uzbekistan/2026-07/1'],
    ])
  })

  it('gives back every figure and status of a table as it was published', async () => {
    const path = await ledgerPath()
    const ledger = await exampleLedger(path)
    const { tables } = ledger.known()[1]!.release
    const table = exampleTable({ ...results, period: '2026-10' })
    const { definition, rows } = readRecordedTable(ledgerFolder(path), tables[0]!)
    expect(rows).toEqual(table.rows)
    expect(definition.dimensions.map(({ name, codes }) => [name, codes.map(({ code }) => code)])).toEqual(
      table.shape.dimensions.map(({ name, codes }) => [name, codes.map(({ code }) => code)]),
    )
    expect(tables).toMatchObject([{ id: 'test-results', rows: 12 }])
  })

  it('keeps equal content once', async () => {
    const path = await ledgerPath()
    const ledger = await exampleLedger(path)
    const before = readdirSync(join(path, 'figures'))
    await ledger.append({ kind: 'intended', release: await exampleRecord(ledger, '2026-06') })
    expect(readdirSync(join(path, 'figures'))).toEqual(before)
  })

  it('is for its owner only', async () => {
    const path = await ledgerPath()
    await exampleLedger(path)
    for (const name of ['', ...readdirSync(path, { recursive: true }).map(String)])
      expect(statSync(join(path, name)).mode & 0o077, name).toBe(0)
  })

  it.each([
    {
      what: 'a release twice',
      content: async (ledger: Parameters<typeof exampleRecord>[0]) =>
        ({ kind: 'adopted', release: await exampleRecord(ledger) }) as const,
    },
    {
      what: 'that one is published which is',
      content: async () => ({ kind: 'published', intended: 3 }) as const,
    },
    {
      what: 'that one is void which is published',
      content: async () => ({ kind: 'voided', intended: 3 }) as const,
    },
    {
      what: 'that one is withdrawn which is not there',
      content: async () => ({ kind: 'withdrawn', release: 2, on: '2026-11-03', reason: 'none' }) as const,
    },
  ])('takes no entry that says $what', async ({ content }) => {
    const path = await ledgerPath()
    const ledger = await exampleLedger(path)
    await expect(content(ledger).then((entry) => ledger.append(entry))).rejects.toThrow(
      /^withheld: the ledger must be whole: /,
    )
    expect((await readLedger(path, now)).entries).toHaveLength(6)
  })
})

describe('a start is withheld', () => {
  it('where any file that an entry names has any bit flipped', async () => {
    const path = await ledgerPath()
    await exampleLedger(path)
    const files = readdirSync(join(path, 'figures'))
    expect(files).toHaveLength(2)
    for (const name of files) {
      const file = join(path, 'figures', name)
      const bytes = await readFile(file)
      for (let at = 0; at < bytes.length; at += 5) {
        await flip(file, at)
        await expect(readLedger(path, now)).rejects.toThrow(
          `figures are stored as they were published. Move it away, then restore its backup (kohort ledger restore)`,
        )
        await writeFile(file, bytes)
      }
      await rm(file)
      await expect(openLedger(path, now)).rejects.toThrow('figures are stored as they were published')
      await writeFile(file, bytes)
    }
    expect((await readLedger(path, now)).entries).toHaveLength(6)
  })

  it('where entries and head are gone and figures are not', async () => {
    const path = await ledgerPath()
    await exampleLedger(path)
    await rm(join(path, 'head.json'))
    await rm(join(path, 'entries'), { recursive: true })
    await expect(openLedger(path, now)).rejects.toThrow('where figures are, entries name them')
  })

  it('where the clock has gone back by a millisecond', async () => {
    const path = await ledgerPath()
    await exampleLedger(path)
    await expect(openLedger(path, new Date(now.getTime() - 1))).rejects.toThrow(
      'withheld: the clock must not go back: the ledger’s last entry is from later'.replace('’', "'"),
    )
    await openLedger(path, now)
  })
})

describe('what a crash leaves', () => {
  it('is an unfinished file that nobody reads, or a head that is one behind and is put right', async () => {
    const path = await ledgerPath()
    const ledger = await exampleLedger(path)
    const head = await readFile(join(path, 'head.json'))
    await ledger.append({ kind: 'erased', learners: 2, on: '2026-11-03' })
    await writeFile(join(path, 'head.json'), head)
    await writeFile(join(path, 'entries', '000008.json.unfinished'), '{"form')
    const opened = await openLedger(path, now)
    expect(await readFile(join(path, 'head.json'), 'utf8')).toContain('"sequence":7')
    expect(await opened.append({ kind: 'erased', learners: 1, on: '2026-11-03' })).toBe(8)
    expect(existsSync(join(path, 'entries', '000008.json.unfinished'))).toBe(false)
  })

  it('may be figures that no entry names', async () => {
    const path = await ledgerPath()
    const ledger = await openLedger(path, now)
    await exampleRecord(ledger)
    expect((await readLedger(path, now)).entries).toEqual([])
    await mkdir(join(path, 'contributions'))
    await cp(join(path, 'figures'), join(path, 'contributions'), { recursive: true })
    expect((await openLedger(path, now)).known()).toEqual([])
  })
})
