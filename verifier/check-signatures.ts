import type { Finding } from './finding.ts'
import type { FolderContent } from './list-files.ts'
import { checkSignature, type PublicKey } from './minisign.ts'
import { readBytes, readTextOf } from './read-bytes.ts'
import type { Manifest } from './release.ts'

export interface SignatureCheck {
  /** `unchecked`: there is one, and nobody gave a key. */
  readonly signature: 'valid' | 'invalid' | 'unchecked' | 'unsigned'
  readonly findings: readonly Finding[]
}

const own = 'SHA256SUMS'
const ofNotice = 'WITHDRAWN.json'

/**
 * Who published a release, and who withdrew it, by a key that the reader has from elsewhere.
 *
 * @param manifest null where it cannot be read: then nothing says which release a signature should name
 * @param key null where the reader has none
 */
export async function checkSignatures(
  folder: string,
  content: FolderContent,
  manifest: Manifest | null,
  key: PublicKey | null,
): Promise<SignatureCheck> {
  const has = (path: string) => content.sizes.has(path)
  if (key === null) return { signature: has(`${own}.minisig`) ? 'unchecked' : 'unsigned', findings: [] }
  const judge = async (path: string): Promise<readonly Finding[]> => {
    const where = `${path}.minisig`
    const text = await readTextOf(folder, content, where)
    if (text === null)
      return [{ rule: 'signature-missing', where, clause: 'what a publisher with a key says is signed' }]
    const file = await readBytes(folder, content, path)
    const verdict = checkSignature(text, file ?? Buffer.alloc(0), key)
    if ('problem' in verdict)
      return [{ rule: verdict.problem, where, clause: 'a signature is by the given key, of this file' }]
    const about =
      manifest === null ? null : `${manifest.project} ${manifest.period} v${manifest.version} ${path}`
    return verdict.comment === about
      ? []
      : [{ rule: 'signature-other-release', where, clause: 'a signature names the release that it lies in' }]
  }
  const findings = [...(await judge(own))]
  const isOwnValid = findings.length === 0
  if (has(ofNotice) || has(`${ofNotice}.minisig`)) findings.push(...(await judge(ofNotice)))
  const signature = isOwnValid ? 'valid' : has(`${own}.minisig`) ? 'invalid' : 'unsigned'
  return { signature, findings }
}
