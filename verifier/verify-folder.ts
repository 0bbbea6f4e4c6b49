import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type Chain, chainOf } from './chain.ts'
import { checkSignatures, type SignatureCheck } from './check-signatures.ts'
import { checkTables, type TablesCheck } from './check-tables.ts'
import { checkWithdrawal, type Withdrawal } from './check-withdrawal.ts'
import { readChecksumList } from './checksum-list.ts'
import { type Compared, comparedOf } from './compared.ts'
import { fileFindings } from './file-findings.ts'
import type { Finding } from './finding.ts'
import { keptReleases } from './kept-releases.ts'
import { type FolderContent, hashOfFile, listFiles } from './list-files.ts'
import type { PublicKey } from './minisign.ts'
import { readBytes, readTextOf } from './read-bytes.ts'
import { readManifest } from './read-manifest.ts'
import type { Manifest } from './release.ts'

/** All that was found out about a release. */
export interface Verification {
  readonly manifest: Manifest | null
  readonly passed: boolean
  /** That SHA256SUMS lists. */
  readonly files: number
  readonly signature: SignatureCheck['signature']
  /** Of the key that was given; null where none was. */
  readonly keyId: string | null
  readonly chain: Chain | null
  readonly compared: Compared | null
  readonly withdrawal: Withdrawal | null
  readonly tables: TablesCheck | null
  readonly findings: readonly Finding[]
}

/**
 * Checks a release folder with nothing but what lies in it. Whatever is wrong in it is a finding.
 *
 * @param key the publisher's, had from elsewhere
 * @param previous folders of earlier releases
 * @throws {Error} if the folder cannot be listed
 */
export async function verifyFolder(
  folder: string,
  key: PublicKey | null = null,
  previous: readonly string[] = [],
): Promise<Verification> {
  const content = await listFiles(folder)
  const list = await readTextOf(folder, content, 'SHA256SUMS')
  const listed = list === null ? null : readChecksumList(list)

  const bytes = await readBytes(folder, content, 'manifest.json')
  const read = bytes === null ? { clause: 'a release has a manifest' } : readManifest(bytes.toString('utf8'))
  const manifest = 'manifest' in read ? read.manifest : null
  const hashes = await hashesOf(folder, content, listed, manifest)
  // What is judged below is what was read here, whatever happens to the file meanwhile.
  if (bytes !== null) hashes.set('manifest.json', createHash('sha256').update(bytes).digest('hex'))

  const evidence = { content, hashes, listed, manifest }
  const tables = manifest === null ? null : await checkTables(folder, evidence, manifest)
  const signed = await checkSignatures(folder, content, manifest, key)
  const before = await keptReleases(previous)
  const kept = 'kept' in before ? before.kept : null
  const chain = manifest === null || kept === null ? null : chainOf(manifest, kept)
  const compared = manifest === null || kept === null ? null : comparedOf(manifest, kept)
  const notice = checkWithdrawal(
    await readTextOf(folder, content, 'WITHDRAWN.json'),
    await readTextOf(folder, content, 'WITHDRAWN.md'),
    manifest,
    hashes.get('manifest.json') ?? null,
  )
  const findings: readonly Finding[] = [
    ...('clause' in read ? [{ rule: 'manifest' as const, where: 'manifest.json', clause: read.clause }] : []),
    ...fileFindings(evidence),
    ...(tables?.findings ?? []),
    ...signed.findings,
    ...('unreadable' in before
      ? [{ rule: 'previous' as const, where: before.unreadable, clause: 'an earlier release has a manifest' }]
      : []),
    ...(compared?.kind === 'other'
      ? [
          {
            rule: 'compared' as const,
            where: compared.release,
            clause: 'the release that changes are against is the earlier one of that name',
          },
        ]
      : []),
    ...notice.findings,
  ]
  return {
    manifest,
    passed: findings.length === 0,
    files: listed?.size ?? 0,
    signature: signed.signature,
    keyId: key?.id ?? null,
    chain,
    compared,
    withdrawal: notice.withdrawal,
    tables,
    findings,
  }
}

/** Files that no list has, or in another size, need no hash to be told: somebody may have made them endless. */
async function hashesOf(
  folder: string,
  { sizes }: FolderContent,
  listed: ReadonlyMap<string, string> | null,
  manifest: Manifest | null,
): Promise<Map<string, string | null>> {
  const stated = new Map((manifest?.files ?? []).map((file) => [file.path, file.bytes]))
  const hashes = new Map<string, string | null>()
  for (const [path, size] of sizes) {
    const isListed = listed?.has(path) === true || stated.has(path)
    if (isListed && (stated.get(path) ?? size) === size && path !== 'manifest.json')
      hashes.set(path, await hashOfFile(join(folder, path)))
  }
  return hashes
}
