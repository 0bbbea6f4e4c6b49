/**
 * Reads `SHA256SUMS`: `<64 hexadecimal digits>  <path>` on each line, sorted by the bytes of the paths.
 *
 * @returns hashes by path; null for any other text, and where a path could lead out of the folder
 */
export function readChecksumList(text: string): ReadonlyMap<string, string> | null {
  const hashes = new Map<string, string>()
  const lines = text.split('\n')
  if (lines.pop() !== '') return null
  let last: Buffer | null = null
  for (const line of lines) {
    const [, sha256, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
    if (sha256 === undefined || path === undefined || !staysInside(path)) return null
    const bytes = Buffer.from(path)
    if (last !== null && Buffer.compare(last, bytes) >= 0) return null
    last = bytes
    hashes.set(path, sha256)
  }
  return hashes
}

/** Whether a path names something in the folder, and in one way only. */
export function staysInside(path: string): boolean {
  return (
    !/[\\\p{Cc}]/u.test(path) && path.split('/').every((step) => step !== '' && step !== '.' && step !== '..')
  )
}
