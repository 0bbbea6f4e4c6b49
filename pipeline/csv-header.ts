import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { SourceError } from '../schemas/failure.ts'

const limit = 1_048_576

/**
 * Column names of a CSV file (or .csv.gz), without a byte-order mark.
 *
 * @throws {SourceError} if it is not UTF-8, has no header, or names a column twice or not at all
 */
export async function readCsvHeader(
  source: string,
  file: string,
  delimiter: string,
  shown: string,
): Promise<readonly string[]> {
  let line: string
  try {
    line = await firstLine(file)
  } catch (error) {
    throw new SourceError(source, `${shown} is not readable CSV in UTF-8`, error)
  }
  // UTF-16 of ASCII is well-formed UTF-8, with a NUL beside every letter.
  if (line.includes('\0')) throw new SourceError(source, `${shown} is not readable CSV in UTF-8`)
  const names = splitRecord(line, delimiter)
  if (names === null || names.some((name) => name === ''))
    throw new SourceError(source, `${shown} must begin with a line of column names`)
  if (new Set(names).size !== names.length)
    throw new SourceError(source, `${shown} must not name a column twice`)
  return names
}

async function firstLine(file: string): Promise<string> {
  const bytes = createReadStream(file)
  const stream = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  try {
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true })
      const end = text.search(/\r?\n/)
      if (end >= 0) return text.slice(0, end)
      if (text.length > limit) break
    }
  } finally {
    bytes.destroy()
  }
  return text
}

/** One record of RFC 4180; null if a quote is left open. */
function splitRecord(line: string, delimiter: string): readonly string[] | null {
  const names: string[] = []
  let name = ''
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!
    if (quoted && character === '"' && line[i + 1] === '"') name += line[++i]!
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === delimiter) {
      names.push(name)
      name = ''
    } else name += character
  }
  return quoted ? null : [...names, name]
}
