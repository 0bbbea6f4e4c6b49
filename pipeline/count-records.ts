import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { SourceError } from '../schemas/failure.ts'

const lineFeed = 10
const carriageReturn = 13
const space = 32
const quote = 34

/**
 * Records of a CSV file (or .csv.gz) after its header, counted byte by byte after RFC 4180 and apart from the
 * reader that fills the vault: a quote left open makes that reader take the rest of a file for one value.
 *
 * @param delimiter one character
 * @param columns how many columns the header names; a blank line is a record only where there is one
 * @throws {SourceError} if a quote is left open, or one that is closed has swallowed whole lines
 */
export async function countCsvRecords(
  source: string,
  file: string,
  delimiter: string,
  columns: number,
  shown: string,
): Promise<number> {
  const separator = delimiter.charCodeAt(0)
  let records = -1
  let state: 'start' | 'bare' | 'quoted' | 'closed' | 'odd' = 'start'
  let filled = false
  let field = 0
  // Within a quoted value: line breaks so far, and delimiters since the last.
  let breaks = 0
  let separators = 0
  let swallowing = false
  const fail = (rule: string) => new SourceError(source, `${shown}: ${rule}; record ${records + 1}`)
  const endRecord = (): void => {
    if (breaks > 0 && (state === 'odd' || (swallowing && separators === columns - 1)))
      throw fail('a quote is not closed where its value ends')
    if (filled || columns === 1) records++
    state = 'start'
    filled = false
    field = breaks = separators = 0
    swallowing = false
  }
  for await (const bytes of bytesOf(file))
    for (const byte of bytes) {
      if (state === 'quoted') {
        if (byte === quote) state = 'closed'
        else if (byte === lineFeed) {
          if (breaks > 0 && columns > 2 && separators === columns - 1)
            throw fail('a quote is not closed where its value ends')
          breaks++
          separators = 0
          swallowing = field > 0
        } else if (byte === separator) separators++
        continue
      }
      if (byte === lineFeed) {
        endRecord()
        continue
      }
      if (byte !== carriageReturn) filled = true
      if (byte === separator) {
        separators++
        field++
        if (state !== 'odd') state = 'start'
      } else if (state === 'start') state = byte === quote ? 'quoted' : 'bare'
      else if (state === 'closed') {
        if (byte === quote) state = 'quoted'
        else if (byte !== space && byte !== carriageReturn) state = 'odd'
      }
    }
  // Assigned in the loop, which the compiler does not follow into `endRecord`.
  if (String(state) === 'quoted') throw fail('a quote is left open')
  if (filled) endRecord()
  return records
}

/** Lines of a text file (or a gzipped one) that hold more than spaces. */
export async function countLines(file: string): Promise<number> {
  let lines = 0
  let filled = false
  for await (const bytes of bytesOf(file))
    for (const byte of bytes)
      if (byte === lineFeed) {
        if (filled) lines++
        filled = false
      } else if (byte !== space && byte !== carriageReturn) filled = true
  return filled ? lines + 1 : lines
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  const bytes = createReadStream(file, { highWaterMark: 1_048_576 })
  const stream: AsyncIterable<Uint8Array> = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes
  yield* stream
}
