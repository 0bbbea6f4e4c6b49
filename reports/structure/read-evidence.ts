import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Manifest } from '../../schemas/release.ts'
import type { Withdrawal } from '../../schemas/withdrawal.ts'
import { parseChecksums, sha256OfFile } from '../checksums.ts'
import { parseManifest } from '../manifest.ts'
import { checksumsPath, listReleaseFiles, manifestPath } from '../release-files.ts'
import { withdrawalPath, withdrawalTextPath } from '../withdrawal.ts'
import { attempt } from './attempt.ts'
import { type FileEvidence, fileFindings } from './file-findings.ts'
import { type Fault, inFile, type StructuralFinding } from './finding.ts'
import { manifestFaults } from './manifest-faults.ts'
import { readWithdrawal } from './withdrawal-faults.ts'

/**
 * Lists and hashes the files of a release, and reads its manifest and SHA256SUMS.
 *
 * @returns null where the folder cannot be listed
 */
export async function readEvidence(folder: string): Promise<{
  readonly evidence: FileEvidence | null
  readonly findings: readonly StructuralFinding[]
  readonly withdrawn: Withdrawal | null
}> {
  const findings: StructuralFinding[] = []
  const noFolder = {
    rule: 'release-folder',
    file: '.',
    clause: 'a release is a folder that can be listed',
  } as const
  const files = await attempt(findings, noFolder, () => listReleaseFiles(folder))
  if (files === null) return { evidence: null, findings, withdrawn: null }

  const ifPresent = async <T>(file: string, read: (path: string) => Promise<T>): Promise<T | null> =>
    files.bytes.has(file)
      ? await attempt(findings, { rule: 'unreadable', file, clause: 'every file can be read' }, () =>
          read(join(folder, file)),
        )
      : null
  const hashes = new Map<string, string>()
  for (const file of files.bytes.keys()) {
    const hash = await ifPresent(file, sha256OfFile)
    if (hash !== null) hashes.set(file, hash)
  }
  const checksumBytes = await ifPresent(checksumsPath, (path) => readFile(path))
  const { manifest, faults } = readManifest(await ifPresent(manifestPath, (path) => readFile(path)))
  const checksums = checksumBytes === null ? null : parseChecksums(checksumBytes.toString())
  const evidence: FileEvidence = { files, hashes, checksums, manifest }
  const text = (file: string) => ifPresent(file, (path) => readFile(path, 'utf8'))
  const notice = readWithdrawal(
    await text(withdrawalPath),
    await text(withdrawalTextPath),
    manifest,
    hashes.get(manifestPath) ?? null,
  )
  return {
    evidence,
    findings: [...findings, ...fileFindings(evidence), ...inFile(manifestPath, faults), ...notice.findings],
    withdrawn: notice.withdrawn,
  }
}

function readManifest(bytes: Buffer | null): {
  readonly manifest: Manifest | null
  readonly faults: readonly Fault[]
} {
  if (bytes === null) return { manifest: null, faults: [] }
  const parsed = parseManifest(bytes.toString())
  return 'manifest' in parsed
    ? { manifest: parsed.manifest, faults: manifestFaults(parsed.manifest, bytes) }
    : { manifest: null, faults: [{ rule: 'manifest', clause: parsed.clause }] }
}
