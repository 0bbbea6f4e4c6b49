import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checksumsPath, signaturePath, withdrawalSignaturePath } from '../reports/release-files.ts'
import { checkSignature, type PublicKey, parsePublicKey } from '../reports/signature/minisign.ts'
import { aboutRelease, aboutWithdrawal } from '../reports/signature/sign-release.ts'
import { withdrawalPath } from '../reports/withdrawal.ts'
import { ConfigurationError } from '../schemas/failure.ts'
import type { Manifest } from '../schemas/release.ts'
import type { Finding } from './verify.ts'

export interface SignatureCheck {
  /** `unchecked`: there is one, and nobody gave a key to check it with. */
  readonly signature: 'valid' | 'invalid' | 'unchecked' | 'unsigned'
  readonly findings: readonly Finding[]
  readonly warnings: readonly string[]
}

/** @throws {ConfigurationError} if the file is no public key of minisign */
export async function readPublicKey(file: string): Promise<PublicKey> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const key = parsePublicKey(text)
  if (key === null) throw new ConfigurationError('a public key must be a file of minisign', file)
  return key
}

/**
 * Who published a release: by a key that its reader has from elsewhere. A key found beside the files would prove nothing.
 *
 * @param manifest null where it is missing or malformed
 * @param isWithdrawn whether a notice of withdrawal of this release lies in the folder
 * @param key null where the reader has none: then a signature is not checked, which is a warning
 */
export async function checkSignatures(
  folder: string,
  manifest: Manifest | null,
  isWithdrawn: boolean,
  key: PublicKey | null,
): Promise<SignatureCheck> {
  const read = (path: string) => readFile(join(folder, path)).catch(() => null)
  const signature = await read(signaturePath)
  if (key === null)
    return signature === null
      ? {
          signature: 'unsigned',
          findings: [],
          warnings: ['the release is unsigned: its origin is not proven'],
        }
      : {
          signature: 'unchecked',
          findings: [],
          warnings: ['the signature was not checked: give the publisher’s public key (--public-key)'],
        }
  const judge = async (file: string, signedBy: string, about: string): Promise<readonly Finding[]> => {
    const [content, text] = [await read(file), await read(signedBy)]
    if (text === null)
      return [{ rule: 'signature', where: signedBy, clause: 'what a publisher with a key says is signed' }]
    const verdict = checkSignature(text.toString('utf8'), content ?? Buffer.alloc(0), key)
    const clause =
      'clause' in verdict
        ? verdict.clause
        : verdict.about === about
          ? null
          : 'a signature names the release that it lies in'
    return clause === null ? [] : [{ rule: 'signature', where: signedBy, clause }]
  }
  if (manifest === null) return { signature: 'invalid', findings: [], warnings: [] }
  const own = await judge(checksumsPath, signaturePath, aboutRelease(manifest))
  const isNoticed = isWithdrawn || (await read(withdrawalSignaturePath)) !== null
  const ofNotice = isNoticed
    ? await judge(withdrawalPath, withdrawalSignaturePath, aboutWithdrawal(manifest))
    : []
  return {
    signature: own.length === 0 ? 'valid' : signature === null ? 'unsigned' : 'invalid',
    findings: [...own, ...ofNotice],
    warnings: [],
  }
}
