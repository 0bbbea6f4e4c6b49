import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
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
