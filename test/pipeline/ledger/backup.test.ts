import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { backUpLedger } from '../../../pipeline/ledger/backup.ts'
import { openLedger } from '../../../pipeline/ledger/open-ledger.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { restoreLedger } from '../../../pipeline/ledger/restore.ts'
import { hashesBelow } from '../released-files.ts'
import { exampleLedger, exampleRecord, ledgerPath, now } from './example-ledger.ts'

let path: string
let file: string
beforeEach(async () => {
  path = await ledgerPath()
  file = join(dirname(path), 'backup.tar')
  await exampleLedger(path)
})
const backUp = () => backUpLedger(path, file, now)
const restore = () => restoreLedger(path, file, now)
const appendOne = async (learners = 1): Promise<void> => {
  await (await openLedger(path, now)).append({ kind: 'erased', learners, on: '2026-11-03' })
}

describe('a backup', () => {
  it('is one restricted file, the same for the same ledger, that any system unpacks and checks', async () => {
    const result = await backUp()
    expect(result).toMatchObject({ ledger: path, to: file, entries: 6, bytes: statSync(file).size })
    expect(statSync(file).mode & 0o077).toBe(0)
    const unpacked = join(dirname(path), 'unpacked')
    await mkdir(unpacked)
    execFileSync('tar', ['xf', file, '-C', unpacked])
    const check = ['-c', 'sha256sum --quiet -c SHA256SUMS']
    execFileSync('sh', check, { cwd: unpacked })
    const files = new Map(hashesBelow(unpacked))
    files.delete('SHA256SUMS')
    expect(files).toEqual(hashesBelow(path))
    expect((await backUp()).sha256).toBe(result.sha256)
  })

  it('restores every byte to an empty place', async () => {
    await backUp()
    const before = hashesBelow(path)
    await rm(path, { recursive: true })
    expect(await restore()).toEqual({ ledger: path, from: file, entries: 6, written: before.size })
    expect(hashesBelow(path)).toEqual(before)
    expect(readdirSync(dirname(path)).toSorted()).toEqual(['backup.tar', 'ledger'])
    expect(await restore()).toMatchObject({ written: 0 })
  })

  it('is refused with any bit flipped, or cut short', async () => {
    await backUp()
    const bytes = await readFile(file)
    await rm(path, { recursive: true })
    for (let at = 0; at < bytes.length; at += 211) {
      const damaged = Buffer.from(bytes)
      damaged.writeUInt8(damaged.readUInt8(at) ^ 4, at)
      await writeFile(file, damaged)
      await expect(restore(), String(at)).rejects.toThrow('a backup of a ledger must be whole and unchanged')
    }
    for (const length of [0, 511, 512, 1024, bytes.length - 1]) {
      await writeFile(file, bytes.subarray(0, length))
      await expect(restore(), String(length)).rejects.toThrow('must be whole and unchanged')
    }
    expect(existsSync(path)).toBe(false)
  })

  it('is not made of a broken ledger, nor over what it does not hold', async () => {
    await backUp()
    const older = await readFile(file)
    await appendOne()
    await backUp()
    const newer = await readFile(file)
    await rm(path, { recursive: true })
    await writeFile(file, older)
    await restore()
    await writeFile(file, newer)
    await expect(backUp()).rejects.toThrow('a backup of another or a longer ledger is not replaced')
    await writeFile(file, 'my thesis')
    await expect(backUp()).rejects.toThrow('a backup of a ledger must be whole and unchanged')
    await rm(join(path, 'entries/000002.json'))
    await expect(backUpLedger(path, `${file}.2`, now)).rejects.toThrow(/^withheld: the ledger must be whole/)
    expect(await readFile(file, 'utf8')).toBe('my thesis')
    expect(existsSync(`${file}.2`)).toBe(false)
  })
})

describe('restoring', () => {
  it.each([
    { what: 'a lost entry', damage: () => rm(join(path, 'entries/000003.json')) },
    { what: 'a lost end', damage: () => rm(join(path, 'entries/000006.json')) },
    { what: 'a lost head', damage: () => rm(join(path, 'head.json')) },
    { what: 'a broken head', damage: () => writeFile(join(path, 'head.json'), '{}') },
    {
      what: 'changed figures',
      damage: () => writeFile(join(path, 'figures', readdirSync(join(path, 'figures'))[0]!), 'other'),
    },
  ])('mends $what', async ({ damage }) => {
    await backUp()
    const before = hashesBelow(path)
    await damage()
    await expect(readLedger(path, now)).rejects.toThrow()
    expect(await restore()).toMatchObject({ entries: 6, written: 1 })
    expect(hashesBelow(path)).toEqual(before)
  })

  it('goes on from an older state, and leaves alone what lies beside', async () => {
    await cp(path, `${path}-older`, { recursive: true })
    await appendOne()
    await backUp()
    await rm(path, { recursive: true })
    await cp(`${path}-older`, path, { recursive: true })
    await mkdir(join(path, 'contributions'))
    await writeFile(join(path, 'contributions/codes'), 'restricted')
    await restore()
    expect((await readLedger(path, now)).entries).toHaveLength(7)
    expect(await readFile(join(path, 'contributions/codes'), 'utf8')).toBe('restricted')
  })

  it.each([
    { what: 'a longer chain', change: () => appendOne() },
    {
      what: 'another entry',
      change: async () => {
        const entry = join(path, 'entries/000005.json')
        await writeFile(entry, (await readFile(entry, 'utf8')).replace('twice', 'thrice'))
      },
    },
    {
      what: 'a chain that was longer',
      change: async () => {
        await appendOne()
        await rm(join(path, 'entries/000007.json'))
      },
    },
    {
      what: 'a fork',
      change: async () => {
        await rm(path, { recursive: true })
        const other = await openLedger(path, now)
        await other.append({ kind: 'adopted', release: await exampleRecord(other, '2026-07') })
      },
    },
  ])('refuses where there is $what', async ({ change }) => {
    await backUp()
    await change()
    const before = hashesBelow(path)
    await expect(restore()).rejects.toThrow(
      /^withheld: a ledger is not replaced by a backup that lacks an entry of it, or has it otherwise/,
    )
    expect(hashesBelow(path)).toEqual(before)
  })
})
