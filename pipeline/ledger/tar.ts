/** A file of an archive. */
export interface ArchivedFile {
  /** Relative, with `/`; at most 100 bytes of ASCII. */
  readonly path: string
  readonly bytes: Uint8Array
}

const block = 512

/**
 * Packs files as a tar archive (POSIX.1-1988 ustar), which any system unpacks: no times, owner 0, mode 0600. The same
 * files give the same bytes.
 */
export function packTar(files: readonly ArchivedFile[]): Buffer {
  const parts: Uint8Array[] = []
  for (const { path, bytes } of files)
    parts.push(header(path, bytes.length), bytes, Buffer.alloc((block - (bytes.length % block)) % block))
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}

/** Unpacks what `packTar` packed; null for any other bytes, however slightly they differ. */
export function unpackTar(archive: Uint8Array): readonly ArchivedFile[] | null {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
  const files: ArchivedFile[] = []
  let at = 0
  while (at + block <= bytes.length && bytes[at] !== 0) {
    const path = bytes.toString('latin1', at, at + 100).replace(/\0+$/, '')
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8)
    const from = at + block
    if (!Number.isSafeInteger(size) || from + size > bytes.length) return null
    files.push({ path, bytes: bytes.subarray(from, from + size) })
    at = from + Math.ceil(size / block) * block
  }
  return packTar(files).equals(bytes) ? files : null
}

function header(path: string, size: number): Buffer {
  const bytes = Buffer.alloc(block)
  const put = (text: string, offset: number) => void bytes.write(text, offset, 'latin1')
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
  put(path.slice(0, 100), 0)
  put(`${octal(0o600, 7)}\0`, 100)
  put(`${octal(0, 7)}\0${octal(0, 7)}\0`, 108)
  put(`${octal(size, 11)}\0${octal(0, 11)}\0`, 124)
  put(' '.repeat(8), 148)
  put('0', 156)
  put('ustar\x0000', 257)
  put(
    `${octal(
      bytes.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
    148,
  )
  return bytes
}
