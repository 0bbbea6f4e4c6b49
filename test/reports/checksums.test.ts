import { expect, it } from 'vitest'
import { checksumText, parseChecksums, sha256Of } from '../../reports/checksums.ts'

const checksums = [
  { path: 'manifest.json', sha256: sha256Of('abc') },
  { path: 'tables/a.csv', sha256: sha256Of('') },
]

it('hashes as FIPS 180-4 gives for abc', () => {
  expect(sha256Of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

it('reads back what it writes, sorted by path', () => {
  expect(parseChecksums(checksumText([...checksums].reverse()))).toEqual(checksums)
})

it('reads nothing, or something else, after any flipped bit', () => {
  const bytes = Buffer.from(checksumText(checksums))
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes)
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    expect(parseChecksums(flipped.toString()), `bit ${bit}`).not.toEqual(checksums)
  }
})

const line = `${sha256Of('abc')}  a\n`
it.each([
  { because: 'a path comes twice', text: line + line },
  { because: 'the last line has no end', text: line.trimEnd() },
  { because: 'a line is empty', text: `${line}\n` },
  { because: 'lines end as in Windows', text: line.replace('\n', '\r\n') },
  { because: 'a file is marked binary', text: line.replace('  ', ' *') },
  { because: 'there is a comment', text: `# sums\n${line}` },
])('reads nothing when $because', ({ text }) => {
  expect(parseChecksums(text)).toBeNull()
})
