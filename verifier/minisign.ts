import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

/** Ed25519 public key, as minisign knows it. */
export interface PublicKey {
  /** As minisign prints it. */
  readonly id: string
  readonly key: KeyObject
}

/** DER of an Ed25519 public key up to its 32 bytes (RFC 8410, section 4). */
const derHead = Buffer.from('302a300506032b6570032100', 'hex')

/**
 * Reads a public key: the file that minisign writes, or its second line alone.
 *
 * @returns null if it is none
 * @see https://jedisct1.github.io/minisign/#public-key-format
 */
export function readPublicKey(text: string): PublicKey | null {
  const lines = text.trim().split(/\r?\n/)
  const line = lines.length === 2 && lines[0]?.startsWith('untrusted comment:') === true ? lines[1] : lines[0]
  const bytes = bytesOf(line ?? '', 42)
  if (lines.length > 2 || bytes === null || bytes.toString('latin1', 0, 2) !== 'Ed') return null
  const key = createPublicKey({
    key: Buffer.concat([derHead, bytes.subarray(10)]),
    format: 'der',
    type: 'spki',
  })
  return { id: idOf(bytes), key }
}

export type SignatureProblem =
  | 'signature-form'
  | 'signature-other-key'
  | 'signature-other-file'
  | 'signature-other-comment'

/**
 * Checks a signature file, of a file's BLAKE2b-512 (`ED`) or of the file itself (`Ed`, as minisign signed before).
 *
 * @returns the comment that was signed with it, or what is wrong
 * @see https://jedisct1.github.io/minisign/#signature-format
 */
export function checkSignature(
  text: string,
  file: Buffer,
  { id, key }: PublicKey,
): { readonly comment: string } | { readonly problem: SignatureProblem } {
  const [untrusted, line, trusted, last, ...more] = text.split(/\r?\n/)
  const bytes = bytesOf(line ?? '', 74)
  const ofAll = bytesOf(last ?? '', 64)
  const algorithm = bytes?.toString('latin1', 0, 2)
  const head = 'trusted comment: '
  if (
    bytes === null ||
    ofAll === null ||
    untrusted?.startsWith('untrusted comment:') !== true ||
    trusted?.startsWith(head) !== true ||
    more.some((rest) => rest !== '') ||
    (algorithm !== 'ED' && algorithm !== 'Ed')
  )
    return { problem: 'signature-form' }
  if (idOf(bytes) !== id) return { problem: 'signature-other-key' }
  const signature = bytes.subarray(10)
  const signed = algorithm === 'ED' ? createHash('blake2b512').update(file).digest() : file
  if (!verify(null, signed, key, signature)) return { problem: 'signature-other-file' }
  const comment = trusted.slice(head.length)
  return verify(null, Buffer.concat([signature, Buffer.from(comment)]), key, ofAll)
    ? { comment }
    : { problem: 'signature-other-comment' }
}

/** Bytes 3 to 10 are the number of the key, little-endian. */
function idOf(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(2, 10)).reverse().toString('hex').toUpperCase()
}

/** Null unless it is base64 of so many bytes. */
function bytesOf(line: string, length: number): Buffer | null {
  const bytes = Buffer.from(line, 'base64')
  return bytes.length === length && bytes.toString('base64') === line ? bytes : null
}
