import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { KeptSeries } from '../../../pipeline/kept-series.ts'
import { readLedger } from '../../../pipeline/ledger/read-ledger.ts'
import { ledgerOf } from '../ledger-content.ts'
import type { TinyProject } from '../tiny-project.ts'
import { simulate } from '../updates/simulated-stock.ts'
import { fillSchool, monthOf, stockSchool } from './stock-school.ts'

const nights = simulate(3, 3)

async function schoolOf(first: number): Promise<TinyProject> {
  const school = await stockSchool()
  await fillSchool(school, nights, first)
  return school
}

function stored(school: TinyProject): readonly Buffer[] {
  const folder = join(ledgerOf(school), 'contributions')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.parquet'))
    .map((name) => readFileSync(join(folder, name)))
}

describe('a release that is noted while it is written', { timeout: 120_000 }, () => {
  afterEach(() => vi.restoreAllMocks())

  it('is stored as noted, however long that takes', async () => {
    const [one, other] = [await schoolOf(0), await schoolOf(0)]
    expect((await one.run(monthOf(0))).outcome).toBe('done')
    const { advance } = KeptSeries.prototype
    vi.spyOn(KeptSeries.prototype, 'advance').mockImplementation(async function (this: KeptSeries, ...task) {
      await setTimeout(3000)
      return advance.apply(this, task)
    })
    expect((await other.run(monthOf(0))).outcome).toBe('done')
    expect(stored(other)).toEqual(stored(one))
    expect(stored(one)).toHaveLength(1)
  })

  it.each(['advance', 'pack'] as const)('does not come out where it cannot be: %s', async (step) => {
    const school = await schoolOf(0)
    vi.spyOn(KeptSeries.prototype, step).mockImplementation(async () => {
      await setTimeout(500)
      throw new Error('no room')
    })
    await expect(school.run(monthOf(0))).rejects.toThrow('no room')
    expect(existsSync(school.releases) ? readdirSync(school.releases) : []).toEqual([])
    expect((await readLedger(ledgerOf(school), new Date('2027-01-01T00:00:00Z'))).known).toEqual([])
  })
})
