import { createPrivateKey } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { publicKeyOf, publicKeyText } from '../../reports/signature/minisign.ts'
import { signRelease } from '../../reports/signature/sign-release.ts'
import { writeRelease } from '../../reports/write-release.ts'
import type { Figure, PublishedTable } from '../../schemas/cell.ts'
import { facts, held, results } from '../reports/example-release.ts'

const keyOf = (seed: string) =>
  createPrivateKey({
    key: Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'),
    format: 'der',
    type: 'pkcs8',
  })
/** RFC 8032, section 7.1, tests 1 and 2. */
export const privateKey = keyOf('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
const otherKey = keyOf('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb')
export const keyText = publicKeyText(publicKeyOf(privateKey))
export const otherKeyText = publicKeyText(publicKeyOf(otherKey))

/** A folder for a file of tests; its maker removes it. */
export async function freshFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'kohort-verifier-'))
}

/** A copy that goes when the test ends. */
export async function copyOf(folder: string): Promise<string> {
  const copy = await freshFolder()
  onTestFinished(() => rm(copy, { recursive: true }))
  await cp(folder, copy, { recursive: true })
  return copy
}

const shown = (value: number): Figure => ({ value, status: 'A' })
const hidden: Figure = { value: null, status: 'c' }

/** Assessed and passed learners by region and gender; null where hidden. In Andijan are 7 women, whom no row shows. */
type Counts = Readonly<Record<string, readonly [assessed: number, passed: number] | null>>
const counts: Counts = {
  '_T _T': [267, 161],
  '_T f': [97, 56],
  '_T m': [170, 105],
  'UZ-TK _T': [140, 90],
  'UZ-TK f': [60, 40],
  'UZ-TK m': [80, 50],
  'UZ-AN _T': [47, 29],
  'UZ-AN f': null,
  'UZ-AN m': null,
  '_X _T': [80, 42],
  '_X f': null,
  '_X m': null,
}

/** The table with other counts in some rows. */
export function tableOf(changed: Counts = {}, period = '2026-10'): PublishedTable {
  const rows = Object.entries({ ...counts, ...changed }).map(([codes, row]) => ({
    coordinates: codes.split(' '),
    figures:
      row === null
        ? [hidden, hidden, hidden, hidden]
        : [
            shown(row[0]),
            shown(row[1]),
            shown(Math.floor((200 * row[1] + row[0]) / (2 * row[0]))),
            shown(615),
          ],
  }))
  return { shape: { ...results, period }, rows }
}

/** Writes a release of one table where it is to lie, signed; its policy is that of the other tests. */
export async function writeSigned(
  releases: string,
  table: PublishedTable,
  previousManifestSha256: string | null = null,
  version = 1,
): Promise<{ readonly folder: string; readonly manifestSha256: string }> {
  const { period: id } = table.shape
  const months: Readonly<Record<string, readonly [string, string]>> = {
    '2026-09': ['2026-09-01', '2026-10-01'],
    '2026-10': ['2026-10-01', '2026-11-01'],
  }
  const [start, end] = months[id]!
  const period = { ...facts.period, id, start, end }
  return await writeRelease(
    held(table),
    { ...facts, period, version, formats: ['metadata'], previousManifestSha256 },
    releases,
    (manifest, folder) => signRelease(privateKey, manifest, folder),
  )
}
