import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { signWithdrawal } from '../../reports/signature/sign-release.ts'
import {
  withdrawalMarkdown,
  withdrawalPath,
  withdrawalText,
  withdrawalTextPath,
} from '../../reports/withdrawal.ts'
import { writeRelease } from '../../reports/write-release.ts'
import type { PublishedTable } from '../../schemas/cell.ts'
import { run } from '../../verifier/command.ts'
import { readPublicKey } from '../../verifier/minisign.ts'
import { statementsOf, verdictOf } from '../../verifier/statements.ts'
import { verifyFolder } from '../../verifier/verify-folder.ts'
import { reseal } from '../reports/damage.ts'
import { facts, held } from '../reports/example-release.ts'
import { copyOf, freshFolder, keyText, privateKey, tableOf, writeSigned } from './signed-release.ts'

let releases = ''
beforeAll(async () => {
  releases = await freshFolder()
  return () => rm(releases, { recursive: true })
})

type Rounding = NonNullable<typeof facts.auditParameters.rounding>

async function written(
  table: PublishedTable,
  name: string,
  rounding?: Rounding,
): Promise<Awaited<ReturnType<typeof verifyFolder>>> {
  const rounded = rounding === undefined ? {} : { rounding }
  const { folder } = await writeRelease(
    held(table),
    {
      ...facts,
      formats: ['metadata'],
      auditParameters: { ...facts.auditParameters, ...rounded },
      policyParameters: {
        ...facts.policyParameters,
        ...(rounding === undefined ? {} : { rounding: { base: rounding.base, method: rounding.method } }),
      },
    },
    join(releases, name),
  )
  return verifyFolder(folder)
}

const said = (verification: Parameters<typeof statementsOf>[0]) =>
  statementsOf(verification).map(({ outcome, key }) => `${outcome} ${key}`)
const rulesOf = ({ findings }: Awaited<ReturnType<typeof verifyFolder>>) => findings.map(({ rule }) => rule)

/** Counts to a multiple of 5, without figures that are derived from them. */
function rounded(changed: Parameters<typeof tableOf>[0] = {}): PublishedTable {
  const { shape, rows } = tableOf({
    '_T _T': [265, 160],
    '_T f': [95, 55],
    'UZ-AN _T': [45, 30],
    '_X _T': [80, 40],
    ...changed,
  })
  return {
    shape: { ...shape, derivedMeasures: [] },
    rows: rows.map((row) => ({ ...row, figures: row.figures.slice(0, 2) })),
  }
}

describe('a rounded release', () => {
  const controlled = { base: 5, method: 'controlled', within: 1 } as const
  const conventional = { ...controlled, method: 'conventional' } as const

  it('adds up where it is rounded so that it does', async () => {
    const found = await written(rounded(), 'controlled', controlled)
    expect(found.findings).toEqual([])
    expect(said(found)).toEqual(expect.arrayContaining(['fine sumsFine', 'open hiddenRounded']))
    const apart = await written(rounded({ '_T _T': [270, 160] }), 'apart', controlled)
    expect(rulesOf(apart)).toEqual(expect.arrayContaining(['sums']))
  })

  it('is not held to sums where each figure is rounded by itself, and says so', async () => {
    const near = await written(rounded({ '_T _T': [270, 160] }), 'conventional', conventional)
    expect(near.findings).toEqual([])
    expect(said(near)).toContain('note sumsRounded')
  })
})

/** A stock of which what is known of learners whose region is not stated stands since September. */
function stock(changed: Parameters<typeof tableOf>[0] = {}, last = '2026-10-31'): PublishedTable {
  const { shape, rows } = rounded(changed)
  return {
    shape: { ...shape, asOf: '2026-10-31' },
    rows: rows.map((row) => ({
      ...row,
      asOf: row.figures[0]?.status !== 'A' ? null : row.coordinates[0] === '_X' ? '2026-09-30' : last,
    })),
  }
}

describe('a stock', () => {
  it('adds up day by day', async () => {
    const stands = await written(stock({ '_X _T': [60, 30] }), 'stock')
    expect(stands.findings).toEqual([])
    expect(said(stands)).toEqual(expect.arrayContaining(['fine sumsFine', 'fine hiddenFineAlone']))
    const broken = await written(stock({ '_T f': [96, 55] }), 'stock-broken')
    expect(rulesOf(broken)).toEqual(['sums'])
  })

  it('has no row of a day after its own', async () => {
    const { folder } = await writeRelease(held(stock()), { ...facts, formats: [] }, join(releases, 'days'))
    const file = join(folder, 'tables/test-results.csv')
    await writeFile(file, (await readFile(file, 'utf8')).replace('2026-10-31', '2026-11-01'))
    await reseal(folder)
    expect(rulesOf(await verifyFolder(folder))).toEqual(['table'])
  })
})

describe('a notice of withdrawal', () => {
  it('is believed where it is in its form, and signed where the key is given', async () => {
    const october = await writeSigned(join(releases, 'withdrawn'), tableOf())
    const folder = await copyOf(october.folder)
    const notice = {
      format: 'kohort-withdrawal/1',
      release: 'uzbekistan/2026-10/1',
      manifest_sha256: october.manifestSha256,
      withdrawn_on: '2026-11-20',
      reason: 'A source was read twice.',
    } as const
    await writeFile(join(folder, withdrawalPath), withdrawalText(notice))
    await writeFile(join(folder, withdrawalTextPath), withdrawalMarkdown(notice))
    const key = readPublicKey(keyText)
    expect(rulesOf(await verifyFolder(folder, key))).toEqual(['signature-missing'])
    await signWithdrawal(privateKey, { ...facts, project: { id: 'uzbekistan' } }, folder)
    const withdrawn = await verifyFolder(folder, key)
    expect(withdrawn.findings).toEqual([])
    expect(withdrawn.withdrawal).toEqual({ day: '2026-11-20', reason: notice.reason })
    expect(verdictOf(withdrawn)).toBe('verdictWithdrawn')
    const { exitCode, output } = await run([folder, '--language', 'en'], {})
    expect(exitCode).toBe(0)
    expect(output).toContain(
      'The publisher withdrew this release on 2026-11-20. Reason: A source was read twice.',
    )
    expect(output.trimEnd().split('\n').at(-1)).toBe(
      'RESULT: the release was withdrawn. Do not use its figures.',
    )
  })
})
