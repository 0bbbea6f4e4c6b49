import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** Ed25519 public key as minisign knows it. */
export interface PublicKey {
  /** 8 bytes, in upper-case hexadecimal digits as minisign prints them. */
  readonly id: string
  readonly key: KeyObject
}

/** How the head of an Ed25519 key in SPKI form looks; 32 bytes follow (RFC 8410). */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex')
/** Minisign's names of its algorithms: for keys, and for signatures of a file's BLAKE2b-512. */
const [keyAlgorithm, fileAlgorithm] = [Buffer.from('Ed'), Buffer.from('ED')]
const comment = 'untrusted comment: '
const trusted = 'trusted comment: '

/** The public half of a private Ed25519 key. Its id follows from it, so that a key needs no file besides its own. */
export function publicKeyOf(privateKey: KeyObject): PublicKey {
  const key = createPublicKey(privateKey)
  return { id: idText(idOf(key)), key }
}

/** A public key file as minisign writes and reads it. */
export function publicKeyText({ id, key }: PublicKey): string {
  const line = Buffer.concat([keyAlgorithm, idOf(key), rawOf(key)]).toString('base64')
  return `${comment}minisign public key ${id}\n${line}\n`
}

/** Reads a public key file, or its second line alone; null if it is none. */
export function parsePublicKey(text: string): PublicKey | null {
  const lines = text.trim().split(/\r?\n/)
  const bytes = decoded(lines.length === 2 && lines[0]!.startsWith(comment) ? lines[1]! : text.trim(), 42)
  if (bytes === null || !bytes.subarray(0, 2).equals(keyAlgorithm)) return null
  const key = createPublicKey({
    key: Buffer.concat([spkiHead, bytes.subarray(10)]),
    format: 'der',
    type: 'spki',
  })
  return { id: idText(bytes.subarray(2, 10)), key }
}

/**
 * A signature of a file that minisign verifies: of its BLAKE2b-512, and of that signature with the trusted comment.
 *
 * @param about one line that is signed as well
 * @see https://jedisct1.github.io/minisign/ (the format)
 */
export function signatureText(privateKey: KeyObject, file: Uint8Array, about: string): string {
  if (/[\r\n]/.test(about)) throw new Error('a trusted comment is one line')
  const { id, key } = publicKeyOf(privateKey)
  const signature = sign(null, digestOf(file), privateKey)
  const ofAll = sign(null, Buffer.concat([signature, Buffer.from(about)]), privateKey)
  const line = Buffer.concat([fileAlgorithm, idOf(key), signature]).toString('base64')
  return `${comment}signature by kohort, key ${id}\n${line}\n${trusted}${about}\n${ofAll.toString('base64')}\n`
}

/** What a signature file says of a file: the clause that it breaks, or the comment that it vouches for. */
export type SignatureVerdict = { readonly about: string } | { readonly clause: string }

/** Checks a signature file as `minisign -V` does. */
export function checkSignature(text: string, file: Uint8Array, { id, key }: PublicKey): SignatureVerdict {
  const [first, line, about, ofAllLine, ...more] = text.split(/\r?\n/)
  const bytes = decoded(line ?? '', 74)
  const ofAll = decoded(ofAllLine ?? '', 64)
  const isWhole = more.every((rest) => rest === '')
  if (
    first?.startsWith(comment) !== true ||
    about?.startsWith(trusted) !== true ||
    bytes === null ||
    ofAll === null ||
    !isWhole ||
    !bytes.subarray(0, 2).equals(fileAlgorithm)
  )
    return { clause: 'a signature is a minisign file of a prehashed signature' }
  if (idText(bytes.subarray(2, 10)) !== id) return { clause: 'a signature is by the given key' }
  const signature = bytes.subarray(10)
  if (!verify(null, digestOf(file), key, signature))
    return { clause: 'the signed file is the one that was signed' }
  const said = about.slice(trusted.length)
  return verify(null, Buffer.concat([signature, Buffer.from(said)]), key, ofAll)
    ? { about: said }
    : { clause: 'the comment beside a signature is the one that was signed' }
}

function digestOf(file: Uint8Array): Buffer {
  return createHash('blake2b512').update(file).digest()
}

function rawOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(spkiHead.length)
}

/** Minisign draws it; derived, it needs no place to be kept. */
function idOf(key: KeyObject): Buffer {
  return createHash('sha256').update(rawOf(key)).digest().subarray(0, 8)
}

/** Little-endian, as minisign prints it. */
function idText(bytes: Uint8Array): string {
  return Buffer.from(bytes).reverse().toString('hex').toUpperCase()
}

/** Null unless it is base64 of so many bytes. */
function decoded(line: string, length: number): Buffer | null {
  const bytes = Buffer.from(line, 'base64')
  return bytes.length === length && bytes.toString('base64') === line ? bytes : null
}
