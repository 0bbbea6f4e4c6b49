import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openVault } from '../../pipeline/vault.ts'

const rows = 2_000_000

it('holds more than memory does, in its folder, and leaves nothing of it', async () => {
  const vaults = mkdtempSync(join(tmpdir(), 'kohort-vault-'))
  try {
    const vault = await openVault({ vaults }, [], '60MB')
    const { database, folder } = vault
    const spilled = () => {
      const spill = join(folder, 'spill')
      return existsSync(spill)
        ? readdirSync(spill).reduce((sum, name) => sum + statSync(join(spill, name)).size, 0)
        : 0
    }
    await database.run(
      `CREATE TABLE vault.person AS SELECT range AS code, 'person-' || sha256(CAST(range AS VARCHAR)) AS name FROM range(${rows})`,
    )
    expect(spilled()).toBeGreaterThan(0)
    expect(await database.count('SELECT count(DISTINCT code) FROM vault.person')).toBe(rows)
    await vault.destroyIdentified()
    await expect(database.count('SELECT count(*) FROM vault.person')).rejects.toThrow()
    expect(spilled()).toBe(0)
    await vault.destroy()
    expect(readdirSync(vaults)).toEqual([])
  } finally {
    rmSync(vaults, { recursive: true, force: true })
  }
})

it('keeps what runs beside within the same folders, in the same time zone, and away from what is identified once that is gone', async () => {
  const vaults = mkdtempSync(join(tmpdir(), 'kohort-vault-'))
  const outside = join(vaults, 'outside.csv')
  writeFileSync(outside, 'a\n1\n')
  try {
    const { database, destroyIdentified, destroy } = await openVault({ vaults }, [])
    await database.run('CREATE TABLE vault.person AS SELECT 1 AS code')
    // What is not set is named otherwise, also where it is the same one.
    const zone = "SELECT current_setting('TimeZone') AS zone"
    const [zones, people] = await database.beside(async (beside) => {
      await expect(beside.run(`FROM read_csv('${outside}')`)).rejects.toThrow('file system operations')
      return [await beside.rows(zone), await beside.count('SELECT count(*) FROM vault.person')]
    })
    expect([zones, people]).toEqual([[{ zone: 'UTC' }], 1])
    const failed = database.beside(() => Promise.reject(new Error('as it may')))
    await expect(failed).rejects.toThrow('as it may')
    await destroyIdentified()
    await expect(
      database.beside((beside) => beside.count('SELECT count(*) FROM vault.person')),
    ).rejects.toThrow()
    await destroy()
  } finally {
    rmSync(vaults, { recursive: true, force: true })
  }
})
